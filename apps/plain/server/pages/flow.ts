import type {
  FlowPayload,
  InvitationStep,
  MethodRequiredStep,
  SsoRequiredStep,
  StartStep,
} from '@latchkey/core'
import { hostedPage } from '@latchkey/core'
import { PROVIDER_ICONS } from '@latchkey/core/provider-icons'
import type { FlowData } from '@latchkey/core/server'
import { initialOf, providerName, stepTitle } from '@latchkey/core/text'
import { DEMO_BRAND } from '@latchkey/demo/brand'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'
import { field, flowForm, message, ownField, part, send, t } from './forms.ts'
import type { Markup } from './layout.ts'

/** The title of a flow's page: that of its step. */
export const flowTitle = (flow: FlowPayload): string => stepTitle(flow, t, DEMO_BRAND.name)

/** The page of any flow: one step, as forms. */
export function flowPage(flow: FlowData, visit: Visit): Markup {
  const { step, token } = flow
  const { text, forms } = stepView(flow, token)
  const below = footer(flow)
  return html`<div class="site-narrow">
<section${part('card', step.name)} data-lk data-lk-step="${step.name}">
<div${part('brand')}><img${part('brand-icon')} src="${DEMO_BRAND.icon}" alt="" width="28" height="28">${DEMO_BRAND.name}</div>
<div${part('step')}>
<div${part('header')}><h1${part('title')}>${flowTitle(flow)}</h1>${text ? html`<p${part('text')}>${text}</p>` : ''}</div>
${forms}
</div>
${below ? html`<div${part('footer')}>${below}</div>` : ''}
</section>
${
  visit.emulatorUrl
    ? html`<p class="note">Emails of this site arrive in the <a href="${visit.emulatorUrl}/_emulator/" target="_blank" rel="noreferrer">local inbox</a>.</p>`
    : ''
}
</div>`
}

interface StepView {
  text?: string
  forms: Markup
}

function stepView(payload: FlowPayload, token: string | undefined): StepView {
  const { step, kind } = payload
  switch (step.name) {
    case 'start':
      return {
        forms: kind === 'sign-in' ? signInForms(payload, step, token) : signUpForms(payload, step, token),
      }
    case 'password':
      return {
        text: step.email,
        forms: html`${flowForm(
          payload,
          'password',
          html`${password(payload)}${message(payload)}${send(t('signIn'))}${
            step.methods.includes('code') ? send(t('sendCode'), 'secondary', 'send-code') : ''
          }`,
          { email: step.email },
        )}${back(payload)}`,
      }
    case 'code':
      return codeView(payload, 'code', t('codeText', { email: step.email }), {
        action: 'send-code',
        values: { email: step.email },
      })
    case 'verify-email':
      return codeView(payload, 'verify-email', t('codeText', { email: step.email }), { action: 'resend' })
    case 'challenge':
      return codeView(payload, 'challenge', t('codeText', { email: step.sentTo }))
    case 'phone':
      return {
        forms: html`${flowForm(
          payload,
          'phone',
          html`${field(payload, 'phoneNumber', t('phone'), { type: 'tel', autocomplete: 'tel' })}${message(payload)}${send(t('continue'))}`,
        )}${back(payload)}`,
      }
    case 'mfa-challenge':
      return codeView(payload, 'mfa-verify', t('mfaText'))
    case 'mfa-enroll': {
      const { text, forms } = codeView(payload, 'mfa-verify', t('enrollText'))
      return { text, forms: html`${enrollKey(step)}${forms}` }
    }
    case 'select-organization':
      return {
        forms: html`${flowForm(
          payload,
          'organization',
          html`<div${part('choices')}>${step.organizations.map(
            ({ id, name }) =>
              html`<button${part('choice')} type="submit" name="organizationId" value="${id}"><span${part('avatar')} aria-hidden="true">${initialOf(name)}</span><span${part('choice-name')}>${name}</span></button>`,
          )}</div>${message(payload)}`,
        )}${back(payload)}`,
      }
    case 'sso-required':
    case 'method-required':
      return methodView(payload, step)
    case 'forgot':
      return {
        text: t('forgotText'),
        forms: flowForm(
          payload,
          'forgot',
          html`${email(payload)}${message(payload)}${send(t('forgotSend'))}`,
        ),
      }
    case 'forgot-sent':
      return {
        text: t('forgotSent', { email: step.email }),
        forms: html`${message(payload)}${flowForm(payload, 'forgot', send(t('resend'), 'quiet'), { email: step.email }, 'inline')}${back(payload)}`,
      }
    case 'reset':
      return {
        forms: flowForm(
          payload,
          'reset',
          html`${field(payload, 'newPassword', t('newPassword'), {
            type: 'password',
            autocomplete: 'new-password',
            rules: step.passwordRules,
          })}${message(payload)}${send(t('resetSave'))}`,
          { token },
        ),
      }
    case 'invitation':
      return invitationView(payload, step, token)
    case 'complete':
      return { forms: html`<a${part('provider')} href="${step.returnTo}">${t('continue')}</a>` }
    case 'unknown':
      return {
        forms: html`${message(payload)}
<a${part('provider')} data-lk-look="primary" href="${authorizeUrl(payload, hostedPage(step.email))}">${t('continue')}</a>
${flowForm(payload, 'back', send(t('startOver'), 'secondary'))}`,
      }
  }
}

/** A step that asks for a six-digit code, with the way to get another one. */
function codeView(
  payload: FlowPayload,
  action: 'code' | 'verify-email' | 'challenge' | 'mfa-verify',
  text: string,
  resend?: { action: 'send-code' | 'resend'; values?: Record<string, string> },
): StepView {
  const code = field(payload, 'code', t('code'), {
    part: 'otp',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
  })
  return {
    text,
    forms: html`${flowForm(payload, action, html`${code}${message(payload)}${send(t('continue'))}`)}
${resend ? flowForm(payload, resend.action, send(t('resend'), 'quiet'), resend.values, 'inline') : ''}${back(payload)}`,
  }
}

/** What an authenticator app needs: a picture for its camera, and the same as text. */
export const enrollKey = ({
  qrCode,
  secret,
  uri,
}: {
  qrCode?: string
  secret: string
  uri: string
}): Markup =>
  html`<div${part('enroll')}>
${qrCode ? html`<img${part('qr')} src="${qrCode}" alt="${t('qrCode')}" width="160" height="160">` : ''}
<p${part('text')}><a${part('link')} href="${uri}">${t('secret')}</a><code${part('secret')}>${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
</div>`

const email = (payload: FlowPayload, readonly = false): Markup =>
  field(payload, 'email', t('email'), { type: 'email', autocomplete: 'username', readonly })

/** The password that an account has already. */
const password = (payload: FlowPayload): Markup =>
  field(payload, 'password', t('password'), {
    type: 'password',
    autocomplete: 'current-password',
    aside: html`<a${part('link')} href="/forgot-password">${t('forgot')}</a>`,
  })

const back = (payload: FlowPayload): Markup =>
  flowForm(payload, 'back', send(t('back'), 'quiet'), undefined, 'inline')

function signInForms(payload: FlowPayload, step: StartStep, token: string | undefined): Markup {
  const { methods, providers } = step
  return html`
${flowForm(
  payload,
  'password',
  html`${email(payload)}${password(payload)}${message(payload)}${send(t('signIn'))}${
    methods.includes('code') ? send(t('sendCode'), 'secondary', 'send-code') : ''
  }`,
  { invitationToken: token },
)}
${providers.length > 0 || methods.includes('sso') ? html`<p${part('or')}>${t('or')}</p>` : ''}
${providerLinks(payload, providers)}
${methods.includes('sso') ? ssoForm(payload) : ''}`
}

const authorizeUrl = ({ returnTo, kind }: FlowPayload, to: Record<string, string>) =>
  `/auth/authorize?${new URLSearchParams({ ...to, returnTo, kind })}`

const providerLinks = (payload: FlowPayload, providers: readonly string[]): Markup =>
  html`<div${part('providers', 'rows')}>${providers.map(
    (provider) =>
      html`<a${part('provider')} href="${authorizeUrl(payload, { provider })}">${icon(provider)}<span${part('provider-name')}>${t('provider', { provider: providerName(provider) })}</span></a>`,
  )}</div>`

const icon = (provider: string): Markup | string => {
  const paths = PROVIDER_ICONS[provider]
  if (!paths) return ''
  return html`<svg${part('provider-icon')} viewBox="0 0 24 24" aria-hidden="true">${paths.map(
    ([d, fill]) => html`<path d="${d}"${fill ? html` fill="${fill}"` : ''}/>`,
  )}</svg>`
}

const ssoForm = ({ returnTo, kind }: FlowPayload): Markup => html`
<details${part('sso')}><summary${part('provider')}>${t('sso')}</summary>
<form${part('stack')} method="get" action="/auth/authorize">
<input type="hidden" name="returnTo" value="${returnTo}"><input type="hidden" name="kind" value="${kind}">
<div${part('field')}><label${part('label')} for="sso-email">${t('email')}</label><div${part('box')}><input${part('input')} id="sso-email" name="email" type="email" autocomplete="email" required></div><p${part('error')}></p></div>
${send(t('continue'))}
</form></details>`

function signUpForms(payload: FlowPayload, step: StartStep, token: string | undefined): Markup {
  if (!step.signUp) return message({ error: payload.error ?? { code: 'sign_up_not_allowed' } })
  return newAccount(payload, step, token, false)
}

/** What an account needs, with the app's own inputs. */
const newAccount = (
  payload: FlowPayload,
  step: StartStep | InvitationStep,
  token: string | undefined,
  fixedEmail: boolean,
): Markup =>
  flowForm(
    payload,
    'sign-up',
    html`<div${part('pair')}>
${field(payload, 'firstName', t('firstName'), { autocomplete: 'given-name', required: false })}
${field(payload, 'lastName', t('lastName'), { autocomplete: 'family-name', required: false })}
</div>
${email(payload, fixedEmail)}
${field(payload, 'password', t('password'), {
  type: 'password',
  autocomplete: 'new-password',
  rules: step.passwordRules,
})}
${step.signUpFields?.map((own) => ownField(payload, own)) ?? ''}
${message(payload)}${send(t('signUp'))}`,
    { invitationToken: token },
  )

function methodView(payload: FlowPayload, step: SsoRequiredStep | MethodRequiredStep): StepView {
  const { returnTo } = payload
  const isSso = step.name === 'sso-required'
  const methods = isSso ? [] : step.methods
  return {
    text: isSso ? t('ssoText', { email: step.email }) : t('methodText'),
    forms: html`${step.connections.map(({ id }, index) => {
      const query = new URLSearchParams({ connection: id, returnTo, email: step.email })
      return html`<a${part('provider')} data-lk-look="primary" href="/auth/authorize?${query.toString()}">${t('sso')}${
        step.connections.length > 1 ? ` ${index + 1}` : ''
      }</a>`
    })}
${isSso ? '' : providerLinks(payload, step.providers)}
${
  methods.includes('password')
    ? flowForm(payload, 'password', html`${password(payload)}${send(t('signIn'))}`, { email: step.email })
    : ''
}
${methods.includes('code') ? flowForm(payload, 'send-code', send(t('sendCode'), 'secondary'), { email: step.email }) : ''}
${message(payload)}${back(payload)}`,
  }
}

function invitationView(payload: FlowPayload, step: InvitationStep, token: string | undefined): StepView {
  if (step.state !== 'pending')
    return {
      text: t(step.state === 'accepted' ? 'invitationAccepted' : 'invitationGone'),
      forms: html`${message(payload)}<a${part('provider')} href="/sign-in">${t('signIn')}</a>`,
    }
  const text = t('invitationText', { email: step.email })
  if (step.mayAccept)
    return {
      text,
      forms: html`<form${part('stack')} method="post" action="/auth/invitation"><input type="hidden" name="token" value="${token ?? ''}"><input type="hidden" name="returnTo" value="/account">${message(payload)}${send(t('accept'))}</form>`,
    }
  if (step.signedInAs)
    return {
      text,
      forms: html`<p${part('text')}>${t('signedInAs', { email: step.signedInAs })}</p>
<form${part('stack')} method="post" action="/auth/sign-out">${send(t('signOut'), 'secondary')}</form>`,
    }
  return {
    text,
    forms: html`${newAccount(payload, step, token, true)}
<details${part('sso')}><summary${part('provider')}>${t('haveAccount')} ${t('signIn')}</summary>
${flowForm(
  payload,
  'password',
  html`<div${part('field')}><label${part('label')} for="own-password">${t('password')}</label><div${part('box')}><input${part('input')} id="own-password" name="password" type="password" autocomplete="current-password" required></div><p${part('error')}></p></div>${send(t('signIn'))}`,
  { email: step.email, invitationToken: token },
)}</details>`,
  }
}

/** The way to the other flow, below the first step. */
function footer({ kind, step }: FlowPayload): Markup | undefined {
  const link = (path: string, label: string) => html`<a${part('link')} href="${path}">${label}</a>`
  if (step.name === 'forgot' || step.name === 'reset') return link('/sign-in', t('signIn'))
  if (step.name !== 'start' || kind === 'invitation') return undefined
  if (kind === 'sign-up') return html`${t('haveAccount')} ${link('/sign-in', t('signIn'))}`
  return step.signUp ? html`${t('noAccount')} ${link('/sign-up', t('signUp'))}` : undefined
}
