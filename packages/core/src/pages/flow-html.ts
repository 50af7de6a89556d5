import type {
  FlowAction,
  InvitationStep,
  MethodRequiredStep,
  SsoRequiredStep,
  StartStep,
} from '../flow/index.ts'
import { allowsAction, FLOW_ACTIONS } from '../flow/index.ts'
import { hostedPage } from '../flow/offer.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { FlowText } from '../locales/en-flow.ts'
import type { Locale } from '../locales/locale.ts'
import { providerName } from '../locales/provider-name.ts'
import { errorText, flowText, type TextOf } from '../locales/text.ts'
import { authorizePath } from './authorize-path.ts'
import type { FlowData } from './flow-page.ts'
import { html, type Markup } from './markup.ts'

/** What the page of a step says: its heading, and below it the forms. */
export interface FlowHtml {
  title: string
  content: Markup
}

type Known = Pick<AuthHandler, 'basePath' | 'pages'>

/** A step of a flow as forms that post to the handler. */
export function flowHtml(handler: Known, flow: FlowData, locale?: Locale): FlowHtml {
  const view = viewOf(handler, flow, locale)
  const { error, step } = flow
  const title = titleOf(flow, view.t)
  const problem = error && !error.field && html`<p role="alert">${view.error(error)}</p>`
  const goBack = allowsAction('back', step.name) && view.form('back', view.button('back'))
  return { title, content: html`<h1>${title}</h1>${problem}${formsOf(flow, view)}${goBack}` }
}

const TITLES: Readonly<Record<FlowData['step']['name'], keyof FlowText>> = {
  start: 'signInTitle',
  password: 'passwordTitle',
  code: 'codeTitle',
  'verify-email': 'verifyTitle',
  challenge: 'codeTitle',
  phone: 'codeTitle',
  'mfa-challenge': 'mfaTitle',
  'mfa-enroll': 'enrollTitle',
  'select-organization': 'organizationTitle',
  'sso-required': 'ssoTitle',
  'method-required': 'methodTitle',
  forgot: 'forgotTitle',
  'forgot-sent': 'codeTitle',
  reset: 'resetTitle',
  invitation: 'invitationTitle',
  complete: 'doneTitle',
  unknown: 'unknownTitle',
}

function titleOf({ kind, step }: FlowData, t: TextOf<keyof FlowText>): string {
  if (step.name === 'start' && kind === 'sign-up') return t('signUpTitle')
  if (step.name === 'invitation' && step.organizationName)
    return t('invitationJoin', { organization: step.organizationName })
  return t(TITLES[step.name])
}

type View = ReturnType<typeof viewOf>

/** The parts that all steps are made of. */
function viewOf({ basePath, pages }: Known, flow: FlowData, locale: Locale | undefined) {
  const t = flowText(locale)
  const error = errorText(locale)
  const { flow: id, kind, returnTo } = flow
  const addressOf = (action: FlowAction) => basePath + FLOW_ACTIONS[action].path

  const hidden = (fields: Record<string, string | undefined>) =>
    Object.entries(fields).map(
      ([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`,
    )
  return {
    t,
    error,
    pages,
    basePath,
    /** A button; with an action, one that sends the form there instead. */
    button: (key: keyof FlowText, action?: FlowAction) =>
      action
        ? html`<button formaction="${addressOf(action)}" formnovalidate>${t(key)}</button>`
        : html`<button>${t(key)}</button>`,
    form: (action: FlowAction, content: Markup, more: Record<string, string | undefined> = {}) =>
      html`<form method="post" action="${addressOf(action)}">${hidden({ flow: id, kind, returnTo, ...more })}${content}</form>`,
    input(
      name: string,
      key: keyof FlowText,
      autocomplete: string,
      { type = 'text', isOptional = false } = {},
    ) {
      const own = flow.error?.field === name ? flow.error : undefined
      const value = type === 'password' ? '' : (flow.values[name] ?? '')
      const mode = autocomplete === 'one-time-code' && html` inputmode="numeric"`
      const problem = own && html` aria-invalid="true" aria-describedby="${name}-error"`
      return html`<label>${t(key)} <input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"${mode}${problem}${isOptional ? '' : html` required`}></label>${
        own && html`<p id="${name}-error" role="alert">${error(own)}</p>`
      }`
    },
    provider: (
      to: { provider: string; email?: string } | { connection: string; email?: string },
      label: string,
    ) => html`<p><a href="${authorizePath({ basePath }, { ...to, returnTo, kind })}">${label}</a></p>`,
    link: (page: string, key: keyof FlowText) =>
      html`<p><a href="${returnTo === '/' ? page : `${page}?${new URLSearchParams({ returnTo })}`}">${t(key)}</a></p>`,
  }
}

const email = (view: View) => view.input('email', 'email', 'username', { type: 'email' })
const password = (view: View, autocomplete = 'current-password') =>
  view.input('password', 'password', autocomplete, { type: 'password' })
const code = (view: View, action: FlowAction) =>
  view.form(action, html`${view.input('code', 'code', 'one-time-code')}${view.button('continue')}`)

function formsOf(flow: FlowData, view: View): Markup {
  const { step, token } = flow
  const { t, form, button } = view
  switch (step.name) {
    case 'start':
      return flow.kind === 'sign-in' ? signIn(flow, step, view) : signUp(step, view, token)
    case 'password':
      return form('password', html`${password(view)}${button('signIn')}`, { email: step.email })
    case 'code':
      return html`<p>${t('codeText', { email: step.email })}</p>${code(view, 'code')}${form('send-code', button('resend'), { email: step.email })}`
    case 'verify-email':
      return html`<p>${t('codeText', { email: step.email })}</p>${code(view, 'verify-email')}${form('resend', button('resend'))}`
    case 'challenge':
      return html`<p>${t('codeText', { email: step.sentTo })}</p>${code(view, 'challenge')}`
    case 'phone':
      return form(
        'phone',
        html`${view.input('phoneNumber', 'phone', 'tel', { type: 'tel' })}${button('continue')}`,
      )
    case 'mfa-challenge':
      return html`<p>${t('mfaText')}</p>${code(view, 'mfa-verify')}`
    case 'mfa-enroll':
      return html`<p>${t('enrollText')}</p>${
        step.qrCode && html`<img src="${step.qrCode}" alt="${t('qrCode')}">`
      }<p>${t('secret')} <code>${step.secret}</code></p>${code(view, 'mfa-verify')}`
    case 'select-organization': {
      const choices = step.organizations.map(
        ({ id, name }) => html`<button name="organizationId" value="${id}">${name}</button>`,
      )
      return form('organization', html`${choices}`)
    }
    case 'sso-required':
    case 'method-required':
      return otherMethods(step, view)
    case 'forgot':
      return html`<p>${t('forgotText')}</p>${form('forgot', html`${email(view)}${button('forgotSend')}`)}${view.link(view.pages.signIn, 'signIn')}`
    case 'forgot-sent':
      return html`<p>${t('forgotSent', { email: step.email })}</p>${form('forgot', button('resend'), { email: step.email })}`
    case 'reset': {
      const field = view.input('newPassword', 'newPassword', 'new-password', { type: 'password' })
      return form('reset', html`${field}${button('resetSave')}`, { token })
    }
    case 'invitation':
      return invitation(step, view, token)
    case 'complete':
      return html`<p><a href="${step.returnTo}">${t('continue')}</a></p>`
    case 'unknown':
      return view.provider(hostedPage(step.email), t('continue'))
  }
}

function signIn({ token }: FlowData, step: StartStep, view: View): Markup {
  const { t, form, button, provider, link, pages } = view
  const { methods, providers } = step
  const sendCode = methods.includes('code') && button('sendCode', 'send-code')
  const first = methods.includes('password')
    ? form('password', html`${email(view)}${password(view)}${button('signIn')}${sendCode}`, {
        invitationToken: token,
      })
    : methods.includes('code') &&
      form('send-code', html`${email(view)}${button('sendCode')}`, { invitationToken: token })
  return html`${first}${providers.map((one) => provider({ provider: one }, t('provider', { provider: providerName(one) })))}${
    methods.includes('sso') && form('identify', html`${email(view)}${button('sso')}`)
  }${methods.includes('password') && link(pages.forgotPassword, 'forgot')}${step.signUp && link(pages.signUp, 'signUp')}`
}

function signUp(step: StartStep, view: View, token: string | undefined): Markup {
  return html`${step.signUp && newAccount(view, token)}${view.link(view.pages.signIn, 'signIn')}`
}

function newAccount(view: View, token: string | undefined, known?: string): Markup {
  const name = (field: 'firstName' | 'lastName', autocomplete: string) =>
    view.input(field, field, autocomplete, { isOptional: true })
  const fields = html`${known === undefined && email(view)}${name('firstName', 'given-name')}${name('lastName', 'family-name')}${password(view, 'new-password')}`
  const hidden = { invitationToken: token, email: known }
  return view.form('sign-up', html`${fields}${view.button('signUp')}`, hidden)
}

function otherMethods(step: SsoRequiredStep | MethodRequiredStep, view: View): Markup {
  const { t, form, button, provider } = view
  const { email: address } = step
  const isSso = step.name === 'sso-required'
  const [methods, providers] = isSso ? [[], []] : [step.methods, step.providers]
  return html`<p>${isSso ? t('ssoText', { email: address }) : t('methodText')}</p>${step.connections.map(
    ({ id }) => provider({ connection: id, email: address }, t('sso')),
  )}${methods.includes('code') && form('send-code', button('sendCode'), { email: address })}${providers.map(
    (one) => provider({ provider: one, email: address }, t('provider', { provider: providerName(one) })),
  )}`
}

function invitation(step: InvitationStep, view: View, token: string | undefined): Markup {
  const { t, form, button, basePath } = view
  if (step.state !== 'pending') {
    const gone = step.state === 'accepted' ? 'invitationAccepted' : 'invitationGone'
    return html`<p>${t(gone)}</p>${view.link(view.pages.signIn, 'signIn')}`
  }
  if (step.mayAccept)
    return html`<p>${t('signedInAs', { email: step.email })}</p>${form('accept-invitation', button('accept'), { token })}`
  if (step.signedInAs)
    return html`<p>${t('invitationText', { email: step.email })} ${t('signedInAs', { email: step.signedInAs })}</p><form method="post" action="${basePath}/sign-out">${button('signOut')}</form>`
  const hidden = { email: step.email, invitationToken: token }
  return html`<p>${t('invitationText', { email: step.email })}</p>${newAccount(view, token, step.email)}<p>${t('haveAccount')}</p>${form(
    'password',
    html`${password(view)}${button('signIn')}`,
    hidden,
  )}`
}
