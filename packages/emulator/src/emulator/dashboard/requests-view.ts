import { type Html, html } from '../../engine/base/html.ts'
import type { RequestRecord } from '../request-log/request-log.ts'
import { actionButton, badge, live, mono, plain, table } from './parts.ts'
import type { Section } from './section.ts'

const SHOWN = 100

export const requestsSection: Section = {
  title: 'Requests',
  async show({ env, query }) {
    const onlyRefused = query.has('refused')
    const records = (await env.requests.all()).filter(({ status }) => !onlyRefused || status >= 400)
    return html`<h1>Requests</h1>
<p class="line soft">${onlyRefused ? html`<a href="?">All requests</a>` : html`<a href="?refused=1">Only refused ones</a>`}
<a href="/_emulator/ui/requests.har">Download as HAR</a> ${actionButton('clear', 'Forget them')}</p>
${live(
  table(
    ['At', 'Request', 'Status', 'Why', 'ms'],
    records
      .slice(-SHOWN)
      .reverse()
      .map((record) => [
        html`<span id="${record.id}">${record.at.slice(11, 19)}</span>`,
        html`${record.method} ${mono(record.path)}`,
        badge(
          String(record.status || 'dropped'),
          record.status >= 400 || record.status === 0 ? 'bad' : 'good',
        ),
        reason(record),
        plain(record.duration_ms),
      ]),
    'No requests yet.',
  ),
)}`
  },
  actions: { clear: ({ env }) => env.requests.clear() },
}

/** What the answer said, and what only this server knows. */
function reason({ code, message, detail }: RequestRecord): Html {
  return html`${code !== undefined && html`<code>${code}</code> `}${message}
${detail !== undefined && html`<div class="soft">${detail}</div>`}`
}
