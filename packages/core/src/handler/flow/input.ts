import type { FlowErrorCode } from '../../flow/index.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { readEmailAddress } from '../identity/email-address.ts'
import { readFullName } from '../identity/full-name.ts'
import { trimInvisible } from '../identity/invisible.ts'
import { readOneTimeCode } from '../identity/one-time-code.ts'
import type { PendingFlow } from '../services/pending-flow.ts'

/** A user's name: `undefined` when it was not sent, `null` when it was sent empty. */
export function readName(field: string, text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined
  const name = readFullName(text)
  if (name === undefined) throw new RouteError(flowFailure('invalid_request', { field }))
  return name === '' ? null : name
}

/** An email address in its normal form. @param field What the form calls it. */
export function requireEmail(text: string | undefined, field = 'email'): string {
  if (text === undefined || trimInvisible(text) === '')
    throw new RouteError(flowFailure('email_required', { field }))
  const email = readEmailAddress(text)
  if (email === undefined) throw new RouteError(flowFailure('email_invalid', { field }))
  return email
}

export function requireText(text: string | undefined, code: FlowErrorCode): string {
  if (text === undefined || text === '') throw new RouteError(code)
  return text
}

/** A one-time code as it was emailed or shown, in whichever digits the user typed it. */
export function requireCode(text: string | undefined): string {
  const code = readOneTimeCode(text ?? '')
  if (code === '') throw new RouteError('code_required')
  if (!/^\d{6}$/.test(code)) throw new RouteError('invalid_one_time_code')
  return code
}

/** A phone number with its country code (E.164), with any grouping. */
export function requirePhoneNumber(text: string | undefined): string {
  const number = readOneTimeCode(text ?? '').replace(/^00/, '+')
  if (!/^\+[1-9]\d{6,14}$/.test(number)) throw new RouteError('phone_invalid')
  return number
}

export function requireState<T>(value: T | undefined): T {
  if (value === undefined) throw new RouteError('flow_expired')
  return value
}

export const pendingToken = (flow: PendingFlow) => requireState(flow.pendingAuthenticationToken)
