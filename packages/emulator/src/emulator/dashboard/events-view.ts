import { html } from '../../engine/base/html.ts'
import {
  browseEvents,
  EVENT_SORTS,
  eventNames,
  presentEvent,
} from '../../engine/domain/events/list-events.ts'
import { pager, searchForm, windowOf } from './listing.ts'
import { details, hrefWith, options, plain, table, time } from './parts.ts'
import type { Section } from './section.ts'

export const eventsSection: Section = {
  title: 'Events',
  async show({ environment, query }) {
    const window = windowOf(query, '-created', EVENT_SORTS)
    const name = query.get('event') ?? ''
    const { rows, total } = await browseEvents(environment, window, name)
    const names = await eventNames(environment)
    const filter = html`<select name="event" aria-label="Event" data-submit>${options([['', 'All events'], ...names.map((one) => [one, one] as const)], name)}</select>`
    return html`<h1>Events</h1>
${searchForm(query, 'Search: ID, email address, or any data', filter)}
${table(
  [
    { label: 'At', sort: 'created' },
    { label: 'Event', sort: 'event' },
    { label: 'Data', whole: true },
  ],
  rows.map((row) => {
    const { id, event, data } = presentEvent(row)
    const title = String(data.email ?? data.name ?? data.id ?? 'data')
    return { key: id, cells: [time(environment, row.created_at), plain(event), details(title, data, id)] }
  }),
  total === 0 && window.search === '' && name === '' ? 'No events yet.' : 'No event matches.',
  { by: window.sort, href: (sort) => hrefWith(query, { sort, page: undefined }) },
)}
${pager(query, window, rows.length, total)}`
  },
}
