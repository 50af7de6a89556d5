import type { FlowErrorCode } from '../flow/index.ts'
import { RouteError } from './context.ts'
import { readEmailAddress } from './email-address.ts'
import { flowFailure } from './flow-error.ts'
import type { PendingFlow } from './pending-flow.ts'

const MAXIMUM_NAME = 200

/** A person's name: `undefined` when it was not sent, `null` when it was sent empty. */
export function readName(field: string, name: string | undefined): string | null | undefined {
  if (name === undefined) return undefined
  const text = name.normalize('NFC').trim()
  if (text.length > MAXIMUM_NAME || /\p{Cc}/u.test(text)) {
    throw new RouteError(flowFailure('invalid_request', { field }))
  }
  return text === '' ? null : text
}

export function requireEmail(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw new RouteError('email_required')
  const email = readEmailAddress(text)
  if (email === undefined) throw new RouteError('email_invalid')
  return email
}

export function requireText(text: string | undefined, code: FlowErrorCode): string {
  if (text === undefined || text === '') throw new RouteError(code)
  return text
}

/** People copy codes with spaces and dashes, and type them in the digits of their keyboard. */
export function requireCode(text: string | undefined): string {
  const code = asciiDigits((text ?? '').normalize('NFKC')).replaceAll(/[\s-]/g, '')
  if (code === '') throw new RouteError('code_required')
  if (!/^\d{6}$/.test(code)) throw new RouteError('invalid_one_time_code')
  return code
}

/** With Arabic and Persian digits as ASCII ones. The last four bits of each are its value. */
const asciiDigits = (text: string) =>
  text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))

export function requireState<T>(value: T | undefined): T {
  if (value === undefined) throw new RouteError('flow_expired')
  return value
}

export const pendingToken = (flow: PendingFlow) => requireState(flow.pendingAuthenticationToken)
