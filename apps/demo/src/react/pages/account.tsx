import { useAuth, useOrganization, useOrganizationList } from '@latchkey/react'
import {
  ChangeEmail,
  ChangePassword,
  CreateOrganization,
  FactorList,
  InviteMember,
  OrganizationDomains,
  OrganizationMembers,
  OrganizationSettings,
  OrganizationSwitcher,
  ProfileForm,
  SessionList,
  SignOutButton,
} from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import { organizationPath } from '../organization-path.ts'
import { type AccountView, AccountWithoutScript } from './account-without-script.tsx'

const TABS = [
  { path: '/account', title: 'Profile' },
  { path: '/account/security', title: 'Security' },
  { path: '/account/organizations', title: 'Organizations' },
  { path: '/account/members', title: 'Members' },
] as const

/** The area for signed-in users. */
export function AccountPage({ path, view }: { path: string; view: AccountView | null }): ReactNode {
  return (
    <>
      <h1>Your account</h1>
      <nav className="tabs" aria-label="Account">
        {TABS.map((tab) => (
          <a key={tab.path} href={tab.path} aria-current={tab.path === path ? 'page' : undefined}>
            {tab.title}
          </a>
        ))}
      </nav>
      {view ? <AccountWithoutScript view={view} /> : <Tab path={path} />}
    </>
  )
}

function Tab({ path }: { path: string }): ReactNode {
  switch (path) {
    case '/account/security':
      return (
        <div className="stack">
          <ChangePassword />
          <FactorList />
          <SessionList />
        </div>
      )
    case '/account/organizations':
      return (
        <div className="stack">
          <section className="sheet">
            <h2>Active organization</h2>
            <OrganizationSwitcher />
          </section>
          <OwnTabs />
          <OrganizationSettings />
          <OrganizationDomains />
          <CreateOrganization />
        </div>
      )
    case '/account/members':
      return <Members />
    default:
      return (
        <div className="stack">
          <section className="sheet stack">
            <h2>This session</h2>
            <Facts />
            <SignOutButton />
          </section>
          <ProfileForm />
          <ChangeEmail />
        </div>
      )
  }
}

/** Several organizations at once, each in a tab that stays in its organization. */
function OwnTabs(): ReactNode {
  const { organizations } = useOrganizationList()
  if (organizations.data.length === 0) return null
  return (
    <section className="sheet">
      <h2>Your organizations</h2>
      <p>The session is in one organization at a time. Each of these pages stays in its own.</p>
      <ul>
        {organizations.data.map(({ id, name }) => (
          <li key={id}>
            <a href={organizationPath(id)}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Members(): ReactNode {
  const auth = useAuth()
  if (!auth.isSignedIn) return null
  const { organizationId, role } = auth
  if (!organizationId) return <p className="note">You are not in an organization. Choose one first.</p>
  if (role !== 'admin')
    return <p className="note">Only administrators of the organization manage its members.</p>
  return (
    <div className="stack">
      <InviteMember />
      <OrganizationMembers />
    </div>
  )
}

function Facts(): ReactNode {
  const auth = useAuth()
  const { organization } = useOrganization()
  if (!auth.isSignedIn) return null
  return (
    <dl className="facts">
      <dt>Signed in as</dt>
      <dd data-testid="signed-in-as">{auth.user.email}</dd>
      <dt>With</dt>
      <dd>{auth.authenticationMethod ?? 'an earlier session'}</dd>
      <dt>Organization</dt>
      <dd>{organization?.name ?? (auth.organizationId ? '…' : 'none')}</dd>
      <dt>Role</dt>
      <dd>{auth.role ?? 'none'}</dd>
    </dl>
  )
}
