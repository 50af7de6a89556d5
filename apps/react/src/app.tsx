import { DEMO_BRAND } from '@latchkey/demo/brand'
import { Layout, organizationIn, Page } from '@latchkey/demo/react'
import { AuthProvider } from '@latchkey/react'
import { Impersonation } from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import type { SiteData } from './site-data.ts'

/** The site: one page, selected by its path, inside the session provider. */
export function App({ data }: { data: SiteData }): ReactNode {
  return (
    <AuthProvider
      initialAuth={data.auth ?? undefined}
      initialConfig={data.config}
      organizationId={organizationIn(data.path)}
      brand={DEMO_BRAND}
      titles
      afterSignInUrl="/account"
      afterSignOutUrl="/"
    >
      <Impersonation />
      <Layout data={data}>
        <Page data={data} />
      </Layout>
    </AuthProvider>
  )
}
