import { type MemberEntry, roleChoices } from '@latchkey/core'
import { displayName, roleName } from '@latchkey/core/text'
import type { ReactNode } from 'react'
import { useOrganization } from '../../use-organization.ts'
import { ActionMessage } from '../action-message.tsx'
import { Avatar } from '../avatar.tsx'
import { Confirm } from '../confirm.tsx'
import { ListView } from '../list-view.tsx'
import { Panel } from '../panel.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'
import { RoleSelect } from './role-select.tsx'

/** Props of {@link OrganizationMembers}. */
export interface OrganizationMembersProps extends SurfaceProps {
  /**
   * The slugs of the roles to choose from. Default: all roles that the user can assign. `[]`: roles are shown, but cannot be
   * changed.
   */
  roles?: readonly string[]
}

/** Lists the members of the organization, with their roles. The handler refuses what the user is not allowed to do. */
export const OrganizationMembers = /* @__PURE__ */ withRef(function OrganizationMembers({
  roles: own,
  ...surface
}: OrganizationMembersProps): ReactNode {
  const { members, roles, updateRole, remove, organizationId } = useOrganization({
    members: true,
    roles: true,
  })
  const choices = roleChoices(roles, { only: own })
  const t = useAccountText()
  const { part } = useUi()
  const change = useAction(({ id = '', role = '' }) => updateRole(id, role))
  const removal = useAction(({ id = '' }) => remove(id))
  if (!organizationId) return null
  return (
    <Panel {...surface} title={t('members')}>
      <ListView list={members} label={t('members')}>
        {(member: MemberEntry) => (
          <>
            <Avatar user={member.user} />
            <span {...part('row-text')}>
              <strong {...part('row-title')}>{displayName(member.user)}</strong>
              <small {...part('row-detail')}>{member.user.email}</small>
            </span>
            {choices.length > 0 && !member.self ? (
              <RoleSelect
                roles={roles}
                choices={roleChoices(roles, { only: own, current: member.role })}
                aria-label={`${t('role')}: ${displayName(member.user)}`}
                value={member.role ?? ''}
                onChange={(event) => change.start({ id: member.id, role: event.currentTarget.value })}
              />
            ) : (
              <span {...part('badge')}>{roleName(member.role, roles)}</span>
            )}
            {!member.self && (
              <Confirm
                text={t('remove')}
                label={`${t('remove')}: ${displayName(member.user)}`}
                action={`${t('remove')}: ${displayName(member.user)}`}
                pending={removal.pending}
                onConfirm={() => removal.start({ id: member.id })}
              />
            )}
          </>
        )}
      </ListView>
      <ActionMessage state={change.error ? change : removal} done={t('done')} />
    </Panel>
  )
})
