import { defaultRole, roleChoices } from '@latchkey/core'
import { roleName } from '@latchkey/core/text'
import { type ReactNode, useState } from 'react'
import { useOrganization } from '../../use-organization.ts'
import { ActionMessage } from '../action-message.tsx'
import { Confirm } from '../confirm.tsx'
import { Field } from '../field.tsx'
import { ListView } from '../list-view.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useAction } from '../use-action.ts'
import { useDateText } from '../use-date-text.ts'
import { type AccountTextKey, useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'
import type { OrganizationMembersProps } from './organization-members.tsx'
import { RoleSelect } from './role-select.tsx'

/** Invites users to the organization, and lists the pending invitations. */
export const InviteMember = /* @__PURE__ */ withRef(function InviteMember({
  roles: own,
  ...surface
}: OrganizationMembersProps): ReactNode {
  const { invitations, invite, resendInvitation, revokeInvitation, organizationId, roles } = useOrganization({
    invitations: true,
    roles: true,
  })
  const choices = roleChoices(roles, { only: own })
  const [role, setRole] = useState<string>()
  const chosen = role ?? defaultRole(choices)
  const description = roles.find(({ slug }) => slug === chosen)?.description
  const t = useAccountText()
  const { part } = useUi()
  const dateText = useDateText()
  const action = useAction(({ email = '', role }) => invite({ email, role: role || undefined }))
  const resending = useAction(({ id = '' }) => resendInvitation(id))
  const revocation = useAction(({ id = '' }) => revokeInvitation(id))
  if (!organizationId) return null
  const { error } = action
  return (
    <Panel {...surface} title={t('invitations')}>
      <form {...part('stack')} {...action.form('invite-member')}>
        <Field
          name="email"
          type="email"
          label={t('email')}
          // The email address is another user's, so the browser cannot know it.
          autoComplete="off"
          required
          error={error?.field === 'email' ? error : undefined}
          aside={
            choices.length > 0 && (
              <RoleSelect
                roles={roles}
                choices={choices}
                name="role"
                aria-label={t('role')}
                value={chosen}
                onChange={(event) => setRole(event.currentTarget.value)}
              />
            )
          }
          hint={description && <small {...part('row-detail')}>{description}</small>}
        />
        <div {...part('actions')}>
          <SubmitButton pending={action.pending}>{t('invite')}</SubmitButton>
          <ActionMessage state={action} done={t('invited')} />
        </div>
      </form>
      <ListView list={invitations} label={t('invitations')} empty={t('noInvitations')}>
        {(invitation) => (
          <>
            <span {...part('row-text')}>
              <strong {...part('row-title')}>{invitation.email}</strong>
              <small {...part('row-detail')}>
                {[
                  roleName(invitation.role, roles),
                  t(invitation.state as AccountTextKey),
                  t('expires', { date: dateText(invitation.expiresAt) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            {invitation.state === 'pending' && (
              <>
                <SubmitButton
                  type="button"
                  look="quiet"
                  pending={resending.pending}
                  aria-label={`${t('resend')}: ${invitation.email}`}
                  onClick={() => resending.start({ id: invitation.id })}
                >
                  {t('resend')}
                </SubmitButton>
                <Confirm
                  text={t('remove')}
                  label={`${t('remove')}: ${invitation.email}`}
                  action={`${t('remove')}: ${invitation.email}`}
                  pending={revocation.pending}
                  onConfirm={() => revocation.start({ id: invitation.id })}
                />
              </>
            )}
          </>
        )}
      </ListView>
      <ActionMessage state={resending} done={t('sent')} />
      <ActionMessage state={revocation} done={t('done')} />
    </Panel>
  )
})
