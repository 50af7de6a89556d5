import { DEMO_PASSWORD, DEMO_TOTP_SECRET, DEMO_USERS } from '@latchkey/demo/demo-users'
import { DEMO_FLOWS } from '@latchkey/demo/flows'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'
import type { Markup } from './layout.ts'

/** Every flow with what to expect, and the people to try them as. */
export function homePage({ session, emulatorUrl }: Visit): Markup {
  const isLocal = emulatorUrl !== undefined
  // The admin area belongs to the sites with JavaScript.
  const flows = DEMO_FLOWS.filter((flow) => flow.id !== 'admin' && (isLocal || !flow.localOnly))
  const title =
    session?.status === 'signed-in'
      ? `Good to see you, ${session.user.firstName ?? session.user.email}`
      : 'Not a line of script'
  return html`
<div class="hero">
<h1>${title}</h1>
<p>The same sign-in as everywhere else, as HTML forms and redirects. The browser only needs to know how to post a form.</p>
</div>
<h2>Things to try</h2>
<ul class="cards">${flows.map(
    (flow) =>
      html`<li><h3><a href="${flow.path}">${flow.title}</a></h3><p>${flow.text}</p>${
        isLocal && flow.as ? html`<span class="as">${flow.as}</span>` : ''
      }</li>`,
  )}</ul>
${isLocal ? demoUsers() : ''}`
}

const demoUsers = (): Markup => html`
<section class="sheet" aria-labelledby="cast">
<h2 id="cast">People to sign in as</h2>
<p>The password of every test account is <code>${DEMO_PASSWORD}</code>. Tomas’s authenticator secret is <code>${DEMO_TOTP_SECRET}</code>.</p>
<div class="table-scroll" role="region" aria-label="The cast" tabindex="0">
<table>
<thead><tr><th scope="col">Who</th><th scope="col">Address</th><th scope="col">What is special</th></tr></thead>
<tbody>${DEMO_USERS.map(
  ({ email, firstName, lastName, role }) =>
    html`<tr><td>${firstName} ${lastName}</td><td><code>${email}</code></td><td>${role}</td></tr>`,
)}</tbody>
</table>
</div>
</section>`
