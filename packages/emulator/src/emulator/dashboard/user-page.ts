import { type Html, html } from '../../engine/base/html.ts'
import { deleteUser } from '../../engine/domain/accounts/delete-user.ts'
import { updateUser } from '../../engine/domain/accounts/update-user.ts'
import { allowImpersonation } from '../../engine/domain/authorization/impersonation.ts'
import { currentCode, deleteFactor, factorsOf } from '../../engine/domain/factors/factors.ts'
import { createMembership } from '../../engine/domain/organizations/memberships.ts'
import { endSession, endSessionsOf } from '../../engine/domain/sessions/end-session.ts'
import { sessionsOf } from '../../engine/domain/sessions/list-sessions.ts'
import { findUser, getUser } from '../../engine/domain/users/find-user.ts'
import { listIdentities } from '../../engine/domain/users/identities.ts'
import { fromJson } from '../../engine/storage/json.ts'
import type { UserRow } from '../../engine/storage/tables.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { organizationOptions, roleOptions } from './choices.ts'
import { membershipActions, membershipsOf } from './memberships-table.ts'
import { actionButton, address, badge, confirmButton, copyButton, mono, plain, table, time } from './parts.ts'
import { type Action, refuse, type View } from './section.ts'

const SESSIONS_SHOWN = 20
const OPERATOR = { email: 'support@latchkey.example', reason: 'Started from the dashboard' }

export const userActions: Record<string, Action> = {
  ...membershipActions,
  async verify({ environment }, fields) {
    await updateUser(environment, await getUser(environment, fields('id')), { email_verified: true })
  },
  async save({ environment }, fields) {
    const user = await getUser(environment, fields('id'))
    await updateUser(environment, user, {
      email: fields('email'),
      email_verified: fields('verified') === 'on',
      first_name: fields('first_name') || null,
      last_name: fields('last_name') || null,
      name: fields('name') || null,
      external_id: fields('external_id') || null,
      locale: fields('locale') || null,
      metadata: metadataChange(user, fields('metadata')),
      ...(fields('password') !== '' && { password: fields('password') }),
    })
  },
  async impersonate({ environment }, fields) {
    await allowImpersonation(environment, fields('id'), OPERATOR)
    return `id=${fields('id')}&impersonating=1`
  },
  'end-session': ({ environment }, fields) => endSession(environment, fields('session')),
  'end-sessions': ({ environment }, fields) => endSessionsOf(environment, fields('id')),
  'remove-factor': ({ environment }, fields) => deleteFactor(environment, fields('factor')),
  async join({ environment }, fields) {
    if (fields('organization') === '') refuse('Choose an organization.')
    await createMembership(environment, fields('id'), fields('organization'), [fields('role') || 'member'])
  },
  async delete({ environment }, fields) {
    await deleteUser(environment, await getUser(environment, fields('id')))
    return ''
  },
}

/** The form contains the whole object, so keys that are missing from it are removed. */
function metadataChange(user: UserRow, text: string): Record<string, string | null> {
  let selected: unknown
  try {
    selected = JSON.parse(text || '{}')
  } catch {
    refuse('The metadata is not JSON.')
  }
  const isObject = typeof selected === 'object' && selected !== null && !Array.isArray(selected)
  if (!isObject) refuse('The metadata is not a JSON object.')
  const gone = Object.keys(fromJson<object>(user.metadata)).map((key) => [key, null] as const)
  const given = Object.entries(selected as object).map(([key, value]) => [key, String(value)] as const)
  return Object.fromEntries([...gone, ...given])
}

/** A user: every field, and all related objects. */
export async function userPage(view: View, id: string): Promise<Html> {
  const { environment, query } = view
  const user = await findUser(environment, id)
  if (user === undefined) return html`<h1>Users</h1><p>No user has this ID. <a href="?">Show all</a></p>`
  const own = { id }
  return html`<p class="soft"><a href="?">Users</a></p>
<h1>${address(user.email)} ${user.email_verified === 1 ? badge('verified', 'good') : badge('not verified')}</h1>
<p class="soft line">${mono(id)} ${copyButton(id, 'Copy ID')}</p>
${query.has('impersonating') && html`<p class="banner" role="status">Now choose “Sign in” in your application: for the next ten minutes, the sign-in page offers to continue as ${user.email}.</p>`}
<div class="line">${actionButton('impersonate', 'Sign in as this user', own)}
${confirmButton('end-sessions', 'End all sessions', `${user.email} is signed out everywhere.`, own)}
${confirmButton('delete', 'Delete user', `${user.email} is deleted, with all sessions, memberships and authenticator apps. You cannot undo this. Take a snapshot first if you want to restore the user later.`, own)}</div>
${await factorsView(environment, id)}
<h2>Sessions</h2>${await sessionsView(environment, id)}
<h2>Social and SSO identities</h2>${await identitiesOf(environment, id)}
<h2>Organizations</h2>${await membershipsOf(view, { userId: id })}
<form method="post" class="fields"><input type="hidden" name="id" value="${id}">
<label>Organization <select name="organization">${await organizationOptions(environment)}</select></label>
<label>Role <select name="role">${await roleOptions(environment)}</select></label>
<button class="quiet" name="action" value="join">Add to organization</button></form>
<section class="card"><h2>Edit</h2>${editForm(user)}</section>`
}

function editForm(user: UserRow): Html {
  const field = (name: keyof UserRow, label: string) =>
    html`<label>${label} <input name="${name}" value="${user[name] ?? ''}" autocomplete="off"></label>`
  return html`<form method="post" class="fields"><input type="hidden" name="id" value="${user.id}">
${field('email', 'Email')}
<label class="check"><input type="checkbox" name="verified"${user.email_verified === 1 && html` checked`}> The email address is verified</label>
${field('first_name', 'First name')}${field('last_name', 'Last name')}${field('name', 'Full name')}
${field('external_id', 'External ID')}${field('locale', 'Locale')}
<label>New password <input name="password" autocomplete="off" placeholder="${user.password_hash === null ? 'none' : 'unchanged'}"></label>
<label>Metadata (JSON) <textarea name="metadata" rows="3">${user.metadata}</textarea></label>
<button name="action" value="save">Save</button></form>`
}

async function factorsView(environment: EmulatorEnvironment, userId: string): Promise<Html> {
  const rows = await factorsOf(environment, userId)
  if (rows.length === 0) return html``
  return html`<h2>Authenticator apps</h2>${table(
    ['Current code', { label: 'Issuer', wide: true }, 'State', { label: 'ID', wide: true }, ''],
    rows.map((row) => {
      const code = currentCode(environment, row)
      return {
        key: row.id,
        cells: [
          html`<span class="line"><span class="big">${code}</span> ${copyButton(code, 'Copy')}</span>`,
          plain(row.issuer),
          row.confirmed_at === null ? badge('not confirmed') : badge('confirmed', 'good'),
          mono(row.id),
          confirmButton('remove-factor', 'Remove', 'The user will sign in without it.', {
            id: userId,
            factor: row.id,
          }),
        ],
      }
    }),
    'None.',
  )}`
}

async function sessionsView(environment: EmulatorEnvironment, userId: string): Promise<Html> {
  const rows = await sessionsOf(environment, userId, SESSIONS_SHOWN)
  return table(
    ['Started', 'Method', 'Ended', { label: 'ID', wide: true }, ''],
    rows.map((row) => ({
      key: row.id,
      cells: [
        time(environment, row.created_at),
        plain(row.auth_method),
        time(environment, row.ended_at),
        mono(row.id),
        row.ended_at === null ? actionButton('end-session', 'End', { id: userId, session: row.id }) : html``,
      ],
    })),
    'Never signed in.',
  )
}

async function identitiesOf(environment: EmulatorEnvironment, userId: string): Promise<Html> {
  const rows = await listIdentities(environment, userId)
  return table(
    ['Provider', 'Subject', 'Linked'],
    rows.map((row) => ({
      key: `${row.provider} ${row.idp_id}`,
      cells: [plain(row.provider), mono(row.idp_id), time(environment, row.created_at)],
    })),
    'None.',
  )
}
