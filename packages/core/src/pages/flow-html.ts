import type {
  FlowAction,
  InvitationStep,
  MethodRequiredStep,
  MfaEnrollStep,
  SsoRequiredStep,
  StartStep,
} from '../flow/index.ts'
import { allowsAction, nameFields } from '../flow/index.ts'
import { hostedPage } from '../flow/offer.ts'
import { PROVIDER_ICONS } from '../flow/provider-icons.ts'
import type { FlowText } from '../locales/en-flow.ts'
import { initialOf } from '../locales/initial.ts'
import type { Locale } from '../locales/locale.ts'
import { providerText } from '../locales/provider-text.ts'
import { stepTitle } from '../locales/step-title.ts'
import { flowText } from '../locales/text.ts'
import { authorizePath, type ProviderTarget } from './authorize-path.ts'
import { type FlowFields, type FlowTarget, flowFields, part } from './flow-fields.ts'
import type { FlowData } from './flow-page.ts'
import { html, type Markup } from './markup.ts'

/** Options of {@link flowHtml}. */
export interface FlowHtmlOptions {
  /** The language of the texts. Default: English. */
  locale?: Locale | undefined
  /**
   * The app's name, for "Sign in to Acme", a square icon above the title, and links to help and to the legal pages below the
   * forms. Default: none.
   */
  brand?: { name: string; icon?: string; terms?: string; privacy?: string; help?: string } | undefined
}

/** A step of a flow as HTML. */
export interface FlowHtml {
  /** The title of the page, as text. */
  title: string
  /** The card with the forms, as HTML with escaped values. */
  content: string
}

/**
 * Renders a step of a flow as plain HTML, with the same parts, texts and names as the components. Its forms post to the handler
 * and need no JavaScript. The style sheet is `styles.css` of this package.
 *
 * @param handler The handler that the forms post to.
 * @param flow The result of `loadFlowPage`.
 */
export function flowHtml(handler: FlowTarget, flow: FlowData, options: FlowHtmlOptions = {}): FlowHtml {
  const { locale, brand } = options
  const title = stepTitle(flow, flowText(locale), brand?.name)
  const view: View = { ...flowFields(handler, flow, locale), handler, flow }
  const { text, forms } = stepOf(view)
  const { name } = flow.step
  const below = footerOf(view)
  const links = LEGAL.map(
    (page) => brand?.[page] && html`<a${part('link')} href="${brand[page]}">${view.t(page)}</a>`,
  ).filter(Boolean)
  const content = html`<section${part('card', name)} data-lk data-lk-step="${name}">
${brand && html`<div${part('brand')}>${brand.icon && html`<img${part('brand-icon')} src="${brand.icon}" alt="" width="28" height="28">`}${brand.name}</div>`}
<div${part('step')}>
<div${part('header')}><h1${part('title')}>${title}</h1>${text && html`<p${part('text')}>${text}</p>`}</div>
${forms}${allowsAction('back', name) && name !== 'unknown' && view.form('back', view.send('back', 'quiet'), INLINE)}
</div>
${below && html`<div${part('footer')}>${below}</div>`}
${links.length > 0 && html`<p${part('legal')}>${links}</p>`}
</section>`
  return { title, content: content.text }
}

interface View extends FlowFields {
  handler: FlowTarget
  flow: FlowData
}

interface StepHtml {
  text?: string | undefined
  forms: Markup
}

/** The pages of an app that its brand links to. */
const LEGAL = ['terms', 'privacy', 'help'] as const

const INLINE = { layout: 'inline' }

function stepOf(view: View): StepHtml {
  const { flow, t, form, send, message } = view
  const { step, token } = flow
  switch (step.name) {
    case 'start':
      return { forms: flow.kind === 'sign-in' ? signIn(view, step) : signUp(view, step) }
    case 'password': {
      const other = step.methods.includes('code') && send('sendCode', 'secondary', 'send-code')
      const content = html`${password(view)}${message()}${send('signIn')}${other}`
      return { text: step.email, forms: form('password', content, { fields: { email: step.email } }) }
    }
    case 'code':
      return codeStep(view, 'code', t('codeText', { email: step.email }), 'send-code', { email: step.email })
    case 'verify-email':
      return codeStep(view, 'verify-email', t('codeText', { email: step.email }), 'resend')
    case 'challenge':
      return codeStep(view, 'challenge', t('codeText', { email: step.sentTo }))
    case 'phone': {
      const phone = view.input('phoneNumber', t('phone'), { type: 'tel', autocomplete: 'tel' })
      return { forms: form('phone', html`${phone}${message()}${send('continue')}`) }
    }
    case 'mfa-challenge': {
      const { text, forms } = codeStep(view, 'mfa-verify', t('mfaText'))
      const others = step.factors
        .slice(1)
        .map(({ id }) =>
          form('mfa-challenge', send('otherFactor', 'quiet'), { ...INLINE, fields: { factorId: id } }),
        )
      return { text, forms: html`${forms}${others}` }
    }
    case 'mfa-enroll': {
      const { text, forms } = codeStep(view, 'mfa-verify', t('enrollText'))
      return { text, forms: html`${authenticatorKey(view, step)}${forms}` }
    }
    case 'select-organization': {
      const choices = step.organizations.map(
        ({ id, name }) =>
          html`<button${part('choice')} type="submit" name="organizationId" value="${id}"><span${part('avatar')} aria-hidden="true">${initialOf(name)}</span><span${part('choice-name')}>${name}</span></button>`,
      )
      return { forms: form('organization', html`<div${part('choices')}>${choices}</div>${message()}`) }
    }
    case 'sso-required':
    case 'method-required':
      return otherMethods(view, step)
    case 'forgot':
      return {
        text: t('forgotText'),
        forms: form('forgot', html`${email(view)}${message()}${send('forgotSend')}`),
      }
    case 'forgot-sent': {
      const again = form('forgot', send('resend', 'quiet'), { ...INLINE, fields: { email: step.email } })
      return { text: t('forgotSent', { email: step.email }), forms: html`${message()}${again}` }
    }
    case 'reset': {
      const rules = step.passwordRules
      const options = { type: 'password', autocomplete: 'new-password', rules }
      const field = view.input('newPassword', t('newPassword'), options)
      return { forms: form('reset', html`${field}${message()}${send('resetSave')}`, { fields: { token } }) }
    }
    case 'invitation':
      return invitation(view, step)
    case 'complete':
      return { forms: html`<a${part('provider')} href="${step.returnTo}">${t('continue')}</a>` }
    case 'unknown': {
      const hosted = outside(view, hostedPage(step.email), html`${t('continue')}`, 'primary')
      return { forms: html`${message()}${hosted}${form('back', send('startOver', 'secondary'))}` }
    }
  }
}

/** A step that asks for a six-digit code and offers to resend it. */
function codeStep(
  { t, input, form, send, message }: View,
  action: FlowAction,
  text: string,
  resend?: FlowAction,
  fields: Record<string, string> = {},
): StepHtml {
  const code = input('code', t('code'), { part: 'otp', autocomplete: 'one-time-code' })
  const again = resend && form(resend, send('resend', 'quiet'), { ...INLINE, fields })
  return { text, forms: html`${form(action, html`${code}${message()}${send('continue')}`)}${again}` }
}

/** The secret for an authenticator app: as a QR code, and as text. */
function authenticatorKey({ t }: View, { qrCode, secret, uri }: MfaEnrollStep): Markup {
  // The link opens the authenticator app on this device.
  const name = uri.startsWith('otpauth:')
    ? html`<a${part('link')} href="${uri}">${t('secret')}</a>`
    : t('secret')
  return html`<div${part('enroll')}>
${qrCode && html`<img${part('qr')} src="${qrCode}" alt="${t('qrCode')}" width="160" height="160">`}
<p${part('text')}>${name}<code${part('secret')}>${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
</div>`
}

const email = ({ input, t }: View, { isReadOnly = false } = {}): Markup =>
  input('email', t('email'), { type: 'email', autocomplete: 'username', isReadOnly })

/** The account's current password. */
const password = (view: View): Markup =>
  view.input('password', view.t('password'), {
    type: 'password',
    autocomplete: 'current-password',
    aside: pageLink(view, view.handler.pages.forgotPassword, 'forgot'),
  })

function pageLink({ t, flow }: View, page: string, key: keyof FlowText): Markup {
  const { returnTo } = flow
  const query = returnTo === '/' ? '' : `?${new URLSearchParams({ returnTo })}`
  return html`<a${part('link')} href="${page}${query}">${t(key)}</a>`
}

function outside({ handler, flow }: View, to: ProviderTarget, label: Markup, look?: string): Markup {
  const { returnTo, kind } = flow
  const href = authorizePath(handler, { ...to, returnTo, kind })
  return html`<a${part('provider')}${look && html` data-lk-look="${look}"`} href="${href}">${label}</a>`
}

function signIn(view: View, step: StartStep): Markup {
  const { flow, form, send, message } = view
  const { methods, providers } = step
  const fields = { invitationToken: flow.token }
  const hasCode = methods.includes('code')
  const withPassword = html`${email(view)}${password(view)}${message()}${send('signIn')}${hasCode && send('sendCode', 'secondary', 'send-code')}`
  const withCode = html`${email(view)}${message()}${send('sendCode')}`
  const hasForm = methods.includes('password') || hasCode
  const first = methods.includes('password')
    ? form('password', withPassword, { fields })
    : hasCode && form('send-code', withCode, { fields })
  const hasSso = methods.includes('sso')
  const isMore = hasForm && (providers.length > 0 || hasSso)
  return html`${first || message()}${isMore && or(view)}${providerLinks(view, providers)}${hasSso && ssoForm(view, hasForm)}`
}

const or = ({ t }: View): Markup => html`<p${part('or')}>${t('or')}</p>`

function providerLinks(view: View, providers: readonly string[], address?: string): Markup {
  const target = address === undefined ? {} : { email: address }
  const links = providers.map((provider) => {
    const { label } = providerText(provider, view.t)
    const content = html`${providerIcon(provider)}<span${part('provider-name')}>${label}</span>`
    return outside(view, { provider, ...target }, content)
  })
  return html`${links.length > 0 && html`<div${part('providers', 'rows')}>${links}</div>`}`
}

function providerIcon(provider: string): Markup | undefined {
  const paths = PROVIDER_ICONS[provider]?.map(
    ([d, fill]) => html`<path d="${d}"${fill && html` fill="${fill}"`}/>`,
  )
  return paths && html`<svg${part('provider-icon')} viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`
}

/** Collapsed if another form is the primary one. */
function ssoForm(view: View, isClosed: boolean): Markup {
  const { handler, flow, input, t, send } = view
  const hidden = Object.entries({ returnTo: flow.returnTo, kind: flow.kind }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const field = input('email', t('email'), { id: 'sso-email', type: 'email', autocomplete: 'email' })
  const form = html`<form${part('stack')} method="get" action="${handler.basePath}/authorize">${hidden}${field}${send('continue')}</form>`
  return isClosed
    ? html`<details${part('sso')}><summary${part('provider')}>${t('sso')}</summary>${form}</details>`
    : form
}

function signUp(view: View, step: StartStep): Markup {
  const { flow, message } = view
  if (!step.signUp) return message(flow.error ?? { code: 'sign_up_not_allowed' })
  return html`${newAccount(view, step)}${step.providers.length > 0 && or(view)}${providerLinks(view, step.providers)}`
}

function newAccount(view: View, step: StartStep | InvitationStep): Markup {
  const { t, flow, input, ownInput, form, send, message } = view
  const names = nameFields(step.signUpNames).map(({ name, required, autoComplete }) =>
    input(name, t(name), { autocomplete: autoComplete, isOptional: !required }),
  )
  const rules = step.passwordRules
  const secret = input('password', t('password'), { type: 'password', autocomplete: 'new-password', rules })
  const content = html`${names.length > 0 && html`<div${part('pair')}>${names}</div>`}
${email(view, { isReadOnly: step.name === 'invitation' })}${secret}${step.signUpFields?.map(ownInput)}${message()}${send('signUp')}`
  return form('sign-up', content, { fields: { invitationToken: flow.token } })
}

function otherMethods(view: View, step: SsoRequiredStep | MethodRequiredStep): StepHtml {
  const { t, form, send, message } = view
  const { email: address } = step
  const isSso = step.name === 'sso-required'
  const [methods, providers] = isSso ? [[], []] : [step.methods, step.providers]
  const fields = { email: address }
  const connections = step.connections.map(({ id }, index) => {
    const number = step.connections.length > 1 && ` ${index + 1}`
    return outside(view, { connection: id, email: address }, html`${t('sso')}${number}`, 'primary')
  })
  return {
    text: isSso ? t('ssoText', { email: address }) : t('methodText'),
    forms: html`${connections}${providerLinks(view, providers, address)}${
      methods.includes('password') && form('password', html`${password(view)}${send('signIn')}`, { fields })
    }${methods.includes('code') && form('send-code', send('sendCode', 'secondary'), { fields })}${message()}`,
  }
}

function invitation(view: View, step: InvitationStep): StepHtml {
  const { t, handler, flow, input, form, send, message } = view
  if (step.state !== 'pending') {
    const gone = step.state === 'accepted' ? 'invitationAccepted' : 'invitationGone'
    const link = html`<a${part('provider')} href="${handler.pages.signIn}">${t('signIn')}</a>`
    return { text: t(gone), forms: html`${message()}${link}` }
  }
  const text = t('invitationText', { email: step.email })
  if (step.mayAccept)
    return {
      text,
      forms: form('accept-invitation', html`${message()}${send('accept')}`, {
        fields: { token: flow.token },
      }),
    }
  if (step.signedInAs) {
    const who = html`<p${part('text')}>${t('signedInAs', { email: step.signedInAs })}</p>`
    const leave = html`<form${part('stack')} method="post" action="${handler.basePath}/sign-out">${send('signOut', 'secondary')}</form>`
    return { text, forms: html`${who}${leave}` }
  }
  const own = input('password', t('password'), {
    id: 'own-password',
    type: 'password',
    autocomplete: 'current-password',
  })
  const fields = { email: step.email, invitationToken: flow.token }
  return {
    text,
    forms: html`${newAccount(view, step)}
<details${part('sso')}><summary${part('provider')}>${t('haveAccount')} ${t('signIn')}</summary>${form('password', html`${own}${send('signIn')}`, { fields })}</details>`,
  }
}

/** The link to the other flow, below the first step. */
function footerOf(view: View): Markup | undefined {
  const { flow, t, handler } = view
  const { signIn, signUp } = handler.pages
  const { kind, step } = flow
  if (step.name === 'forgot' || step.name === 'reset') return pageLink(view, signIn, 'signIn')
  if (step.name !== 'start' || kind === 'invitation') return undefined
  if (kind === 'sign-up') return html`${t('haveAccount')} ${pageLink(view, signIn, 'signIn')}`
  return step.signUp ? html`${t('noAccount')} ${pageLink(view, signUp, 'signUp')}` : undefined
}
