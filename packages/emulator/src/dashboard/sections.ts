import type { EnvironmentState } from '../environment/state.ts'
import { listEvents } from '../events/list-events.ts'
import { type Html, html } from '../pages/html.ts'
import { clockView, faultsView } from './control-views.ts'
import { inboxView } from './inbox-view.ts'
import { actionButton, mono, plain, table, time } from './parts.ts'

const SHOWN = 100

type Section = (env: EnvironmentState) => Html | Promise<Html>

/** The pages of the dashboard by name, in the order of its menu. */
export const SECTIONS: Record<string, Section> = {
  inbox: inboxView,
  users: usersView,
  organizations: organizationsView,
  invitations: invitationsView,
  sessions: sessionsView,
  requests: requestsView,
  events: eventsView,
  clock: clockView,
  faults: faultsView,
}

async function usersView(env: EnvironmentState): Promise<Html> {
  const rows = await env.db
    .selectFrom('users')
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(SHOWN)
    .execute()
  return html`<h1>Users</h1>
${table(
  ['Email', 'Name', 'Verified', 'Last sign-in', 'Id', 'Actions'],
  rows.map((user) => [
    plain(user.email),
    plain([user.first_name, user.last_name].filter(Boolean).join(' ')),
    plain(user.email_verified === 1 ? 'yes' : 'no'),
    time(user.last_sign_in_at),
    mono(user.id),
    html`${user.email_verified === 0 && actionButton('users', 'verify', 'Verify', user.id)}
${actionButton('users', 'impersonate', 'Impersonate', user.id)}
${actionButton('users', 'sign-out', 'End sessions', user.id)} ${actionButton('users', 'delete', 'Delete', user.id)}`,
  ]),
)}
<h2>Add a user</h2>
<form method="post" action="/_emulator/ui/users">
<label>Email <input name="email" type="email" required></label>
<label>Password <input name="password" type="text" autocomplete="off"></label>
<label class="check"><input type="checkbox" name="verified" checked> The address is verified</label>
<button name="action" value="create">Add</button></form>`
}

async function organizationsView(env: EnvironmentState): Promise<Html> {
  const rows = await env.db
    .selectFrom('organizations')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('memberships')
        .select((count) => count.fn.countAll<number>().as('members'))
        .whereRef('memberships.organization_id', '=', 'organizations.id')
        .as('members'),
    )
    .orderBy('created_at', 'desc')
    .limit(SHOWN)
    .execute()
  return html`<h1>Organizations</h1>
${table(
  ['Name', 'Members', 'Policy', 'Created', 'Id'],
  rows.map((row) => [
    plain(row.name),
    plain(row.members),
    plain(row.policy === '{}' ? null : row.policy),
    time(row.created_at),
    mono(row.id),
  ]),
)}`
}

async function invitationsView(env: EnvironmentState): Promise<Html> {
  const rows = await env.db
    .selectFrom('invitations')
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(SHOWN)
    .execute()
  return html`<h1>Invitations</h1>
${table(
  ['Email', 'State', 'Role', 'Expires', 'Id', 'Actions'],
  rows.map((row) => [
    plain(row.email),
    plain(row.state === 'pending' && row.expires_at <= env.clock.now() ? 'expired' : row.state),
    plain(row.role_slug),
    time(row.expires_at),
    mono(row.id),
    row.state === 'pending' ? actionButton('invitations', 'revoke', 'Revoke', row.id) : html``,
  ]),
)}`
}

async function sessionsView(env: EnvironmentState): Promise<Html> {
  const rows = await env.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'users.email',
      'sessions.auth_method',
      'sessions.created_at',
      'sessions.ended_at',
    ])
    .orderBy('sessions.created_at', 'desc')
    .limit(SHOWN)
    .execute()
  return html`<h1>Sessions</h1>
${table(
  ['User', 'Method', 'Started', 'Ended', 'Id', 'Actions'],
  rows.map((row) => [
    plain(row.email),
    plain(row.auth_method),
    time(row.created_at),
    time(row.ended_at),
    mono(row.id),
    row.ended_at === null ? actionButton('sessions', 'revoke', 'End', row.id) : html``,
  ]),
)}`
}

function requestsView(env: EnvironmentState): Html {
  const rows = env.requests.list().reverse().slice(0, SHOWN)
  return html`<h1>Requests</h1>
${table(
  ['At', 'Method', 'Path', 'Status', 'Code', 'ms'],
  rows.map((row) => [
    plain(row.at),
    plain(row.method),
    mono(row.path),
    plain(row.status),
    plain(row.code ?? null),
    plain(row.duration_ms),
  ]),
)}`
}

async function eventsView(env: EnvironmentState): Promise<Html> {
  const events = (await listEvents(env)).reverse().slice(0, SHOWN)
  return html`<h1>Events</h1>
${table(
  ['At', 'Event', 'Data'],
  events.map(({ created_at, event, data }) => [
    plain(created_at),
    plain(event),
    html`<details><summary>${String(data.id ?? data.email ?? 'data')}</summary><pre class="mono">${JSON.stringify(data, null, 2)}</pre></details>`,
  ]),
)}`
}
