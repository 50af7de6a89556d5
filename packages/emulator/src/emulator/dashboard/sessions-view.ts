import { html } from '../../engine/base/html.ts'
import { endSession } from '../../engine/domain/sessions/end-session.ts'
import { newestSessions, openSessionIds } from '../../engine/domain/sessions/list-sessions.ts'
import { actionButton, confirmButton, mono, plain, table, time } from './parts.ts'
import type { Section } from './section.ts'

const SHOWN = 100

export const sessionsSection: Section = {
  title: 'Sessions',
  async show({ environment }) {
    const rows = await newestSessions(environment, SHOWN)
    return html`<div class="head"><h1>Sessions</h1>${confirmButton('revoke-all', 'End all sessions', `Every user of the environment ${environment.name} is signed out.`)}</div>
${table(
  [
    { label: 'User', whole: true },
    { label: 'Method', wide: true },
    'Started',
    { label: 'Last refresh', wide: true },
    'Ended',
    { label: 'ID', wide: true },
    '',
  ],
  rows.map((row) => ({
    key: row.id,
    cells: [
      html`<a href="/_emulator/ui/users?id=${row.user_id}" data-row>${row.email}</a>`,
      plain(row.auth_method),
      time(environment, row.created_at),
      time(environment, row.updated_at),
      time(environment, row.ended_at ?? (row.expires_at <= environment.clock.now() ? row.expires_at : null)),
      mono(row.id),
      row.ended_at === null ? actionButton('revoke', 'End', { id: row.id }) : html``,
    ],
  })),
  'No user has signed in yet.',
)}`
  },
  notices: { revoke: 'The session was ended.', 'revoke-all': 'All sessions were ended.' },
  actions: {
    revoke: ({ environment }, fields) => endSession(environment, fields('id')),
    async 'revoke-all'({ environment }) {
      for (const id of await openSessionIds(environment)) await endSession(environment, id)
    },
  },
}
