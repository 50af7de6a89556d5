import type { FlowError, PasswordRules } from '@latchkey/core'
import { checkPassword, FLOW_ERROR_MESSAGES, isFlowErrorCode, passwordRulesAttribute } from '@latchkey/core'
import { accountText, flowText, ruleText, errorText as textOf } from '@latchkey/core/text'
import { html } from 'hono/html'
import type { Markup } from './layout.ts'

/** The texts of the flows, which are the same as in the components. */
export const t = flowText(undefined)

/** The texts of the account. */
export const a = accountText(undefined)

/** The text of an error code. */
export const errorText = (code: string): string =>
  FLOW_ERROR_MESSAGES[isFlowErrorCode(code) ? code : 'unknown']

/** The attributes that identify a part of the markup for core's style sheet. */
export const part = (name: string, state?: string): Markup =>
  html` data-lk-part="${name}"${state ? html` data-lk-state="${state}"` : ''}`

interface FieldAttributes {
  type?: string
  autocomplete: string
  inputmode?: string
  /** The part name of the input. */
  part?: string
  /** The requirements for a new password. They are always shown in full, because only JavaScript could check them off. */
  rules?: PasswordRules
  error?: FlowError | undefined
}

/** A labeled input that is initially empty, with its error below it. */
export function field(name: string, label: string, attributes: FieldAttributes): Markup {
  const { type = 'text', autocomplete, inputmode, rules, error } = attributes
  const passwordRules = passwordRulesAttribute(rules)
  const describedBy = [passwordRules && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return html`<div${part('field', error && 'invalid')}>
<label${part('label')} for="${name}">${label}</label>
<div${part('box')}><input${part(attributes.part ?? 'input')} id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="" required${
    inputmode ? html` inputmode="${inputmode}"` : ''
  }${passwordRules ? html` passwordrules="${passwordRules}"` : ''}${
    describedBy ? html` aria-describedby="${describedBy}"` : ''
  }${error ? html` aria-invalid="true" autofocus` : ''}></div>
${passwordRules ? html`<div id="${name}-hint"${part('hint')}>${ruleList(rules)}</div>` : ''}
<p${part('error')} id="${name}-error">${error ? textOf(undefined)(error) : ''}</p>
</div>`
}

const ruleList = (rules: PasswordRules | undefined): Markup =>
  html`<ul${part('rules')}>${checkPassword(rules, '').map((rule) => html`<li${part('rule')}>${ruleText(rule, t)}</li>`)}</ul>`

/** A submit button that looks like those of the components. */
export const send = (label: string): Markup =>
  html`<button${part('button')} data-lk-look="primary" type="submit">${label}</button>`

/** A submit button of the site's own pages. */
export const submit = (label: string, look = ''): Markup =>
  html`<button class="button ${look}" type="submit">${label}</button>`

/** A confirmation for actions that cannot be undone. `question` is the text of the button that opens it, `label` its object. */
export const confirm = (question: string, label: string, form: Markup): Markup =>
  html`<details class="confirm"><summary class="button danger small" aria-label="${question}: ${label}">${question}</summary>${form}</details>`
