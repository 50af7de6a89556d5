import type { FlowAction, FlowError, PasswordRules, SignUpField } from '../flow/index.ts'
import {
  checkPassword,
  FLOW_ACTIONS,
  fieldErrors,
  fieldLabel,
  passwordRulesAttribute,
} from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { FlowText } from '../locales/en-flow.ts'
import type { Locale } from '../locales/locale.ts'
import { ruleText } from '../locales/password-text.ts'
import { errorText, flowText } from '../locales/text.ts'
import type { FlowData } from './flow-page.ts'
import { html, type Markup } from './markup.ts'

/** What the HTML of a flow needs from the handler. */
export type FlowTarget = Pick<AuthHandler, 'basePath' | 'pages'>

/** Options of an input. */
interface InputOptions {
  type?: string
  autocomplete: string
  /** The id, if two inputs on a page have the same name. Default: the name. */
  id?: string
  part?: 'input' | 'otp'
  isOptional?: boolean
  isReadOnly?: boolean
  /** The requirements for a new password, shown in advance. Without JavaScript they are not checked while typing. */
  rules?: PasswordRules | undefined
  /** Rendered next to the label. */
  aside?: Markup
}

/** The attributes that name a part for the style sheet. */
export const part = (name: string, state?: string | false): Markup =>
  html` data-lk-part="${name}"${state && html` data-lk-state="${state}"`}`

export type FlowFields = ReturnType<typeof flowFields>

/** Creates the inputs, buttons and forms for the steps of a flow. */
export function flowFields({ basePath }: FlowTarget, flow: FlowData, locale: Locale | undefined) {
  const t = flowText(locale)
  const messageOf = errorText(locale)
  const { fields, form: problem } = fieldErrors(flow.error)
  const pathOf = (action: FlowAction) => basePath + FLOW_ACTIONS[action].path

  function errorLine(name: string): Markup {
    const error = fields[name]
    return html`<p${part('error')} id="${name}-error">${error && messageOf(error)}</p>`
  }

  function hint(name: string, rules: PasswordRules | undefined): Markup {
    const items = checkPassword(rules, '').map((rule) => html`<li${part('rule')}>${ruleText(rule, t)}</li>`)
    return html`<div id="${name}-hint"${part('hint')}><ul${part('rules')}>${items}</ul></div>`
  }

  function input(name: string, label: string, options: InputOptions): Markup {
    const { type = 'text', autocomplete, id = name, isOptional, isReadOnly, rules, aside } = options
    const isWrong = id === name && fields[name] !== undefined
    const value = type === 'password' ? '' : (flow.values[name] ?? '')
    const passwordRules = passwordRulesAttribute(rules)
    const describedBy = [passwordRules && `${name}-hint`, isWrong && `${name}-error`]
      .filter(Boolean)
      .join(' ')
    return html`<div${part('field', isWrong && 'invalid')}>
<label${part('label')} for="${id}">${label}</label>
<div${part('box')}><input${part(options.part ?? 'input')} id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"${[
      !isOptional && html` required`,
      isReadOnly && html` readonly`,
      autocomplete === 'one-time-code' && html` inputmode="numeric"`,
      passwordRules && html` passwordrules="${passwordRules}"`,
      describedBy && html` aria-describedby="${describedBy}"`,
      isWrong && html` aria-invalid="true" autofocus`,
    ]}></div>
${aside && html`<div${part('aside')}>${aside}</div>`}${passwordRules && hint(name, rules)}
${id === name && errorLine(name)}
</div>`
  }

  function ownInput(own: SignUpField): Markup {
    const { name, type, required = false, autoComplete = 'off' } = own
    const label = fieldLabel(own, locale?.tag)
    if (type !== 'checkbox')
      return input(name, label, { type: type ?? 'text', autocomplete: autoComplete, isOptional: !required })
    const isWrong = fields[name] !== undefined
    return html`<div${part('field', isWrong && 'invalid')}>
<label${part('check')}><input${part('checkbox')} type="checkbox" name="${name}"${[
      flow.values[name] && html` checked`,
      required && html` required`,
      isWrong && html` aria-invalid="true" aria-describedby="${name}-error"`,
    ]}>${label}</label>
${errorLine(name)}
</div>`
  }

  /** The message for the form as a whole. Its line is reserved before there is an error. */
  function message(error: FlowError | null = problem): Markup {
    if (!error) return html`<p${part('message')}></p>`
    const seconds = error.retryAfterSeconds
    const wait = seconds && html` ${t('retryIn', { seconds })}.`
    return html`<p${part('message', 'error')} role="alert" data-lk-error="${error.code}">${messageOf(error)}${wait}</p>`
  }

  /** A form that posts to the handler, with the id of its flow. */
  function form(
    action: FlowAction,
    content: Markup,
    {
      fields: more = {},
      layout = 'stack',
    }: { fields?: Record<string, string | undefined>; layout?: string } = {},
  ): Markup {
    const { flow: id, kind, returnTo } = flow
    const hidden = Object.entries({ flow: id, kind, returnTo, ...more }).map(
      ([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}">`,
    )
    return html`<form${part(layout)} method="post" action="${pathOf(action)}">${hidden}${content}</form>`
  }

  /** A submit button; with an action, it sends the form there instead. */
  const send = (key: keyof FlowText, look = 'primary', action?: FlowAction): Markup =>
    html`<button${part('button')} data-lk-look="${look}" type="submit"${
      action && html` formaction="${pathOf(action)}" formnovalidate`
    }>${t(key)}</button>`

  return { t, input, ownInput, message, form, send }
}
