/** Messages by error code. Every locale has every key; a test compares them. */
export const FLOW_ERROR_MESSAGES = {
  invalid_credentials: 'That email address and password do not match.',
  invalid_one_time_code: 'That code is incorrect. Check it and try again.',
  one_time_code_expired: 'That code has expired. Request a new one.',
  one_time_code_previously_used: 'That code has already been used. Request a new one.',
  one_time_code_too_many_attempts: 'Too many attempts with this code. Request a new one.',
  email_required: 'Enter your email address.',
  email_invalid: 'Use the format name@example.com.',
  password_required: 'Enter your password.',
  phone_invalid: 'Enter a phone number with its country code, such as +1 555 010 9999.',
  code_required: 'Enter the six-digit code.',
  field_required: 'This field is required.',
  password_strength_error: 'Choose a stronger password.',
  password_reset_token_not_found: 'This reset link is no longer valid. Request a new one.',
  organization_required: 'Choose an organization.',
  invalid_organization_id: 'You are not a member of that organization.',
  invitation_invalid: 'This invitation is no longer valid. Ask the sender for a new one.',
  invitation_cannot_be_used_for_email: 'This invitation is for a different email address.',
  sign_up_not_allowed: 'Sign-ups are currently closed.',
  authentication_method_not_allowed: 'This sign-in method is not allowed. Choose another one.',
  email_password_auth_disabled: 'Password sign-in is turned off.',
  access_denied: 'Sign-in was canceled.',
  oauth_failed: 'We could not sign you in with that provider. Try again.',
  sso_failed: 'Single sign-on did not complete. Try again or contact your administrator.',
  flow_expired: 'This sign-in has expired. Start again.',
  flow_not_found: 'This sign-in was started in another browser or has expired. Start again.',
  rate_limited: 'Too many attempts. Wait a moment and try again.',
  service_unavailable: 'The sign-in service cannot be reached right now. Try again in a moment.',
  network: 'You appear to be offline. Check your connection and try again.',
  timeout: 'The request timed out. Try again.',
  invalid_request: 'Something went wrong with this request. Reload the page and try again.',
  cross_origin: 'This request came from another site and was blocked.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'This item no longer exists.',
  conflict: 'This has changed in the meantime. Reload the page and try again.',
  email_not_available: 'That email address is not available.',
  domain_invalid: 'Enter a domain such as example.com.',
  domain_not_available: 'That domain is not available.',
  reauthentication_required: 'Sign in again to do that.',
  too_large: 'We could not sign you in. Contact support.',
  impersonation_not_allowed: 'You cannot change this while you are impersonating the user.',
  already_invited: 'This email address has already been invited.',
  already_member: 'This user is already a member.',
  current_password_incorrect: 'That is not your current password.',
  role_not_allowed: 'You cannot assign or remove a role that you do not have.',
  last_manager:
    'This is the last active member who can manage the organization. Assign the role to another member first.',
  confirmation_mismatch: 'That does not match. Check the spelling.',
  too_many_attempts: 'Too many wrong codes. Wait a few minutes and try again.',
  unknown: 'Something went wrong. Try again.',
} as const

/** Every code a flow can show. */
export type FlowErrorCode = keyof typeof FLOW_ERROR_MESSAGES

/** Messages for every error code, in one language. */
export type FlowErrorMessages = Readonly<Record<FlowErrorCode, string>>

/** Whether the code has its own message. */
export function isFlowErrorCode(code: string): code is FlowErrorCode {
  return Object.hasOwn(FLOW_ERROR_MESSAGES, code)
}
