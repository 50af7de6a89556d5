import { networkInterfaces } from 'node:os'
import { type Html, html } from '../../engine/base/html.ts'
import { qrCodeDataUri } from '../../engine/domain/factors/qr-code.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { Message } from '../inbox/inbox.ts'
import { maskedUrl } from '../request-log/masked.ts'
import { count, searchForm } from './listing.ts'
import { actionButton, badge, confirmButton, copyButton, hrefWith, options, time } from './parts.ts'
import { refuse, type Section, type View } from './section.ts'

const SHOWN = 100

interface EmailMessage {
  environment: EmulatorEnvironment
  message: Message
  ageMs: number
}

const KINDS: Record<Message['kind'], string> = {
  magic_auth: 'Sign-in codes',
  radar_challenge: 'Radar challenges',
  email_verification: 'Email verification',
  email_change: 'Email changes',
  password_reset: 'Password resets',
  invitation: 'Invitations',
  sms: 'Text messages',
}
const TABS = { html: 'HTML', text: 'Text', source: 'Source', headers: 'Headers' } as const

/** The emails of all environments in three panes: the list, an email, and the request that caused it. */
export const inboxSection: Section = {
  title: 'Inbox',
  async show(view) {
    const { query, environments } = view
    const listed = await newest(view)
    const found = listed.filter((email) => matchesQuery(email, query))
    const selected = query.get('email')
    const chosen = found.find(({ message }) => message.id === selected) ?? found[0]
    const isShared = environments.length > 1
    return html`<div class="head"><h1>Inbox</h1><div class="line"><span class="soft" data-live-text="count">${emails(listed.length)}</span>
${listed.length > 0 && emptyButton(view, listed)}</div></div>
${searchForm(query, 'Search: email address, subject, code', filters(view))}
<div class="panes${selected !== null && chosen !== undefined && ' chosen'}">
<section class="list" aria-label="Emails"><ul data-live="mails">${found
      .slice(0, SHOWN)
      .map(
        (email) =>
          html`<li data-key="${email.message.id}">${row(email, query, isShared, email === chosen)}</li>`,
      )}</ul>
<p class="empty soft">${listed.length === 0 ? html`No emails yet. Emails from your app${isShared && ', in every environment,'} appear here automatically: sign up, request a code or invite a user. Connect an app with the variables under Environments.` : html`No email matches. <a href="/_emulator/ui/inbox">Show all</a>`}</p></section>
${chosen === undefined ? html`<section class="reading"></section><aside class="aside" aria-label="Cause"></aside>` : await reading(chosen, query)}
</div>
${query.has('undo') && html`<div class="toast" role="status"><span>Email deleted.</span>${actionButton('undelete', 'Undo', { id: query.get('undo') ?? '' })}</div>`}`
  },
  actions: {
    async clear({ open, environments, environment }, fields) {
      const all = fields('scope') === 'all' || environments.length === 1
      const selected = all ? open : [environment]
      await Promise.all(selected.map(({ inbox, storage }) => storage.durably(() => inbox.clear())))
      return ''
    },
    async delete({ open, query }, fields) {
      const id = fields('id')
      for (const { inbox, storage } of open) {
        if (await storage.durably(() => inbox.remove(id))) {
          return hrefWith(query, { email: undefined }).slice(1).concat(`&undo=${id}`)
        }
      }
      return refuse('This email no longer exists.')
    },
    async undelete({ open }, fields) {
      for (const { inbox, storage } of open) {
        if (await storage.durably(() => inbox.putBack(fields('id')))) return `email=${fields('id')}`
      }
      return refuse('This email can no longer be restored.')
    },
  },
  notices: { clear: 'The inbox is empty.' },
}

function emails(number: number): string {
  return `${count(number)} ${number === 1 ? 'email' : 'emails'}`
}

function emptyButton({ environments, environment }: View, listed: EmailMessage[]): Html {
  if (environments.length === 1) {
    return confirmButton('clear', 'Empty the inbox', `This deletes ${emails(listed.length)}.`)
  }
  const own = listed.filter((email) => email.environment.clientId === environment.clientId).length
  return html`${confirmButton('clear', `Empty ${environment.name}`, `This deletes ${emails(own)} of the environment ${environment.name}.`, { scope: 'one' })}
${confirmButton('clear', 'Empty all', `This deletes ${emails(listed.length)} of all ${environments.length} environments.`, { scope: 'all' })}`
}

function filters({ environments, query }: View): Html {
  const kinds = Object.entries(KINDS)
  return html`<select name="kind" aria-label="Kind" data-submit>${options([['', 'All kinds'], ...kinds], query.get('kind') ?? '')}</select>
${
  environments.length > 1 &&
  html`<select name="env" aria-label="Environment" data-submit>${options(
    [['', 'All environments'], ...environments.map(({ clientId, name }) => [clientId, name] as const)],
    query.get('env') ?? '',
  )}</select>`
}`
}

/** By age, because each environment has its own clock. */
async function newest({ open }: View): Promise<EmailMessage[]> {
  const lists = await Promise.all(
    open.map(async (environment) => {
      const now = environment.clock.now()
      const messages = await environment.inbox.find()
      return messages
        .map((message) => ({ environment, message, ageMs: now - Date.parse(message.created_at) }))
        .reverse()
    }),
  )
  return lists.flat().sort((a, b) => a.ageMs - b.ageMs)
}

function matchesQuery({ environment, message }: EmailMessage, query: URLSearchParams): boolean {
  const [kind, environmentId, text] = ['kind', 'env', 'q'].map((name) => query.get(name) ?? '')
  if (kind !== '' && message.kind !== kind) return false
  if (environmentId !== '' && environment.clientId !== environmentId) return false
  const hay = `${message.to} ${message.subject} ${message.code ?? ''} ${message.text}`.toLowerCase()
  return hay.includes((text ?? '').trim().toLowerCase())
}

function row(
  { environment, message }: EmailMessage,
  query: URLSearchParams,
  isShared: boolean,
  isChosen: boolean,
): Html {
  const { id, to, subject, created_at } = message
  return html`<a href="${hrefWith(query, { email: id })}"${isChosen && html` aria-current="true"`} data-row><strong>${subject}</strong>${time(environment, Date.parse(created_at))}
<span class="soft">${to}</span>${isShared && badge(environment.name)}</a>`
}

async function reading(email: EmailMessage, query: URLSearchParams): Promise<Html> {
  const { environment, message } = email
  const { id, to, subject, code, url, created_at, expires_at } = message
  const requested = query.get('view') ?? 'html'
  const tab = Object.hasOwn(TABS, requested) ? requested : 'html'
  return html`<section class="reading" aria-label="Email">
<a class="back" href="${hrefWith(query, { email: undefined })}">← All emails</a>
<h2>${subject}</h2>
<p class="soft">to <strong>${to}</strong> · ${time(environment, Date.parse(created_at))}${expires_at !== undefined && html` · ${expiry(environment, Date.parse(expires_at))}`}</p>
${code !== undefined && html`<p class="line"><span class="big">${code}</span>${copyButton(code, 'Copy code', 'small')}</p>`}
<div class="line">${url !== undefined && html`${link(url)}${copyButton(url, 'Copy link')}${await phoneCode(id, url)}`}
${actionButton('delete', 'Delete', { id }, 'danger quiet small')}</div>
<div class="tabs">${Object.entries(TABS).map(
    ([name, label]) =>
      html`<a href="${hrefWith(query, { email: id, view: name })}"${name === tab && html` aria-current="true"`}>${label}</a>`,
  )}
${tab === 'html' && html`<fieldset class="sizes"><legend class="hide">Frame</legend><label class="wide-only"><input type="radio" name="width" id="as-desktop" checked>Desktop</label><label class="wide-only"><input type="radio" name="width" id="as-phone">Phone</label><label><input type="checkbox" id="as-dark">Dark</label></fieldset>`}</div>
${tabContent(email, tab)}</section>
${causeOf(email)}`
}

function expiry(environment: EmulatorEnvironment, at: number): Html {
  return at <= environment.clock.now() ? badge('expired', 'bad') : html`expires ${time(environment, at)}`
}

function tabContent({ environment, message }: EmailMessage, tab: string): Html {
  switch (tab) {
    case 'text':
      return html`<pre tabindex="0">${message.text}</pre>`
    case 'source':
      return html`<pre tabindex="0">${message.html}</pre>`
    case 'headers':
      return html`<pre tabindex="0">${Object.entries(headersOf(environment, message))
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}</pre>`
    default:
      return html`<div class="stage"><iframe title="The email as the recipient sees it" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/_emulator/mail/${environment.clientId}/${message.id}"></iframe></div>`
  }
}

/** The headers that an SMTP server would receive. */
function headersOf(
  environment: EmulatorEnvironment,
  { id, to, subject, created_at }: Message,
): Record<string, string> {
  return {
    From: `${environment.settings.team_name} <no-reply@${new URL(environment.config.baseUrl).hostname}>`,
    To: to,
    Subject: subject,
    Date: new Date(created_at).toUTCString(),
    'Message-ID': `<${id}@${new URL(environment.config.baseUrl).hostname}>`,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Type': 'multipart/alternative; charset=utf-8',
  }
}

function causeOf({ environment, message: { cause, id, kind, created_at, delivery } }: EmailMessage): Html {
  return html`<aside class="aside" aria-label="Cause"><h2>Cause</h2>
${
  cause === undefined
    ? html`<p class="soft">No request. A seed or a test sent this email.</p>`
    : html`<p><code>${cause.method} ${maskedUrl(cause.path)}</code></p><p><a href="/_emulator/ui/requests?client=${environment.clientId}&amp;open=${cause.id}">Open the request</a></p>`
}
<dl><dt>Kind</dt><dd>${KINDS[kind]}</dd><dt>Environment</dt><dd>${environment.name}</dd><dt>Sent</dt><dd>${created_at.slice(0, 19).replace('T', ' ')} UTC</dd>${delivery !== undefined && html`<dt>Delivery</dt><dd>${badge(delivery.state, delivery.state === 'failed' ? 'bad' : 'good')} ${delivery.error}</dd>`}<dt>Id</dt><dd><code class="select-all">${id}</code></dd></dl></aside>`
}

function link(url: string): Html {
  return /^https?:\/\//.test(url)
    ? html`<a class="button small" href="${url}" target="_blank" rel="noopener">Open the link</a>`
    : html`<code>${url}</code>`
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/

/**
 * The link as a QR code for a phone. On the phone, loopback would mean the phone itself, so this machine's address replaces it.
 */
async function phoneCode(id: string, url: string): Promise<Html> {
  if (!URL.canParse(url)) return html``
  const target = new URL(url)
  const isLocal = LOOPBACK.test(target.hostname)
  const address = isLocal ? addressOnNetwork() : target.hostname
  if (address !== undefined) target.hostname = address
  const content =
    address === undefined
      ? html`<p>This machine is not on a network that a phone can reach.</p>`
      : html`<img class="qr" alt="QR code of the link" src="${await qrCodeDataUri(target.href)}">
<p class="soft">${isLocal ? `The link opens ${target.host}. Start your app so that it listens on the network, not only on localhost.` : target.host}</p>`
  return html`<button type="button" class="quiet small" popovertarget="qr-${id}">QR code</button>
<div popover id="qr-${id}" class="dialog" role="dialog" aria-label="QR code"><h2>Open on a phone</h2>${content}
<div class="line end"><button type="button" class="quiet" popovertarget="qr-${id}" popovertargetaction="hide">Close</button></div></div>`
}

function addressOnNetwork(): string | undefined {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
