import { lazy, type ReactNode, Suspense } from 'react'
import { organizationIn } from './organization-path.ts'
import type { PageData } from './page-data.ts'
import { AccountPage } from './pages/account.tsx'
import { DevicePage } from './pages/device.tsx'
import { FlowPage } from './pages/flow.tsx'
import { HomePage } from './pages/home.tsx'
import { OrganizationPage } from './pages/organization.tsx'

// Most visitors open neither of these pages, so their code is not part of the initial bundle.
const AdminPage = lazy(async () => ({ default: (await import('./pages/admin.tsx')).AdminPage }))
const ThemePage = lazy(async () => ({ default: (await import('./pages/theme.tsx')).ThemePage }))

/** One page of the site, chosen by its path. */
export function Page({ data }: { data: PageData }): ReactNode {
  const { path } = data
  if (path === '/') return <HomePage data={data} />
  if (data.flow) return <FlowPage data={data} flow={data.flow} />
  if (path === '/theme')
    return (
      <Suspense>
        <ThemePage />
      </Suspense>
    )
  if (path === '/device') return <DevicePage data={data} />
  if (path.startsWith('/account')) return <AccountPage path={path} view={data.account} />
  if (organizationIn(path)) return <OrganizationPage />
  if (path.startsWith('/admin'))
    return (
      <Suspense>
        <AdminPage data={data} />
      </Suspense>
    )
  return (
    <div className="hero">
      <h1>Page not found</h1>
      <p>
        The address may have a typing error. <a href="/">Back to the start</a>
      </p>
    </div>
  )
}
