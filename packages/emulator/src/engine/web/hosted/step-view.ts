import { type Html, html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { type Impersonation, pendingImpersonation } from '../../domain/authorization/impersonation.ts'
import type { HostedState, HostedStep } from '../../domain/authorization/interaction.ts'
import { presentEnrolledFactor } from '../../domain/factors/factor-schema.ts'
import { findFactor } from '../../domain/factors/factors.ts'

interface View {
  title: string
  content: Html
}

/** The page for the user's current step. Forms post to the page's own URL. */
export async function stepView(context: EngineContext, { step, error }: HostedState): Promise<View> {
  const view = await viewOf(context, step, error !== undefined)
  return {
    title: view.title,
    content: html`<h1>${view.title}</h1>
${error !== undefined && html`<p class="error" role="alert" id="error">${error}</p>`}
${view.content}`,
  }
}

async function viewOf(context: EngineContext, step: HostedStep, isWrong: boolean): Promise<View> {
  switch (step.name) {
    case 'sign-in':
      return { title: 'Sign in', content: signIn(step.email, await pendingImpersonation(context), isWrong) }
    case 'sign-up':
      return { title: 'Create your account', content: signUp(step.email) }
    case 'forgot':
      return { title: 'Reset your password', content: forgot(step.email) }
    case 'reset-sent':
      return {
        title: 'Check your email',
        content: html`<p>If ${step.email} has an account, a link is on its way. ${inboxLink(context)}</p>${back}`,
      }
    case 'magic-code':
      return { title: 'Enter your code', content: codeForm(context, step.email, isWrong) }
    case 'verify-email':
      return { title: 'Verify your email', content: codeForm(context, step.email, isWrong) }
    case 'totp':
      return { title: 'Two-step verification', content: totp(isWrong) }
    case 'enroll-totp':
      return { title: 'Set up two-step verification', content: await enroll(context, step.factorId, isWrong) }
    case 'radar-email':
      return { title: 'Confirm that it’s you', content: codeForm(context, step.email, isWrong) }
    case 'radar-phone':
      return { title: 'Confirm that it’s you', content: phone(isWrong) }
    case 'radar-sms':
      return { title: 'Enter your code', content: codeForm(context, step.phoneNumber, isWrong) }
    case 'organization':
      return { title: 'Choose an organization', content: organizations(step.organizations) }
    case 'identity':
      return { title: 'Choose an identity', content: html`` }
    case 'done':
      return { title: 'Done', content: html`<p>${step.message}</p>` }
  }
}

const emailField = (email: string | undefined) => html`<label>Email
<input name="email" type="email" autocomplete="username" required value="${email ?? ''}"></label>`

const back = html`<form method="post"><button class="link" name="action" value="go-sign-in">Back to sign-in</button></form>`

const SHOWN_PROVIDERS = ['Google', 'Microsoft', 'GitHub', 'Apple']

/** Marks the field to correct, according to the error. */
const wrong = (isWrong: boolean) => isWrong && html` aria-invalid="true" aria-describedby="error" autofocus`

function signIn(email: string | undefined, impersonation: Impersonation | undefined, isWrong: boolean): Html {
  return html`${
    impersonation !== undefined &&
    html`<form method="post"><button name="action" value="impersonate">Continue as ${impersonation.userEmail}, impersonated by ${impersonation.email}</button></form>`
  }
<form method="post" id="sign-in">
${emailField(email)}
<label>Password <input name="password" type="password" autocomplete="current-password"${wrong(isWrong)}></label>
<button name="action" value="password">Sign in</button>
<button class="quiet" name="action" value="magic" formnovalidate>Email me a code instead</button>
</form>
<p class="line"><button class="link" form="sign-in" name="action" value="go-forgot" formnovalidate>Forgot your password?</button>
<button class="link" form="sign-in" name="action" value="go-sign-up" formnovalidate>Create an account</button></p>
<p class="soft or">Or continue with a local stand-in for</p>
<form method="post" class="pair"><input type="hidden" name="action" value="provider">
${SHOWN_PROVIDERS.map((name) => html`<button class="quiet" name="provider" value="${name}OAuth">${name}</button>`)}
</form>`
}

function signUp(email: string | undefined): Html {
  return html`<form method="post">
<label>First name <input name="first_name" autocomplete="given-name"></label>
<label>Last name <input name="last_name" autocomplete="family-name"></label>
${emailField(email)}
<label>Password <input name="password" type="password" autocomplete="new-password" required></label>
<button>Create account</button>
</form>${back}`
}

function forgot(email: string | undefined): Html {
  return html`<form method="post">${emailField(email)}<button>Send me a link</button></form>${back}`
}

const codeField = (isWrong: boolean) => html`<label>Six-digit code
<input class="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required${isWrong ? wrong(true) : html` autofocus`}></label>`

function codeForm(context: EngineContext, email: string, isWrong: boolean): Html {
  return html`<p>We sent a code to ${email}. ${inboxLink(context)}</p>
<form method="post">${codeField(isWrong)}<button>Continue</button></form>${back}`
}

const phone = (isWrong: boolean) => html`<p>A code will be sent to your phone.</p>
<form method="post"><label>Phone number <input name="phone_number" type="tel" autocomplete="tel" required${isWrong ? wrong(true) : html` autofocus`}></label>
<button>Send code</button></form>${back}`

const totp = (isWrong: boolean) => html`<p>Enter the code from your authenticator app.</p>
<form method="post">${codeField(isWrong)}<button>Continue</button></form>${back}`

async function enroll(context: EngineContext, factorId: string, isWrong: boolean): Promise<Html> {
  const factor = await findFactor(context, factorId)
  if (factor === undefined) return back
  const { totp: app } = await presentEnrolledFactor(context, factor)
  if (app === undefined) return back
  const { qr_code, secret } = app
  return html`<p>Scan this with an authenticator app, then enter the code.</p>
<p><img class="qr" src="${qr_code}" alt="QR code with the secret below"></p>
<p class="soft">Or enter this key: <code class="select-all">${secret}</code></p>
<form method="post">${codeField(isWrong)}<button>Continue</button></form>`
}

function organizations(choices: Array<{ id: string; name: string }>): Html {
  return html`<form method="post"><ul class="plain">
${choices.map(({ id, name }) => html`<li><button class="quiet" name="organization_id" value="${id}">${name}</button></li>`)}
</ul></form>`
}

function inboxLink(context: EngineContext): Html {
  return html`<a href="/_emulator/?client=${context.clientId}" target="_blank" rel="noopener">Open the inbox</a>`
}
