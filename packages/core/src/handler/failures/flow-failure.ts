import type { ApiErrorCode } from '../../errors/index.ts'
import { ApiError, SessionError, TransportError } from '../../errors/index.ts'
import type { FlowError, FlowErrorCode } from '../../flow/index.ts'
import { isFlowErrorCode } from '../../flow/index.ts'
import { type Fault, type FaultCode, faultOf } from '../events/fault.ts'

/** A flow error, and the status for scripts. */
export interface FlowFailure {
  status: number
  error: FlowError
  /** Whether the sign-in must start over. */
  restart?: boolean
  /** The fault for the operator. It is never shown on a page. */
  fault?: Fault
}

/** Our codes for the API's codes, where they differ. */
const MEANINGS: Readonly<Partial<Record<ApiErrorCode, FlowErrorCode>>> = {
  too_many_requests: 'rate_limited',
  daily_quota_exceeded: 'rate_limited',
  email_change_too_many_attempts: 'one_time_code_too_many_attempts',
  invalid_pending_authentication_token: 'flow_expired',
  user_mismatch: 'flow_expired',
  invalid_grant: 'flow_expired',
  expired_token: 'flow_expired',
  password_too_short: 'password_strength_error',
  password_too_weak: 'password_strength_error',
  password_reset_error: 'password_strength_error',
  email_verification_code_incorrect: 'invalid_one_time_code',
  email_verification_code_expired: 'one_time_code_expired',
  email_verification_code_previously_used: 'one_time_code_previously_used',
  email_change_code_incorrect: 'invalid_one_time_code',
  email_change_code_expired: 'one_time_code_expired',
  email_change_code_previously_used: 'one_time_code_previously_used',
  no_pending_email_change: 'one_time_code_expired',
  email_change_not_needed: 'email_not_available',
  email_change_not_allowed: 'forbidden',
  email_domain_not_deliverable: 'email_invalid',
  invalid_email: 'email_invalid',
  user_creation_error: 'email_not_available',
  invalid_invite: 'invitation_invalid',
  invite_not_pending: 'invitation_invalid',
  invite_expired: 'invitation_invalid',
  invite_revoked: 'invitation_invalid',
  invite_accepted: 'invitation_invalid',
  organization_membership_not_found: 'invalid_organization_id',
  organization_not_found: 'invalid_organization_id',
  entity_not_found: 'not_found',
  invalid_request_parameters: 'invalid_request',
  token_too_big: 'too_large',
  email_already_invited: 'already_invited',
  email_already_invited_to_organization: 'already_invited',
  user_already_organization_member: 'already_member',
  user_already_exists: 'conflict',
  domain_already_exists: 'domain_not_available',
}

const FIELDS: Partial<Record<FlowErrorCode, string>> = {
  email_required: 'email',
  email_invalid: 'email',
  email_not_available: 'email',
  password_required: 'password',
  password_strength_error: 'password',
  phone_invalid: 'phoneNumber',
  code_required: 'code',
  invalid_one_time_code: 'code',
  one_time_code_expired: 'code',
  one_time_code_previously_used: 'code',
  one_time_code_too_many_attempts: 'code',
  organization_required: 'organizationId',
  invalid_organization_id: 'organizationId',
  already_invited: 'email',
  already_member: 'email',
  current_password_incorrect: 'currentPassword',
  role_not_allowed: 'role',
  domain_invalid: 'domain',
  domain_not_available: 'domain',
  too_many_attempts: 'code',
}

const STATUSES: Partial<Record<FlowErrorCode, number>> = {
  invalid_credentials: 401,
  current_password_incorrect: 401,
  rate_limited: 429,
  service_unavailable: 503,
  too_many_attempts: 429,
  forbidden: 403,
  impersonation_not_allowed: 403,
  role_not_allowed: 403,
  cross_origin: 403,
  reauthentication_required: 403,
  not_found: 404,
  conflict: 409,
  already_invited: 409,
  already_member: 409,
  domain_not_available: 409,
  last_manager: 409,
}

/** Creates a failure from its code, with the matching field and status. */
export function flowFailure(code: FlowErrorCode, more: Omit<FlowError, 'code'> = {}): FlowFailure {
  return {
    status: STATUSES[code] ?? 400,
    error: { code, field: FIELDS[code], ...more },
    restart: code === 'flow_expired',
  }
}

/** What a failed call means to the user and to the operator. Unknown errors are not swallowed. */
export function failureOf(cause: unknown): FlowFailure {
  return { ...meaningFor(cause), fault: faultOf(cause) }
}

/** Refusals of the app rather than the user: for the user they are an outage. */
const OF_THE_APP: ReadonlySet<FaultCode> = new Set([
  'api_key_refused',
  'client_refused',
  'api_forbidden',
  'grant_not_allowed',
  'api_failing',
])

function meaningFor(cause: unknown): FlowFailure {
  if (cause instanceof TransportError) {
    return flowFailure('service_unavailable', { retryAfterSeconds: cause.retryAfterSeconds })
  }
  if (cause instanceof SessionError) {
    return flowFailure(cause.code === 'organization_refused' ? 'forbidden' : 'too_large')
  }
  if (!(cause instanceof ApiError)) throw cause
  const { retryAfterSeconds, fieldErrors } = cause
  const fault = faultOf(cause)
  if (fault && OF_THE_APP.has(fault.code)) return flowFailure('service_unavailable', { retryAfterSeconds })
  const code = meaningOf(cause)
  const atField = code === 'invalid_request' ? failureAtField(fieldErrors) : undefined
  if (atField !== undefined) return atField
  const reasons = code === 'password_strength_error' ? fieldErrors.flatMap((one) => one.message ?? []) : []
  return flowFailure(code, { retryAfterSeconds, ...(reasons.length > 0 && { reasons }) })
}

/** Fields of our forms that the API can reject, and the matching errors. */
const FORM_FIELDS: Readonly<Record<string, { field: string; code: FlowErrorCode }>> = {
  email: { field: 'email', code: 'email_invalid' },
  new_email: { field: 'newEmail', code: 'email_invalid' },
  password: { field: 'password', code: 'password_strength_error' },
  new_password: { field: 'newPassword', code: 'password_strength_error' },
  code: { field: 'code', code: 'invalid_one_time_code' },
  first_name: { field: 'firstName', code: 'invalid_request' },
  last_name: { field: 'lastName', code: 'invalid_request' },
  organization_id: { field: 'organizationId', code: 'invalid_organization_id' },
  phone_number: { field: 'phoneNumber', code: 'phone_invalid' },
  role_slug: { field: 'role', code: 'invalid_request' },
}

/** An error that our form check did not detect and the API did, shown at its field. */
function failureAtField(fieldErrors: ApiError['fieldErrors']): FlowFailure | undefined {
  const complaint = fieldErrors.find(({ field = '' }) => Object.hasOwn(FORM_FIELDS, field))
  const known = complaint && FORM_FIELDS[complaint.field as string]
  if (known === undefined) return undefined
  const hasReasons = known.code === 'password_strength_error' && complaint?.message !== undefined
  return flowFailure(known.code, {
    field: known.field,
    ...(hasReasons && { reasons: [complaint.message as string] }),
  })
}

function meaningOf({ code, fieldErrors, status }: ApiError): FlowErrorCode {
  if (fieldErrors.some((one) => one.code === 'password_too_short' || one.code === 'password_too_weak')) {
    return 'password_strength_error'
  }
  const meaning = MEANINGS[code] ?? code
  if (isFlowErrorCode(meaning)) return meaning
  return status === 429 ? 'rate_limited' : status === 404 ? 'not_found' : 'unknown'
}
