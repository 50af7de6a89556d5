import { type Html, html } from '../../engine/base/html.ts'
import {
  browseMemberships,
  changeMembership,
  deleteMembership,
  getMembership,
} from '../../engine/domain/organizations/memberships.ts'
import { fromJson } from '../../engine/storage/json.ts'
import { roleOptions } from './choices.ts'
import { pager, windowOf } from './listing.ts'
import { actionButton, address, badge, confirmButton, table } from './parts.ts'
import type { Action, View } from './section.ts'

/** The actions of the buttons in {@link membershipsOf}. */
export const membershipActions: Record<string, Action> = {
  async 'set-role'({ environment }, fields) {
    await changeMembership(environment, await getMembership(environment, fields('membership')), {
      roles: [fields('role')],
    })
  },
  async 'set-status'({ environment }, fields) {
    const status = fields('status') === 'inactive' ? 'inactive' : 'active'
    await changeMembership(environment, await getMembership(environment, fields('membership')), { status })
  },
  async leave({ environment }, fields) {
    await deleteMembership(environment, await getMembership(environment, fields('membership')))
  },
}

/** A page of the memberships of a user, or of an organization. */
export async function membershipsOf(
  { environment, query }: View,
  owner: { userId: string } | { organizationId: string },
): Promise<Html> {
  const isOfUser = 'userId' in owner
  const window = windowOf(query, '', [])
  const { rows, total } = await browseMemberships(environment, owner, window)
  const all = rows.map(async ({ id, status, roles, email, name, user_id, organization_id }) => {
    const [role = 'member'] = fromJson<string[]>(roles)
    const other = status === 'active' ? 'inactive' : 'active'
    const subject = isOfUser ? name : email
    const cells = [
      isOfUser
        ? html`<a href="/_emulator/ui/organizations?id=${organization_id}">${name}</a>`
        : html`<a href="/_emulator/ui/users?id=${user_id}">${address(email)}</a>`,
      badge(status, status === 'active' ? 'good' : 'calm'),
      html`<form class="inline" method="post"><input type="hidden" name="membership" value="${id}">
<select name="role" aria-label="Role">${await roleOptions(environment, role)}</select><button class="quiet small" name="action" value="set-role">Set</button></form>`,
      html`<div class="line">${status !== 'pending' && actionButton('set-status', other === 'active' ? 'Activate' : 'Deactivate', { membership: id, status: other })}
${confirmButton('leave', 'Remove', isOfUser ? `The user leaves ${subject}.` : `${subject} leaves the organization.`, { membership: id })}</div>`,
    ]
    return { key: id, cells }
  })
  const columns = [{ label: isOfUser ? 'Organization' : 'Member', whole: true }, 'State', 'Role', '']
  return html`${table(columns, await Promise.all(all), 'None.')}
${total > 0 && pager(query, window, rows.length, total)}`
}
