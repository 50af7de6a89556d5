import type { EnvironmentState } from '../environment/state.ts'
import { changeMembership, deleteMembership, getMembership } from '../organizations/memberships.ts'
import { type Html, html } from '../pages/html.ts'
import { fromJson } from '../storage/json.ts'
import { roleOptions } from './choices.ts'
import { actionButton, badge, table } from './parts.ts'
import type { Action } from './section.ts'

const SHOWN = 100

/** What the buttons of {@link membershipsOf} do. */
export const membershipActions: Record<string, Action> = {
  async 'set-role'({ env }, fields) {
    await changeMembership(env, await getMembership(env, fields('membership')), { roles: [fields('role')] })
  },
  async 'set-status'({ env }, fields) {
    const status = fields('status') === 'inactive' ? 'inactive' : 'active'
    await changeMembership(env, await getMembership(env, fields('membership')), { status })
  },
  async leave({ env }, fields) {
    await deleteMembership(env, await getMembership(env, fields('membership')))
  },
}

/** The memberships of a user, or of an organization. */
export async function membershipsOf(
  env: EnvironmentState,
  whose: { user_id: string } | { organization_id: string },
): Promise<Html> {
  const isOfUser = 'user_id' in whose
  const rows = await env.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select([
      'memberships.id',
      'memberships.status',
      'memberships.roles',
      'users.email',
      'organizations.name',
    ])
    .select(['memberships.user_id', 'memberships.organization_id'])
    .where((eb) =>
      isOfUser
        ? eb('memberships.user_id', '=', whose.user_id)
        : eb('memberships.organization_id', '=', whose.organization_id),
    )
    .orderBy('memberships.created_at', 'desc')
    .limit(SHOWN)
    .execute()
  const cells = rows.map(async ({ id, status, roles, email, name, user_id, organization_id }) => {
    const [role = 'member'] = fromJson<string[]>(roles)
    const other = status === 'active' ? 'inactive' : 'active'
    return [
      isOfUser
        ? html`<a href="/_emulator/ui/organizations?id=${organization_id}">${name}</a>`
        : html`<a href="/_emulator/ui/users?id=${user_id}">${email}</a>`,
      badge(status, status === 'active' ? 'good' : 'calm'),
      html`<form class="inline" method="post"><input type="hidden" name="membership" value="${id}">
<select name="role" aria-label="Role">${await roleOptions(env, role)}</select><button class="quiet small" name="action" value="set-role">Set</button></form>`,
      html`<div class="line">${status !== 'pending' && actionButton('set-status', other === 'active' ? 'Activate' : 'Deactivate', { membership: id, status: other })}
${actionButton('leave', 'Remove', { membership: id })}</div>`,
    ]
  })
  return table([isOfUser ? 'Organization' : 'Member', 'State', 'Role', ''], await Promise.all(cells), 'None.')
}
