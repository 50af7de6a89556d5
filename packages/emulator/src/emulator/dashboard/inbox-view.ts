import { type Html, html } from '../../engine/base/html.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { Message } from '../inbox/inbox.ts'
import { actionButton, ago, badge, copyButton, live } from './parts.ts'
import type { Section, View } from './section.ts'

const SHOWN = 50

interface Mail {
  env: EmulatorEnvironment
  message: Message
  ageMs: number
}

/** The mails of all environments, newest first, with what one wants to copy in large letters. */
export const inboxSection: Section = {
  title: 'Inbox',
  async show(view) {
    const mails = await newest(view)
    const isShared = view.environments.length > 1
    return html`<h1>Inbox</h1>
<p class="soft">Nothing is sent anywhere: every mail${isShared && ' of every environment'} ends here, and appears by itself.</p>
${live(html`
${mails.length === 0 && html`<p>No mail yet. Sign up, ask for a code or invite a user.</p>`}
<ul class="plain">${mails.map((mail) => html`<li class="mail">${mailView(mail, isShared)}</li>`)}</ul>`)}
${mails.length > 0 && actionButton('clear', 'Empty the inbox')}`
  },
  actions: {
    clear: ({ open }) => Promise.all(open.map(({ inbox, storage }) => storage.durably(() => inbox.clear()))),
  },
}

/** By age, because each environment has a clock of its own. */
async function newest({ open }: View): Promise<Mail[]> {
  const lists = await Promise.all(
    open.map(async (env) => {
      const now = env.clock.now()
      const messages = await env.inbox.find()
      return messages
        .reverse()
        .slice(0, SHOWN)
        .map((message) => ({ env, message, ageMs: now - Date.parse(message.created_at) }))
    }),
  )
  return lists
    .flat()
    .sort((a, b) => a.ageMs - b.ageMs)
    .slice(0, SHOWN)
}

function mailView({ env, message }: Mail, isShared: boolean): Html {
  const { id, to, subject, code, url, created_at, cause } = message
  return html`<div class="mail-head"><div><strong>${code === undefined ? subject : subject.replace(`: ${code}`, '')}</strong>
<div class="soft">to ${to}</div></div>
<div class="soft end">${isShared && badge(env.name)} <time>${ago(env, Date.parse(created_at))}</time></div></div>
${code !== undefined && html`<p class="line"><span class="big mono">${code}</span> ${copyButton(code, 'Copy code')}</p>`}
${url !== undefined && html`<p class="line">${link(url)} ${copyButton(url, 'Copy link')}</p>`}
<details data-key="${id}"><summary>Whole mail</summary><div class="letter">${{ markup: message.html }}</div>
${cause !== undefined && html`<p class="soft">Sent for <code>${cause.method} ${cause.path}</code>, request <a href="/_emulator/ui/requests?client=${env.clientId}#${cause.id}">${cause.id.slice(0, 8)}</a></p>`}
</details>`
}

function link(url: string): Html {
  return /^https?:\/\//.test(url)
    ? html`<a class="button" href="${url}">Open the link</a>`
    : html`<code>${url}</code>`
}
