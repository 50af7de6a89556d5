import { html } from '../../engine/base/html.ts'
import { listEvents } from '../../engine/domain/events/list-events.ts'
import { details, live, plain, table } from './parts.ts'
import type { Section } from './section.ts'

const SHOWN = 100

export const eventsSection: Section = {
  title: 'Events',
  async show({ env }) {
    const events = (await listEvents(env)).reverse().slice(0, SHOWN)
    return html`<h1>Events</h1>
${live(
  table(
    ['At', 'Event', 'Data'],
    events.map(({ id, created_at, event, data }) => [
      plain(created_at.replace('T', ' ').slice(0, 19)),
      plain(event),
      details(String(data.email ?? data.name ?? data.id ?? 'data'), data, id),
    ]),
    'Nothing has happened yet.',
  ),
)}`
  },
}
