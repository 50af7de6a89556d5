import type { Message } from '../environment/inbox.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { type Html, html } from '../pages/html.ts'
import { actionButton, ago } from './parts.ts'

const SHOWN = 50

/** The mails, newest first, with what one wants to copy in large letters. */
export function inboxView(env: EnvironmentState): Html {
  const messages = env.outbox.list().reverse().slice(0, SHOWN)
  return html`<h1>Inbox</h1>
<p class="soft">Nothing is sent anywhere: every mail ends here. The page looks for new ones by itself.</p>
<div id="mails" aria-live="polite" data-state="${messages.length} ${messages[0]?.id ?? ''}">
${messages.length === 0 && html`<p>No mail yet. Sign up, ask for a code or invite somebody, and it appears here.</p>`}
<ul class="plain">${messages.map((message) => html`<li class="mail">${mail(env, message)}</li>`)}</ul>
${messages.length > 0 && actionButton('inbox', 'clear', 'Empty the inbox')}
</div>`
}

function mail(env: EnvironmentState, { to, subject, code, url, text, created_at }: Message): Html {
  return html`<p><strong>${subject}</strong><br><span class="soft">to ${to}, ${ago(env, created_at)}</span></p>
${code !== undefined && html`<p class="big mono">${code}</p>`}
${url !== undefined && html`<p>${link(url)}</p>`}
<details><summary>Whole mail</summary><pre class="mono">${text}</pre></details>`
}

function link(url: string): Html {
  return /^https?:\/\//.test(url) ? html`<a class="mono" href="${url}">${url}</a>` : html`<code>${url}</code>`
}
