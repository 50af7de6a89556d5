import '@latchkey/react/styles.css'
import '@latchkey/demo/site.css'
import { DEMO_BRAND, DEMO_DESCRIPTION } from '@latchkey/demo/brand'
import { AuthProvider } from '@latchkey/next/client'
import { Impersonation } from '@latchkey/react/ui'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { readAuth, site } from '../auth.ts'
import { SiteLayout } from '../client.tsx'

export const metadata: Metadata = {
  title: 'Latchkey · Next demo',
  description: DEMO_DESCRIPTION,
  icons: DEMO_BRAND.icon,
}

/** Every page waits for the session, so it is complete without JavaScript. A static page would request the session later. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { emulatorUrl = null, adminOrganizationId } = site
  return (
    <html lang="en">
      <body>
        <AuthProvider
          initialAuth={await readAuth()}
          brand={DEMO_BRAND}
          titles
          afterSignInUrl="/account"
          afterSignOutUrl="/"
        >
          <Impersonation />
          <SiteLayout site={{ emulatorUrl, adminOrganizationId }}>{children}</SiteLayout>
        </AuthProvider>
      </body>
    </html>
  )
}
