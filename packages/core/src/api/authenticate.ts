import { ApiError } from '../errors/index.ts'
import type { AuthenticateComplete, AuthenticateOutcome } from './outcome.ts'
import { type RefreshComplete, readComplete, readRefreshComplete, readStep } from './read-outcome.ts'
import { type Api, requireClientId } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { requireKey } from './request/outgoing.ts'
import { path } from './request/path.ts'
import type { Reader } from './request/reader.ts'
import { request } from './request/request.ts'

/** Parameters of all sign-in methods. */
export interface AuthenticateParams {
  /** Default: the client ID of the API client. */
  clientId?: string
  /** The user's IP address, for the session list and fraud checks. */
  ipAddress?: string
  /** The `User-Agent` header of the user's browser. */
  userAgent?: string
  deviceId?: string
}

/**
 * Signs a user in with an email address and a password.
 *
 * Fails with `ApiError` `invalid_credentials` (a wrong password or an unknown email address), `invitation_invalid` or
 * `too_many_requests`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `password`
 */
export function authenticateWithPassword(
  api: Api,
  params: AuthenticateWithPasswordParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'password', params, options)
}

export interface AuthenticateWithPasswordParams extends AuthenticateParams {
  email: string
  password: string
  invitationToken?: string
  signalsId?: string
  radarAuthAttemptId?: string
}

/**
 * Exchanges the code that the redirect URI received, on a server that has the API key.
 *
 * The code works once, so the call is retried only if it provably did not arrive (see `resendWhenLost`); a
 * `TransportError` with `outcome` `unknown` means the code may be used up. Fails with `ApiError` `invalid_grant`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `authorization_code`
 */
export function authenticateWithCode(
  api: Api,
  params: AuthenticateWithCodeParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'authorization_code', params, options)
}

export interface AuthenticateWithCodeParams extends AuthenticateParams {
  code: string
  /** From `getAuthorizationUrlWithPkce`, if that started the sign-in. */
  codeVerifier?: string
  invitationToken?: string
  signalsId?: string
}

/**
 * Exchanges the code that the redirect URI received, in a client without an API key.
 *
 * Fails with `ApiError` `invalid_grant` or `code_challenge_not_found`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `authorization_code`, RFC 7636 §4.5
 */
export function authenticateWithCodeAndVerifier(
  api: Api,
  params: AuthenticateWithCodeAndVerifierParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return authenticate(api, () => grant(api, 'authorization_code', params), readComplete, options)
}

export interface AuthenticateWithCodeAndVerifierParams extends AuthenticateParams {
  code: string
  codeVerifier: string
  invitationToken?: string
}

/**
 * Signs a user in with an emailed one-time code.
 *
 * Fails with `ApiError` `invalid_one_time_code`, `one_time_code_expired`, `one_time_code_previously_used` or
 * `one_time_code_too_many_attempts`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:workos:oauth:grant-type:magic-auth:code`
 */
export function authenticateWithMagicAuth(
  api: Api,
  params: AuthenticateWithMagicAuthParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:magic-auth:code', params, options)
}

export interface AuthenticateWithMagicAuthParams extends AuthenticateParams {
  /** Six digits. */
  code: string
  email: string
  invitationToken?: string
  /** The code of an earlier sign-in that matched an existing user. It links that account to this one. */
  linkAuthorizationCode?: string
  radarAuthAttemptId?: string
  signalsId?: string
}

/**
 * Continues after `mfa_challenge` or `mfa_enrollment`, with a code from the authenticator app.
 *
 * Fails with `ApiError` `invalid_one_time_code`, `one_time_code_expired`, `one_time_code_previously_used`,
 * `one_time_code_too_many_attempts`, `invalid_pending_authentication_token` or `user_mismatch`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:workos:oauth:grant-type:mfa-totp`
 */
export function authenticateWithTotp(
  api: Api,
  params: AuthenticateWithTotpParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:mfa-totp', params, options)
}

export interface AuthenticateWithTotpParams extends AuthenticateParams {
  /** Six digits. */
  code: string
  pendingAuthenticationToken: string
  /** From `challengeAuthFactor` or `enrollAuthFactor`. */
  authenticationChallengeId: string
}

/**
 * Continues after `email_verification_required`, with the code that was emailed to the user.
 *
 * Fails with `ApiError` `invalid_one_time_code`, `one_time_code_expired`, `one_time_code_previously_used`,
 * `one_time_code_too_many_attempts` or `invalid_pending_authentication_token`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type`
 *   `urn:workos:oauth:grant-type:email-verification:code`
 */
export function authenticateWithEmailVerificationCode(
  api: Api,
  params: AuthenticateWithEmailVerificationCodeParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:email-verification:code', params, options)
}

export interface AuthenticateWithEmailVerificationCodeParams extends AuthenticateParams {
  /** Six digits. */
  code: string
  pendingAuthenticationToken: string
}

/**
 * Continues after `organization_selection_required`, with the organization that the user chose.
 *
 * Fails with `ApiError` `invalid_organization_id`, `organization_membership_not_found` or
 * `invalid_pending_authentication_token`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:workos:oauth:grant-type:organization-selection`
 */
export function authenticateWithOrganizationSelection(
  api: Api,
  params: AuthenticateWithOrganizationSelectionParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:organization-selection', params, options)
}

export interface AuthenticateWithOrganizationSelectionParams extends AuthenticateParams {
  pendingAuthenticationToken: string
  organizationId: string
}

/**
 * Continues after `radar_email_challenge`, with the code that the API emailed.
 *
 * Fails with `ApiError` `invalid_one_time_code`, `one_time_code_expired`, `one_time_code_too_many_attempts` or
 * `invalid_pending_authentication_token`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:workos:oauth:grant-type:radar-email-challenge:code`
 */
export function authenticateWithRadarEmailChallenge(
  api: Api,
  params: AuthenticateWithRadarEmailChallengeParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:radar-email-challenge:code', params, options)
}

export interface AuthenticateWithRadarEmailChallengeParams extends AuthenticateParams {
  /** Six digits. */
  code: string
  pendingAuthenticationToken: string
  radarChallengeId: string
}

/**
 * Continues after `radar_sms_challenge`, with the code that `sendRadarSmsChallenge` sent.
 *
 * Fails with `ApiError` `invalid_one_time_code`, `one_time_code_expired`, `one_time_code_too_many_attempts` or
 * `invalid_pending_authentication_token`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:workos:oauth:grant-type:radar-sms-challenge:code`
 */
export function authenticateWithRadarSmsChallenge(
  api: Api,
  params: AuthenticateWithRadarSmsChallengeParams,
  options?: CallOptions,
): Promise<AuthenticateOutcome> {
  return confidential(api, 'urn:workos:oauth:grant-type:radar-sms-challenge:code', params, options)
}

export interface AuthenticateWithRadarSmsChallengeParams extends AuthenticateParams {
  /** Six digits. */
  code: string
  pendingAuthenticationToken: string
  /** The `verificationId` that `sendRadarSmsChallenge` returned. */
  verificationId: string
  phoneNumber: string
}

/** The result of a refresh: new tokens, or a required step. */
export type RefreshOutcome = RefreshComplete | Exclude<AuthenticateOutcome, AuthenticateComplete>

/**
 * Exchanges a refresh token for new tokens, optionally for another organization. A public client needs no
 * API key.
 *
 * The token works once: a `TransportError` with `outcome` `unknown` means it may be used up. Fails with `ApiError`
 * `invalid_grant` (unknown, used, or the session has ended), `organization_not_found`,
 * `organization_membership_not_found`, `mfa_enrollment` or `token_too_big`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `refresh_token`
 */
export function authenticateWithRefreshToken(
  api: Api,
  params: AuthenticateWithRefreshTokenParams,
  options?: CallOptions,
): Promise<RefreshOutcome> {
  const body = () => ({ ...grant(api, 'refresh_token', params), clientSecret: api.key() })
  return authenticate(api, body, readRefreshComplete, options)
}

export interface AuthenticateWithRefreshTokenParams extends AuthenticateParams {
  refreshToken: string
  /** Switches the session to this organization. Default: the organization stays the same. */
  organizationId?: string
}

/** The result of polling for a device. `slow_down`: increase the interval between polls by five seconds. */
export type DeviceOutcome = AuthenticateOutcome | { status: 'authorization_pending' | 'slow_down' }

/**
 * Checks whether the user has approved the device. Poll every `interval` seconds.
 *
 * Fails with `ApiError` `access_denied`, `expired_token` or `invalid_grant`.
 * @see OpenAPI `POST /user_management/authenticate`, `grant_type` `urn:ietf:params:oauth:grant-type:device_code`,
 *   RFC 8628 §3.4
 */
export async function authenticateWithDeviceCode(
  api: Api,
  params: AuthenticateWithDeviceCodeParams,
  options?: CallOptions,
): Promise<DeviceOutcome> {
  const body = () => grant(api, 'urn:ietf:params:oauth:grant-type:device_code', params)
  try {
    return await authenticate(api, body, readComplete, options)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code !== 'authorization_pending' && error.code !== 'slow_down') throw error
    return { status: error.code }
  }
}

export interface AuthenticateWithDeviceCodeParams extends AuthenticateParams {
  deviceCode: string
}

function confidential(
  api: Api,
  grantType: string,
  params: AuthenticateParams,
  options: CallOptions | undefined,
): Promise<AuthenticateOutcome> {
  const body = () => ({ ...grant(api, grantType, params), clientSecret: requireKey(api) })
  return authenticate(api, body, readComplete, options)
}

function grant(api: Api, grantType: string, params: AuthenticateParams): object {
  return { ...params, clientId: requireClientId(api, params.clientId), grantType }
}

/**
 * Tokens take up a few kilobytes. Many responses may be in flight at once, so each must be limited to much less than the
 * general limit.
 */
const MAXIMUM_BYTES = 256 * 1024

/** The API key is sent in the body as `client_secret` here, not in a header. */
async function authenticate<T>(
  api: Api,
  body: () => object,
  read: Reader<T>,
  options: CallOptions | undefined,
): Promise<T | Exclude<AuthenticateOutcome, AuthenticateComplete>> {
  const at = path`/user_management/authenticate`
  const call = {
    method: 'POST',
    path: at,
    body: body(),
    once: true,
    maximumBytes: MAXIMUM_BYTES,
    withoutKey: true,
    read,
    result: 'session',
  } as const
  try {
    return await request(api, call, options)
  } catch (error) {
    const step = error instanceof ApiError ? readStep(error) : undefined
    if (step === undefined) throw error
    return step
  }
}
