import type { FlowAction, FlowPayload } from '@latchkey/core'
import {
  checkPassword,
  FLOW_ACTIONS,
  FLOW_ERROR_MESSAGES,
  fieldErrors,
  fieldLabel,
  isFlowErrorCode,
  type PasswordRules,
  passwordRulesAttribute,
  type SignUpField,
} from '@latchkey/core'
import { accountText, flowText, ruleText, errorText as textOf } from '@latchkey/core/text'
import { html } from 'hono/html'
import type { Markup } from './layout.ts'

/** The texts of the flows, as in every set of components. */
export const t = flowText(undefined)

/** The texts of the account. */
export const a = accountText(undefined)

/** The text of an error code. */
export const errorText = (code: string): string =>
  FLOW_ERROR_MESSAGES[isFlowErrorCode(code) ? code : 'unknown']

/** What a part of the markup is called, for the style sheet of core. */
export const part = (name: string, state?: string): Markup =>
  html` data-lk-part="${name}"${state ? html` data-lk-state="${state}"` : ''}`

type Shown = Pick<FlowPayload, 'error' | 'values'>

interface FieldAttributes {
  type?: string
  autocomplete: string
  required?: boolean
  inputmode?: string
  readonly?: boolean
  /** The part's name of the input. */
  part?: string
  /** What a new password has to have. Shown beforehand; without JavaScript, nothing ticks it off. */
  rules?: PasswordRules
  /** Stands beside the label. */
  aside?: Markup
}

/** A labeled input, with its error below it. */
export function field(payload: Shown, name: string, label: string, attributes: FieldAttributes): Markup {
  const { type = 'text', autocomplete, required = true, inputmode, readonly, rules, aside } = attributes
  const error = fieldErrors(payload.error).fields[name]
  const value = type === 'password' ? '' : (payload.values[name] ?? '')
  const passwordRules = passwordRulesAttribute(rules)
  const describedBy = [passwordRules && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return html`<div${part('field', error && 'invalid')}>
<label${part('label')} for="${name}">${label}</label>
<div${part('box')}><input${part(attributes.part ?? 'input')} id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"${
    required ? html` required` : ''
  }${readonly ? html` readonly` : ''}${inputmode ? html` inputmode="${inputmode}"` : ''}${
    passwordRules ? html` passwordrules="${passwordRules}"` : ''
  }${describedBy ? html` aria-describedby="${describedBy}"` : ''}${
    error ? html` aria-invalid="true" autofocus` : ''
  }></div>
${aside ? html`<div${part('aside')}>${aside}</div>` : ''}
${passwordRules ? html`<div id="${name}-hint"${part('hint')}>${ruleList(rules)}</div>` : ''}
<p${part('error')} id="${name}-error">${error ? textOf(undefined)(error) : ''}</p>
</div>`
}

const ruleList = (rules: PasswordRules | undefined): Markup =>
  html`<ul${part('rules')}>${checkPassword(rules, '').map((rule) => html`<li${part('rule')}>${ruleText(rule, t)}</li>`)}</ul>`

/** An input of the app's own, as the step lists it. */
export function ownField(payload: Shown, own: SignUpField): Markup {
  const { name, type, required = false, autoComplete = 'off' } = own
  const label = fieldLabel(own)
  if (type !== 'checkbox') return field(payload, name, label, { type, required, autocomplete: autoComplete })
  const error = fieldErrors(payload.error).fields[name]
  return html`<div${part('field', error && 'invalid')}>
<label${part('check')}><input${part('checkbox')} type="checkbox" name="${name}"${
    payload.values[name] ? html` checked` : ''
  }${required ? html` required` : ''}${error ? html` aria-invalid="true" aria-describedby="${name}-error"` : ''}>${label}</label>
<p${part('error')} id="${name}-error">${error ? textOf(undefined)(error) : ''}</p>
</div>`
}

/** What concerns a form as a whole. Its line is there before the error is. */
export function message({ error }: Pick<FlowPayload, 'error'>): Markup {
  const { form } = fieldErrors(error)
  if (!form) return html`<p${part('message')}></p>`
  const seconds = form.retryAfterSeconds
  return html`<p${part('message', 'error')} role="alert" data-lk-error="${form.code}">${textOf(undefined)(form)}${
    seconds ? html` ${t('retryIn', { seconds })}.` : ''
  }</p>`
}

/** Hidden inputs that tie a form to its flow. */
export const flowInputs = (
  { flow, kind, returnTo }: FlowPayload,
  more: Record<string, string | undefined> = {},
): Markup =>
  html`${Object.entries({ flow, kind, returnTo, ...more })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`

/** A form that takes one action of a flow. */
export const flowForm = (
  payload: FlowPayload,
  action: FlowAction,
  content: Markup,
  more?: Record<string, string | undefined>,
  layout = 'stack',
): Markup =>
  html`<form${part(layout)} method="post" action="/auth${FLOW_ACTIONS[action].path}">${flowInputs(payload, more)}${content}</form>`

/** A submit button of a flow; `action` sends the form's fields to another action. */
export const send = (label: string, look = 'primary', action?: FlowAction): Markup =>
  html`<button${part('button')} data-lk-look="${look}" type="submit"${
    action ? html` formaction="/auth${FLOW_ACTIONS[action].path}" formnovalidate` : ''
  }>${label}</button>`

/** A submit button of the site's own pages. */
export const submit = (label: string, look = ''): Markup =>
  html`<button class="button ${look}" type="submit">${label}</button>`

/** Asks once more before what cannot be taken back. `question` is what the button that opens it says, `label` what it is about. */
export const confirm = (question: string, label: string, form: Markup): Markup =>
  html`<details class="confirm"><summary class="button danger small" aria-label="${question}: ${label}">${question}</summary>${form}</details>`
