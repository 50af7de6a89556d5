import type { FlowAction, FlowPayload } from '@latchkey/core'
import { FLOW_ACTIONS, FLOW_ERROR_MESSAGES, isFlowErrorCode } from '@latchkey/core'
import { html } from 'hono/html'
import type { Markup } from './layout.ts'

/** The text of an error code. */
export const errorText = (code: string): string =>
  FLOW_ERROR_MESSAGES[isFlowErrorCode(code) ? code : 'unknown']

/** A labeled input, with its error beside it. */
export function field(
  payload: Pick<FlowPayload, 'error' | 'values'>,
  name: string,
  label: string,
  attributes: {
    type?: string
    autocomplete: string
    required?: boolean
    inputmode?: string
    readonly?: boolean
  },
): Markup {
  const { type = 'text', autocomplete, required = true, inputmode, readonly } = attributes
  const error = payload.error?.field === name ? payload.error : undefined
  const value = type === 'password' ? '' : (payload.values[name] ?? '')
  return html`<label>${label}
<input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"${required ? html` required` : ''}${
    readonly ? html` readonly` : ''
  }${inputmode ? html` inputmode="${inputmode}"` : ''}${
    error ? html` aria-invalid="true" aria-describedby="${name}-error" autofocus` : ''
  }>
${error ? html`<span class="field-error" id="${name}-error">${[errorText(error.code), ...(error.reasons ?? [])].join(' ')}</span>` : ''}
</label>`
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
): Markup =>
  html`<form class="form" method="post" action="/auth${FLOW_ACTIONS[action].path}">${flowInputs(payload, more)}${content}</form>`

/** A submit button; `action` sends the form's fields to another action of the flow. */
export const submit = (label: string, look = '', action?: FlowAction): Markup =>
  html`<button class="button ${look}" type="submit"${
    action ? html` formaction="/auth${FLOW_ACTIONS[action].path}" formnovalidate` : ''
  }>${label}</button>`
