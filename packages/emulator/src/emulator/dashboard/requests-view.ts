import { type Html, html } from '../../engine/base/html.ts'
import { isReadable, masked, maskedHeader, maskedText, maskedUrl } from '../request-log/masked.ts'
import type { Contents, RequestRecord } from '../request-log/request-log.ts'
import { count, searchForm } from './listing.ts'
import { actionButton, confirmButton, copyButton, hrefWith, table, time } from './parts.ts'
import { requestFilter } from './request-filter.ts'
import { refuse, type Section, type View } from './section.ts'

const SHOWN = 100

/** Sends a request to the server again, and returns its id. */
export type SendAgain = (request: Request) => Promise<string | null>

const CHIPS = [
  ['All', ''],
  ['Refused', 'status:4xx'],
  ['Failed', 'status:5xx'],
  ['Writes', 'method:post'],
  ['Last 10 min', 'since:10m'],
] as const

export function requestsSection(sendAgain: SendAgain): Section {
  return {
    title: 'Requests',
    async show(view) {
      const { environment, query } = view
      const all = await environment.requests.all()
      const text = query.get('q') ?? (query.has('refused') ? 'status:4xx' : '')
      const found = all.filter(requestFilter(text, environment.clock.now())).reverse()
      const chosen = all.find(({ id }) => id === query.get('open'))
      return html`<div class="head"><h1>Requests</h1><div class="line"><span class="soft" data-live-text="count">${count(found.length)} of ${count(all.length)}</span>
<button type="button" class="quiet small" data-pause hidden>Pause</button><a class="button quiet small" href="/_emulator/ui/requests.har">Download as HAR</a>
${all.length > 0 && confirmButton('clear', 'Delete all', 'This deletes the request log of this environment. The data that the requests changed is not affected.')}</div></div>
${searchForm(query, 'Filter: status:4xx method:post path:/authenticate slow:100 since:10m')}
<div class="chips">${CHIPS.map(([label, value]) => html`<a class="badge" href="${hrefWith(query, { q: value, refused: undefined })}"${value === text && html` aria-current="true"`}>${label}</a>`)}
${failures(all).map(([code, times]) => html`<a class="badge bad" href="${hrefWith(query, { q: `code:${code}` })}">${code} × ${times}</a>`)}</div>
<div class="split${chosen !== undefined && ' open'}"><div>${table(
        [
          { label: 'At', wide: true },
          'Request',
          'Status',
          { label: 'Why', wide: true },
          { label: 'ms', wide: true, end: true },
        ],
        found.slice(0, SHOWN).map((record) => ({
          key: record.id,
          isChosen: record === chosen,
          cells: [
            html`<span id="${record.id}" title="${record.at}">${record.at.slice(11, 19)}</span>`,
            html`<a href="${hrefWith(query, { open: record.id })}" data-row>${record.method} <code>${maskedUrl(record.path)}</code></a>`,
            statusOf(record),
            why(record),
            html`${record.duration_ms}`,
          ],
        })),
        all.length === 0
          ? 'No requests yet. Point your app at this server: its variables are under Environments.'
          : 'No request matches.',
      )}</div>${chosen !== undefined && (await drawer(view, chosen))}</div>`
    },
    async subject({ environment, query }) {
      const found = (await environment.requests.all()).find(({ id }) => id === query.get('open'))
      return found && `${found.status} ${found.method} ${maskedUrl(found.path)}`
    },
    actions: {
      clear: async ({ environment }) => {
        await environment.requests.clear()
        return ''
      },
      async replay({ environment, query }, fields) {
        const record = (await environment.requests.all()).find(({ id }) => id === fields('id'))
        const contents = record && environment.requests.contents(record.id)
        if (record === undefined || contents === undefined)
          refuse('Another process handled this request, so you cannot send it again from here.')
        const id = await sendAgain(
          new Request(environment.config.baseUrl + pathOf(contents.url), {
            method: record.method,
            headers: contents.headers,
            redirect: 'manual',
            ...(contents.text !== undefined && record.method !== 'GET' && { body: contents.text }),
          }),
        )
        return hrefWith(query, { open: id ?? undefined, q: undefined }).slice(1)
      },
    },
    notices: {
      clear: 'The requests were deleted.',
      replay: 'The request was sent again. This is the new one.',
    },
  }
}

const pathOf = (url: string) => (url.startsWith('/') ? url : url.slice(new URL(url).origin.length))

/** The most frequent errors. */
function failures(records: RequestRecord[]): Array<[string, number]> {
  const counts = new Map<string, number>()
  for (const { code, status } of records) {
    if (code !== undefined && status >= 400) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4)
}

function statusOf({ status }: RequestRecord): Html {
  const kind = status === 0 ? 5 : Math.floor(status / 100)
  return html`<span class="status s${kind}">${status || 'dropped'}</span>`
}

/** The error in the response, and the detail that only this server knows. */
function why({ code, message, detail }: RequestRecord): Html {
  return html`${code !== undefined && html`<code>${code}</code> `}${message}${detail !== undefined && html`<span class="soft">${detail}</span>`}`
}

async function drawer({ environment, query }: View, record: RequestRecord): Promise<Html> {
  const { id, method, status, duration_ms, operation } = record
  const contents = environment.requests.contents(id)
  const emails = (await environment.inbox.find()).filter(({ cause }) => cause?.id === id)
  const events = environment.requests.caused(id)
  const url = maskedUrl(contents === undefined ? record.path : pathOf(contents.url))
  return html`<section class="card drawer" aria-label="Request"><div class="head"><h2>${statusOf(record)} ${method} <code>${url}</code></h2>
<a class="button quiet small" href="${hrefWith(query, { open: undefined })}" data-close>Close</a></div>
<p class="soft">${time(environment, Date.parse(record.at))} · ${duration_ms} ms · ${operation} · <code class="select-all">${id}</code></p>
${(record.code ?? record.message ?? record.detail) !== undefined && html`<div class="why">${why(record)}</div>`}
<div class="line">${contents !== undefined && html`${copyButton(curlOf(environment.config.baseUrl, method, contents), 'Copy as curl')}${actionButton('replay', 'Send again', { id })}`}</div>
<h2>Caused</h2>${
    emails.length + events.length === 0
      ? html`<p class="soft">No emails or events.</p>`
      : html`<ul class="plain">${emails.map((email) => html`<li>Email <a href="/_emulator/ui/inbox?email=${email.id}">${email.subject}</a></li>`)}${events.map((event) => html`<li>Event <a href="/_emulator/ui/events?q=${event.id}">${event.event}</a></li>`)}</ul>`
  }
${contents === undefined ? html`<p class="soft">Its headers and bodies are in the memory of the process that handled it.</p>` : contentsView(status, contents)}</section>`
}

function contentsView(status: number, { headers, text, responseHeaders, responseBody }: Contents): Html {
  const lines = (entries: Record<string, string>) =>
    Object.entries(entries)
      .map(([name, value]) => `${name}: ${maskedHeader(name, value)}`)
      .join('\n')
  return html`<h2>Request</h2><pre tabindex="0">${lines(headers) || 'no headers'}</pre>
${text !== undefined && html`<pre tabindex="0">${maskedText(text)}</pre>`}
<h2>Response ${status}</h2>${Object.keys(responseHeaders).length > 0 && html`<pre tabindex="0">${lines(responseHeaders)}</pre>`}
${responseBody !== undefined && html`<pre tabindex="0">${typeof responseBody === 'string' ? maskedText(responseBody) : JSON.stringify(masked(responseBody), null, 2)}</pre>`}`
}

/** A command for a terminal with the key in its environment. The other secrets must be filled in. */
function curlOf(baseUrl: string, method: string, { url, headers, text }: Contents): string {
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`
  const given = Object.entries(headers).filter(([name]) => !/^(?:accept-language|sec-|referer)/.test(name))
  const lines = given.map(([name, value]) =>
    name === 'authorization' && /^Bearer sk_/.test(value)
      ? '-H "authorization: Bearer $WORKOS_API_KEY"'
      : `-H ${quoted(`${name}: ${maskedHeader(name, value)}`)}`,
  )
  const body = text === undefined || !isReadable(text) ? [] : [`--data ${quoted(maskedBody(text))}`]
  return [`curl -X ${method} ${quoted(baseUrl + maskedUrl(pathOf(url)))}`, ...lines, ...body].join(' \\\n  ')
}

/** The body as it was sent, JSON or a form, on one line. */
function maskedBody(text: string): string {
  const shown = JSON.parse(maskedText(text))
  return /^\s*[[{]/.test(text) ? JSON.stringify(shown) : new URLSearchParams(shown).toString()
}
