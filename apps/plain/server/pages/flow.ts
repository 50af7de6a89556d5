import type {
  FlowPayload,
  InvitationStep,
  MethodRequiredStep,
  SsoRequiredStep,
  StartStep,
} from '@latchkey/core'
import { hostedPage } from '@latchkey/core'
import type { FlowData } from '@latchkey/core/server'
import { providerName } from '@latchkey/core/text'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'
import { errorText, field, flowForm, submit } from './forms.ts'
import type { Markup } from './layout.ts'

/** The page of any flow: one step, as forms. */
export function flowPage(flow: FlowData, visit: Visit): Markup {
  const { step, error, token } = flow
  return html`<div class="site-narrow">
<section class="sheet card" data-lk-step="${step.name}">
<h1>${title(flow)}</h1>
${error && !error.field ? html`<p class="note problem" role="alert" data-lk-error="${error.code}">${error.message}</p>` : ''}
${stepForms(flow, token)}
</section>
${
  visit.emulatorUrl
    ? html`<p class="note">Emails of this site arrive in the <a href="${visit.emulatorUrl}/_emulator/" target="_blank" rel="noreferrer">local inbox</a>.</p>`
    : ''
}
</div>`
}

const TITLES: Record<FlowPayload['step']['name'], string> = {
  start: 'Sign in',
  password: 'Enter your password',
  code: 'Check your mail',
  'verify-email': 'Prove your address',
  challenge: 'One more code',
  phone: 'One more code',
  'mfa-challenge': 'Second factor',
  'mfa-enroll': 'Set up an authenticator app',
  'select-organization': 'Choose an organization',
  'sso-required': 'Sign in with your organization',
  'method-required': 'Choose another way',
  forgot: 'Forgot your password?',
  'forgot-sent': 'Check your mail',
  reset: 'Choose a new password',
  invitation: 'You are invited',
  complete: 'Signed in',
  unknown: 'One more step is needed',
}

function title({ kind, step }: FlowPayload): string {
  if (step.name === 'start' && kind === 'sign-up') return 'Create an account'
  if (step.name === 'invitation' && step.organizationName) return `Join ${step.organizationName}`
  return TITLES[step.name]
}

function stepForms(payload: FlowPayload, token: string | undefined): Markup {
  const { step, kind } = payload
  switch (step.name) {
    case 'start':
      return kind === 'sign-up' ? signUpForms(payload, step, token) : signInForms(payload, step, token)
    case 'password':
      return html`<p>For ${step.email}.</p>
${flowForm(payload, 'password', html`${password(payload, 'current-password')}${submit('Sign in')}`, { email: step.email })}
${back(payload)}`
    case 'code':
      return html`<p>A six-digit code is on its way to ${step.email}.</p>
${flowForm(payload, 'code', html`${code(payload)}${submit('Continue')}`)}
${flowForm(payload, 'send-code', submit('Send another code', 'quiet'), { email: step.email })}${back(payload)}`
    case 'verify-email':
      return html`<p>A six-digit code is on its way to ${step.email}.</p>
${flowForm(payload, 'verify-email', html`${code(payload)}${submit('Continue')}`)}
${flowForm(payload, 'resend', submit('Send another code', 'quiet'))}${back(payload)}`
    case 'challenge':
      return html`<p>A six-digit code is on its way to ${step.sentTo}.</p>
${flowForm(payload, 'challenge', html`${code(payload)}${submit('Continue')}`)}${back(payload)}`
    case 'phone':
      return html`<p>We send a code to your phone.</p>
${flowForm(payload, 'phone', html`${field(payload, 'phoneNumber', 'Phone number', { type: 'tel', autocomplete: 'tel' })}${submit('Send the code')}`)}${back(payload)}`
    case 'mfa-challenge':
      return html`<p>Enter the code from your authenticator app.</p>
${flowForm(payload, 'mfa-verify', html`${code(payload)}${submit('Continue')}`)}${back(payload)}`
    case 'mfa-enroll':
      return html`<p>Scan this with an authenticator app, or type the secret in.</p>
${step.qrCode ? html`<img class="qr" src="${step.qrCode}" alt="QR code for your authenticator app">` : ''}
<p><code>${step.secret}</code></p>
${flowForm(payload, 'mfa-verify', html`${code(payload)}${submit('Continue')}`)}${back(payload)}`
    case 'select-organization':
      return flowForm(
        payload,
        'organization',
        html`<div class="choices">${step.organizations.map(
          ({ id, name }) =>
            html`<button class="button quiet" type="submit" name="organizationId" value="${id}">${name}</button>`,
        )}</div>`,
      )
    case 'sso-required':
    case 'method-required':
      return methodForms(payload, step)
    case 'forgot':
      return html`<p>Enter your address and we send you a link for a new password.</p>
${flowForm(payload, 'forgot', html`${email(payload)}${submit('Send the link')}`)}
<p class="links"><a href="/sign-in">Back to sign-in</a></p>`
    case 'forgot-sent':
      return html`<p>If ${step.email} has an account, a link is on its way.</p>
${flowForm(payload, 'forgot', submit('Send it again', 'quiet'), { email: step.email })}`
    case 'reset':
      return flowForm(
        payload,
        'reset',
        html`${field(payload, 'newPassword', 'New password', { type: 'password', autocomplete: 'new-password' })}${submit('Set password')}`,
        { token },
      )
    case 'invitation':
      return invitationForms(payload, step, token)
    case 'complete':
      return html`<p><a href="${step.returnTo}">Continue</a></p>`
    case 'unknown':
      return html`<p>It is on the sign-in service’s own page, which leads back here.</p>
<p><a class="button" href="${authorizeUrl(payload, hostedPage(step.email))}">Continue</a></p>${back(payload)}`
  }
}

const email = (payload: FlowPayload, readonly = false) =>
  field(payload, 'email', 'Email address', { type: 'email', autocomplete: 'username', readonly })
const password = (payload: FlowPayload, autocomplete: string, required = true) =>
  field(payload, 'password', 'Password', { type: 'password', autocomplete, required })
const code = (payload: FlowPayload) =>
  field(payload, 'code', 'Six-digit code', { autocomplete: 'one-time-code', inputmode: 'numeric' })
const back = (payload: FlowPayload) => flowForm(payload, 'back', submit('Back', 'quiet small'))

function signInForms(payload: FlowPayload, step: StartStep, token: string | undefined): Markup {
  return html`
${flowForm(
  payload,
  'password',
  html`${email(payload)}${password(payload, 'current-password')}${submit('Sign in')}${submit('Send me a code instead', 'quiet', 'send-code')}`,
  { invitationToken: token },
)}
${providerLinks(payload, step.providers)}
${step.methods.includes('sso') ? ssoForm(payload) : ''}
<p class="links"><a href="/forgot-password">Forgot your password?</a>${step.signUp ? html`<a href="/sign-up">Create an account</a>` : ''}</p>`
}

const authorizeUrl = ({ returnTo, kind }: FlowPayload, to: Record<string, string>) =>
  `/auth/authorize?${new URLSearchParams({ ...to, returnTo, kind })}`

const providerLinks = (payload: FlowPayload, providers: readonly string[]): Markup =>
  html`<div class="choices or">${providers.map(
    (provider) =>
      html`<a class="button quiet" href="${authorizeUrl(payload, { provider })}">Continue with ${providerName(provider)}</a>`,
  )}</div>`

const ssoForm = ({ returnTo, kind }: FlowPayload): Markup => html`
<details class="or"><summary>Use your organization’s sign-in</summary>
<form class="form" method="get" action="/auth/authorize">
<input type="hidden" name="returnTo" value="${returnTo}"><input type="hidden" name="kind" value="${kind}">
<label>Work email address<input name="email" type="email" autocomplete="email" required></label>
${submit('Continue', 'quiet')}
</form></details>`

function signUpForms(payload: FlowPayload, step: StartStep, token: string | undefined): Markup {
  return html`${step.signUp ? newAccount(payload, token, false) : ''}
<p class="links"><a href="/sign-in">I have an account</a></p>`
}

const newAccount = (payload: FlowPayload, token: string | undefined, fixedEmail: boolean): Markup =>
  flowForm(
    payload,
    'sign-up',
    html`${email(payload, fixedEmail)}
${field(payload, 'firstName', 'First name', { autocomplete: 'given-name', required: false })}
${field(payload, 'lastName', 'Last name', { autocomplete: 'family-name', required: false })}
${password(payload, 'new-password')}${submit('Create account')}`,
    { invitationToken: token },
  )

function methodForms(payload: FlowPayload, step: SsoRequiredStep | MethodRequiredStep): Markup {
  const { returnTo } = payload
  const methods = step.name === 'method-required' ? step.methods : []
  const providers = step.name === 'method-required' ? step.providers : []
  return html`<p>${step.email} belongs to an organization with rules of its own.</p>
<div class="choices">${step.connections.map(({ id }) => {
    const query = new URLSearchParams({ connection: id, returnTo, email: step.email })
    return html`<a class="button" href="/auth/authorize?${query.toString()}">Continue with single sign-on</a>`
  })}</div>
${methods.includes('code') ? flowForm(payload, 'send-code', submit('Send me a code', 'quiet'), { email: step.email }) : ''}
${providerLinks(payload, providers)}${back(payload)}`
}

function invitationForms(payload: FlowPayload, step: InvitationStep, token: string | undefined): Markup {
  if (step.state !== 'pending') {
    const gone =
      step.state === 'accepted'
        ? 'This invitation has already been accepted.'
        : errorText('invitation_invalid')
    return html`<p>${gone}</p><p class="links"><a href="/sign-in">Sign in</a></p>`
  }
  if (step.mayAccept) {
    return html`<p>You are signed in as ${step.email}.</p>
<form class="form" method="post" action="/auth/invitation"><input type="hidden" name="token" value="${token ?? ''}"><input type="hidden" name="returnTo" value="/account">${submit('Join')}</form>`
  }
  if (step.signedInAs) {
    return html`<p>The invitation is for ${step.email}; you are signed in as ${step.signedInAs}.</p>
<form class="form" method="post" action="/auth/sign-out">${submit('Sign out', 'quiet')}</form>`
  }
  return html`<p>For ${step.email}. Create an account to join.</p>
${newAccount(payload, token, true)}
<details class="or"><summary>I have an account</summary>
${flowForm(
  payload,
  'password',
  html`${password(payload, 'current-password')}${submit('Sign in and join', 'quiet')}`,
  {
    email: step.email,
    invitationToken: token,
  },
)}</details>`
}
