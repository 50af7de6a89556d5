import type { ReactNode } from 'react'
import { organizationIn } from './organization-path.ts'
import type { PageData } from './page-data.ts'
import { AccountPage } from './pages/account.tsx'
import { AdminPage } from './pages/admin.tsx'
import { DevicePage } from './pages/device.tsx'
import { FlowPage } from './pages/flow.tsx'
import { HomePage } from './pages/home.tsx'
import { OrganizationPage } from './pages/organization.tsx'
import { ThemePage } from './pages/theme.tsx'

/** One page of the site, chosen by its path. */
export function Page({ data }: { data: PageData }): ReactNode {
  const { path } = data
  if (path === '/') return <HomePage data={data} />
  if (data.flow) return <FlowPage data={data} flow={data.flow} />
  if (path === '/theme') return <ThemePage />
  if (path === '/device') return <DevicePage data={data} />
  if (path.startsWith('/account')) return <AccountPage path={path} view={data.account} />
  if (organizationIn(path)) return <OrganizationPage />
  if (path.startsWith('/admin')) return <AdminPage data={data} />
  return (
    <div className="hero">
      <h1>Page not found</h1>
      <p>
        The address may have a typing error. <a href="/">Back to the start</a>
      </p>
    </div>
  )
}
