import { html } from '../../engine/base/html.ts'
import { parseEmail } from '../../engine/contract/email-address.ts'
import { invitationUrl } from '../../engine/domain/invitations/invitation-schema.ts'
import {
  createInvitation,
  getInvitation,
  newestInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../engine/domain/invitations/invitations.ts'
import type { InvitationRow } from '../../engine/storage/tables.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { organizationOptions, roleOptions } from './choices.ts'
import { actionButton, badge, confirmButton, copyButton, mono, plain, table, time } from './parts.ts'
import { refuse, type Section } from './section.ts'

const SHOWN = 100

export const invitationsSection: Section = {
  title: 'Invitations',
  async show({ environment, query }) {
    const rows = await newestInvitations(environment, SHOWN)
    return html`<h1>Invitations</h1>
${table(
  [
    { label: 'Email', whole: true },
    { label: 'Organization', wide: true },
    { label: 'Role', wide: true },
    'State',
    { label: 'Expires', wide: true },
    '',
  ],
  rows.map((row) => ({
    key: row.id,
    cells: [
      html`${row.email}<span class="soft wide-only">${mono(row.id)}</span>`,
      plain(row.organization),
      plain(row.role_slug),
      badge(stateOf(environment, row), row.state === 'accepted' ? 'good' : 'calm'),
      time(environment, row.expires_at),
      buttons(environment, row),
    ],
  })),
  'No invitations yet.',
)}
<section class="card" id="add"><h2>Invite a user</h2>
<form method="post" class="fields">
<label>Email <input name="email" type="email" required autocomplete="off"></label>
<label>Organization <select name="organization">${await organizationOptions(environment, 'none', query.get('organization') ?? '')}</select></label>
<label>Role <select name="role">${await roleOptions(environment)}</select></label>
<label>Days until it expires <input name="days" type="number" min="1" max="30" value="7"></label>
<button name="action" value="create">Invite</button></form></section>`
  },
  notices: {
    create: 'The invitation was sent.',
    revoke: 'The invitation was revoked.',
    resend: 'The invitation was sent again.',
  },
  actions: {
    async create({ environment }, fields) {
      const email = parseEmail(fields('email')) ?? refuse('Enter a valid email address.')
      const organizationId = fields('organization') || null
      await createInvitation(environment, {
        email,
        organization_id: organizationId,
        role_slug: organizationId === null ? null : fields('role') || null,
        expires_in_days: Number(fields('days')) || 7,
      })
    },
    revoke: async ({ environment }, fields) =>
      revokeInvitation(environment, await getInvitation(environment, fields('id'))),
    async resend({ environment }, fields) {
      await resendInvitation(environment, await getInvitation(environment, fields('id')))
    },
  },
}

function stateOf(environment: EmulatorEnvironment, row: InvitationRow): string {
  return row.state === 'pending' && row.expires_at <= environment.clock.now() ? 'expired' : row.state
}

function buttons(environment: EmulatorEnvironment, row: InvitationRow) {
  if (stateOf(environment, row) !== 'pending') return html``
  const url = invitationUrl(environment, environment.vault.open(row.token_sealed))
  return html`<div class="line"><a href="${url}">Open</a> ${copyButton(url, 'Copy link')}
${actionButton('resend', 'Resend', { id: row.id })} ${confirmButton('revoke', 'Revoke', `The link in the email to ${row.email} stops working.`, { id: row.id })}</div>`
}
