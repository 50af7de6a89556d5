import { html } from '../../engine/base/html.ts'
import { endSession } from '../../engine/domain/sessions/end-session.ts'
import { newestSessions, openSessionIds } from '../../engine/domain/sessions/list-sessions.ts'
import { actionButton, live, mono, plain, table, time } from './parts.ts'
import type { Section } from './section.ts'

const SHOWN = 100

export const sessionsSection: Section = {
  title: 'Sessions',
  async show({ env }) {
    const rows = await newestSessions(env, SHOWN)
    return html`<h1>Sessions</h1>
${live(
  table(
    ['User', 'Method', 'Started', 'Last refresh', 'Ended', 'Id', ''],
    rows.map((row) => [
      html`<a href="/_emulator/ui/users?id=${row.user_id}">${row.email}</a>`,
      plain(row.auth_method),
      time(row.created_at),
      time(row.updated_at),
      time(row.ended_at ?? (row.expires_at <= env.clock.now() ? row.expires_at : null)),
      mono(row.id),
      row.ended_at === null ? actionButton('revoke', 'End', { id: row.id }) : html``,
    ]),
    'No user has signed in yet.',
  ),
)}
${actionButton('revoke-all', 'End all sessions')}`
  },
  actions: {
    revoke: ({ env }, fields) => endSession(env, fields('id')),
    async 'revoke-all'({ env }) {
      for (const id of await openSessionIds(env)) await endSession(env, id)
    },
  },
}
