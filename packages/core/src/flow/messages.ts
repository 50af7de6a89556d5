/** Texts by error code. Each locale has every key; a test compares them. */
export const FLOW_ERROR_MESSAGES = {
  invalid_credentials: 'That email address and password do not match.',
  invalid_one_time_code: 'That code is not right. Check it and try again.',
  one_time_code_expired: 'That code has expired. Ask for a new one.',
  one_time_code_previously_used: 'That code was already used. Ask for a new one.',
  one_time_code_too_many_attempts: 'Too many tries with this code. Ask for a new one.',
  email_required: 'Enter your email address.',
  email_invalid: 'Enter an address such as name@example.com.',
  password_required: 'Enter your password.',
  code_required: 'Enter the six-digit code.',
  password_strength_error: 'Choose a stronger password.',
  password_reset_token_not_found: 'This reset link is no longer valid. Ask for a new one.',
  organization_required: 'Choose an organization.',
  invalid_organization_id: 'You cannot sign in to that organization.',
  invitation_invalid: 'This invitation is no longer valid. Ask for a new one.',
  invitation_cannot_be_used_for_email: 'This invitation is for another email address.',
  sign_up_not_allowed: 'New accounts are closed here.',
  authentication_method_not_allowed: 'This way of signing in is not allowed. Choose another one.',
  email_password_auth_disabled: 'Signing in with a password is switched off here.',
  access_denied: 'Sign-in was cancelled.',
  oauth_failed: 'The sign-in provider did not complete the request. Try again.',
  sso_failed: 'Your organization’s sign-in did not complete. Try again or ask your administrator.',
  flow_expired: 'This sign-in took too long. Start again.',
  flow_not_found: 'This sign-in is not open in this browser any more. Start again.',
  rate_limited: 'Too many tries. Wait a moment and try again.',
  service_unavailable: 'The sign-in service cannot be reached right now. Try again in a moment.',
  network: 'No connection. Check your network and try again.',
  timeout: 'That took too long. Try again.',
  invalid_request: 'Something in this request was not right. Reload and try again.',
  cross_origin: 'This request came from another site and was refused.',
  forbidden: 'You are not allowed to do that.',
  not_found: 'That no longer exists.',
  conflict: 'Something else changed meanwhile. Reload and try again.',
  email_not_available: 'That email address cannot be used.',
  reauthentication_required: 'Sign in again to do that.',
  too_large: 'Your session is too large for this browser.',
  impersonation_not_allowed: 'You are acting for this user, so you cannot change this.',
  already_invited: 'This email address is already invited.',
  already_member: 'This user is already a member.',
  current_password_incorrect: 'That is not your current password.',
  role_not_allowed: 'You cannot give or take away a role that you do not have.',
  last_manager:
    'This is the last active member who can manage the organization. Give someone else the role first.',
  too_many_attempts: 'Too many wrong codes. Wait a few minutes and try again.',
  unknown: 'Something went wrong. Try again.',
} as const

/** Every code a flow can show. */
export type FlowErrorCode = keyof typeof FLOW_ERROR_MESSAGES

/** Texts for every error code, in one language. */
export type FlowErrorMessages = Readonly<Record<FlowErrorCode, string>>

/** Whether the code has a text of its own. */
export function isFlowErrorCode(code: string): code is FlowErrorCode {
  return Object.hasOwn(FLOW_ERROR_MESSAGES, code)
}
