import { html } from '../../engine/base/html.ts'
import { newestDeliveries, type WebhookDelivery } from '../../engine/domain/webhooks/deliver-webhooks.ts'
import { allWebhookEndpoints, createWebhookEndpoint } from '../../engine/domain/webhooks/endpoints.ts'
import { fromJson } from '../../engine/storage/json.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { actionButton, badge, copyable, plain, table } from './parts.ts'
import { refuse, type Section } from './section.ts'

const SHOWN = 50

export const webhooksSection: Section = {
  title: 'Webhooks',
  async show({ environment }) {
    const endpoints = await allWebhookEndpoints(environment)
    return html`<h1>Webhooks</h1>
${table(
  [{ label: 'Endpoint', whole: true }, { label: 'Events', wide: true }, 'Secret'],
  endpoints.map((row) => ({
    key: row.id,
    cells: [
      plain(row.url),
      plain(fromJson<string[]>(row.events).join(', ') || 'all'),
      copyable(environment.vault.open(row.secret_sealed)),
    ],
  })),
  'No endpoints. Events are sent to the endpoints that you or your application add.',
)}
<form method="post" class="fields">
<label>URL on this machine <input name="url" type="url" required placeholder="http://localhost:3000/webhooks"></label>
<button class="quiet" name="action" value="add">Add endpoint</button></form>
<h2>Deliveries</h2>
${await deliveries(environment)}`
  },
  notices: { add: 'The endpoint was added.', replay: 'The event was sent again.' },
  actions: {
    async replay({ environment }, fields) {
      if (!(await environment.webhooks.replay(fields('id')))) refuse('This delivery no longer exists.')
    },
    add: ({ environment }, fields) =>
      createWebhookEndpoint(environment, { endpoint_url: fields('url').trim(), events: [] }).then(() => ''),
  },
}

async function deliveries(environment: EmulatorEnvironment) {
  const rows = await newestDeliveries(environment, SHOWN)
  return table(
    [
      { label: 'Event', whole: true },
      { label: 'To', wide: true },
      'State',
      { label: 'Attempts', wide: true, end: true },
      { label: 'Response', end: true },
      '',
    ],
    rows.map((row) => ({
      key: row.id,
      cells: [
        plain(row.event),
        plain(row.url),
        badge(row.state, KIND[row.state]),
        plain(row.attempts),
        plain(row.last_status),
        actionButton('replay', 'Send again', { id: row.id }),
      ],
    })),
    'Nothing has been delivered yet.',
  )
}

const KIND = { delivered: 'good', failed: 'bad', waiting: 'calm' } satisfies Record<
  WebhookDelivery['state'],
  string
> as Record<WebhookDelivery['state'], 'good' | 'bad' | 'calm'>
