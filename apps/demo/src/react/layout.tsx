import { Show } from '@latchkey/react'
import { UserButton } from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import { isAdministrator } from '../administrator.ts'
import type { LayoutData } from './page-data.ts'

/** Header, navigation and footer around every page. */
export function Layout({ data, children }: { data: LayoutData; children: ReactNode }): ReactNode {
  const { path, emulatorUrl, adminOrganizationId } = data
  const current = (to: string) => (path === to || path.startsWith(`${to}/`) ? 'page' : undefined)
  return (
    <>
      <header className="site-header">
        <a className="site-name" href="/">
          <KeyMark />
          Latchkey
        </a>
        <nav className="site-nav" aria-label="Main">
          {emulatorUrl && <a href={`${emulatorUrl}/_emulator/`}>Inbox</a>}
          <a href="/theme" aria-current={current('/theme')}>
            Theme
          </a>
          <Show when="signed-in">
            <a href="/account" aria-current={current('/account')}>
              Account
            </a>
            <Show when={(auth) => auth.isSignedIn && isAdministrator(auth, adminOrganizationId)}>
              <a href="/admin" aria-current={current('/admin')}>
                Admin
              </a>
            </Show>
            <UserButton />
          </Show>
          <Show when="signed-out">
            <a href="/sign-in" aria-current={current('/sign-in')}>
              Sign in
            </a>
            <a href="/sign-up" aria-current={current('/sign-up')}>
              Create account
            </a>
          </Show>
        </nav>
      </header>
      <main className="site-main">{children}</main>
      <footer className="site-footer">
        {emulatorUrl
          ? `This site talks to the local server at ${emulatorUrl}. Nothing leaves this machine.`
          : 'This site talks to the real service.'}
      </footer>
    </>
  )
}

function KeyMark(): ReactNode {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
      <circle cx="7.5" cy="12" r="4.5" />
      <path d="M12 12h9.5M18 12v4M21 12v2.5" strokeLinecap="round" />
    </svg>
  )
}
