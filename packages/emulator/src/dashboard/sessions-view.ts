import type { EnvironmentState } from '../environment/state.ts'
import { html } from '../pages/html.ts'
import { endSession } from '../sessions/end-session.ts'
import { actionButton, live, mono, plain, table, time } from './parts.ts'
import type { Section } from './section.ts'

const SHOWN = 100

export const sessionsSection: Section = {
  title: 'Sessions',
  async show({ env }) {
    const rows = await newest(env).limit(SHOWN).execute()
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
    'Nobody has signed in yet.',
  ),
)}
${actionButton('revoke-all', 'End all sessions')}`
  },
  actions: {
    revoke: ({ env }, fields) => endSession(env, fields('id')),
    async 'revoke-all'({ env }) {
      for (const { id } of await newest(env).where('sessions.ended_at', 'is', null).execute()) {
        await endSession(env, id)
      }
    },
  },
}

function newest(env: EnvironmentState) {
  return env.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('sessions')
    .select('users.email')
    .orderBy('sessions.created_at', 'desc')
}
