import { useAuth, useOrganization } from '@latchkey/react'
import { InviteMember, OrganizationMembers, OrganizationSwitcher } from '@latchkey/react/ui'
import type { ReactNode } from 'react'
import { organizationPath } from '../organization-path.ts'

/** A page that stays in the organization in its URL, even if other tabs are in other organizations. */
export function OrganizationPage(): ReactNode {
  const auth = useAuth()
  const { organization } = useOrganization()
  if (!auth.isSignedIn) return null
  if (!auth.organizationId) {
    return (
      <>
        <h1>Not your organization</h1>
        <p>
          You are not a member of the organization in this address, or it asks for another way to sign in.{' '}
          <a href="/account/organizations">Your organizations</a>
        </p>
      </>
    )
  }
  return (
    <>
      <h1>{organization?.name ?? 'One organization'}</h1>
      <p>This tab stays in the organization of its address, whatever other tabs switch to.</p>
      <div className="stack">
        <section className="sheet">
          <dl className="facts">
            <dt>Organization</dt>
            <dd>
              <OrganizationSwitcher afterSwitchUrl={organizationPath} />
            </dd>
            <dt>Id</dt>
            <dd data-testid="organization">{auth.organizationId}</dd>
            <dt>Role</dt>
            <dd data-testid="role">{auth.role ?? 'none'}</dd>
          </dl>
        </section>
        {auth.role === 'admin' && (
          <>
            <InviteMember />
            <OrganizationMembers />
          </>
        )}
      </div>
    </>
  )
}
