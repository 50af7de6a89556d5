import type { FlowError, FlowKind, StepName } from '@latchkey/core'

export type GalleryState = 'idle' | 'pending' | 'error'

/** Every step, in the flow that shows it, with its most common error. */
export const GALLERY: readonly { kind: FlowKind; step: StepName; error: FlowError }[] = [
  { kind: 'sign-in', step: 'start', error: { code: 'invalid_credentials' } },
  { kind: 'sign-up', step: 'start', error: { code: 'email_invalid', field: 'email' } },
  { kind: 'sign-in', step: 'password', error: { code: 'password_required', field: 'password' } },
  { kind: 'sign-in', step: 'code', error: { code: 'invalid_one_time_code', field: 'code' } },
  { kind: 'sign-in', step: 'verify-email', error: { code: 'one_time_code_expired', field: 'code' } },
  { kind: 'sign-in', step: 'mfa-challenge', error: { code: 'one_time_code_too_many_attempts' } },
  { kind: 'sign-in', step: 'mfa-enroll', error: { code: 'invalid_one_time_code', field: 'code' } },
  { kind: 'sign-in', step: 'select-organization', error: { code: 'invalid_organization_id' } },
  { kind: 'sign-in', step: 'sso-required', error: { code: 'sso_failed' } },
  { kind: 'sign-in', step: 'method-required', error: { code: 'rate_limited', retryAfterSeconds: 30 } },
  { kind: 'reset-password', step: 'forgot', error: { code: 'network' } },
  { kind: 'reset-password', step: 'forgot-sent', error: { code: 'service_unavailable' } },
  {
    kind: 'reset-password',
    step: 'reset',
    // This omits the reasons that the API can add to the error, because their number varies, and so does their height.
    error: { code: 'password_strength_error', field: 'newPassword' },
  },
  { kind: 'invitation', step: 'invitation', error: { code: 'invitation_invalid' } },
  { kind: 'sign-in', step: 'complete', error: { code: 'unknown' } },
  { kind: 'sign-in', step: 'unknown', error: { code: 'flow_expired' } },
]
