import { DEMO_PASSWORD, DEMO_TOTP_SECRET, DEMO_USERS } from '@latchkey/demo/demo-users'
import { DEMO_FLOWS } from '@latchkey/demo/flows'
import { greeting, HOME_TEXT, HOME_TITLE, SIGN_IN_ACTION, signInFields } from '@latchkey/demo/home'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'
import type { Markup } from './layout.ts'

/** Lists every flow with its expected result, and the test accounts to try them with. */
export function homePage({ session, emulatorUrl }: Visit): Markup {
  const isLocal = emulatorUrl !== undefined
  // Only the sites with JavaScript have an admin area.
  const flows = DEMO_FLOWS.filter((flow) => flow.id !== 'admin' && (isLocal || !flow.localOnly))
  const title = session?.status === 'signed-in' ? greeting(session.user) : HOME_TITLE
  return html`
<div class="hero">
<h1>${title}</h1>
<p>${HOME_TEXT.plain}</p>
</div>
${isLocal ? demoUsers() : ''}
<h2>Things to try</h2>
<ul class="cards">${flows.map(
    (flow) =>
      html`<li><h3><a href="${flow.path}">${flow.title}</a></h3><p>${flow.text}</p>${
        isLocal && flow.as ? html`<span class="as">${flow.as}</span>` : ''
      }</li>`,
  )}</ul>`
}

const demoUsers = (): Markup => html`
<h2>Test accounts</h2>
<ul class="accounts">${DEMO_USERS.map(
  (user) => html`<li>
<span class="initial" aria-hidden="true">${user.firstName.slice(0, 1)}</span>
<div><strong>${user.firstName} ${user.lastName}</strong><code>${user.email}</code><p>${user.role}</p></div>
<form method="post" action="${SIGN_IN_ACTION}">${Object.entries(signInFields(user)).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button quiet small" type="submit" aria-label="Sign in as ${user.firstName}">Sign in</button></form>
</li>`,
)}</ul>
<p class="note">The password of every test account is <code>${DEMO_PASSWORD}</code>. The authenticator secret of Tomas is <code>${DEMO_TOTP_SECRET}</code>.</p>`
