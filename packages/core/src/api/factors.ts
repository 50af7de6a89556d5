import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, optional } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Starts the enrollment of an authenticator app: show the QR code, then confirm it with `authenticateWithTotp` and the
 * returned challenge.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/users/{id}/auth_factors`
 */
export function enrollAuthFactor(
  api: Api,
  { userId, ...body }: EnrollAuthFactorParams,
  options?: CallOptions,
): Promise<EnrolledAuthFactor> {
  const at = path`/user_management/users/${userId}/auth_factors`
  return request(api, { method: 'POST', path: at, body, read: readEnrolled, result: 'enrollment' }, options)
}

export interface EnrollAuthFactorParams {
  userId: string
  type: 'totp'
  /** The issuer name that the authenticator app shows. Default: the team's name. */
  totpIssuer?: string
  /** The account name that the authenticator app shows. Default: the user's email address. */
  totpUser?: string
  /** Base32. Default: generated. */
  totpSecret?: string
}

/** A new factor, with its secrets, and the challenge that confirms it. */
export interface EnrolledAuthFactor {
  authenticationFactor: AuthenticationFactor
  authenticationChallenge: AuthenticationChallenge
}

/** The type of a second factor. Types that are not listed here are kept as they are. */
export type FactorType = 'totp' | 'sms' | 'generic_otp' | 'webauthn' | (string & {})

/** A second factor. */
export interface AuthenticationFactor {
  object: 'authentication_factor'
  id: string
  type: FactorType
  userId?: string | null
  totp?: Totp | null
  sms?: { phoneNumber: string } | null
  createdAt: string
  updatedAt: string
}

/** An authenticator app. The last three fields are returned only on enrollment, and are redacted in logs and JSON. */
export interface Totp {
  issuer: string
  user: string
  /** Base32, 160 bits. Secret. */
  secret?: string
  /** `data:image/png;base64,…` of `uri`. Secret. */
  qrCode?: string
  /** `otpauth://totp/…`. Secret. */
  uri?: string
}

/** The challenge that a code from the factor completes. */
export interface AuthenticationChallenge {
  object: 'authentication_challenge'
  id: string
  authenticationFactorId: string
  /** ISO 8601, UTC. Ten minutes after `createdAt`. */
  expiresAt: string | null
  createdAt: string
  updatedAt: string
}

const readFactor = object<AuthenticationFactor>({
  id: 'string',
  type: 'string',
  totp: optional(object<Totp>({}, ['secret', 'qrCode', 'uri'])),
})

const readChallenge = object<AuthenticationChallenge & { code?: string }>(
  { id: 'string', authenticationFactorId: 'string', expiresAt: 'nullable' },
  ['code'],
)

const readEnrolled = object<EnrolledAuthFactor>({
  authenticationFactor: readFactor,
  authenticationChallenge: readChallenge,
})

/**
 * Enrolls a factor of any type. It does not have to belong to a user. Challenge it with {@link challengeAuthFactor}.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `POST /auth/factors/enroll`
 */
export function createAuthFactor(
  api: Api,
  params: CreateAuthFactorParams,
  options?: CallOptions,
): Promise<AuthenticationFactor> {
  const at = path`/auth/factors/enroll`
  return request(api, { method: 'POST', path: at, body: params, read: readFactor, result: 'factor' }, options)
}

export interface CreateAuthFactorParams {
  type: 'generic_otp' | 'sms' | 'totp'
  /** For `sms`: the phone number in E.164 format. */
  phoneNumber?: string
  totpIssuer?: string
  totpUser?: string
  userId?: string
}

/**
 * Lists a user's factors, without their secrets.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{id}/auth_factors`
 */
export function listAuthFactors(
  api: Api,
  { userId, ...params }: ListAuthFactorsParams,
  options?: CallOptions,
): PagePromise<AuthenticationFactor> {
  return list(
    api,
    { path: path`/user_management/users/${userId}/auth_factors`, params, item: readFactor },
    options,
  )
}

export interface ListAuthFactorsParams extends PageParams {
  userId: string
}

/**
 * Fetches a factor, without its secrets.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /auth/factors/{id}`
 */
export function getAuthFactor(
  api: Api,
  { factorId }: GetAuthFactorParams,
  options?: CallOptions,
): Promise<AuthenticationFactor> {
  return request(
    api,
    { method: 'GET', path: path`/auth/factors/${factorId}`, read: readFactor, result: 'factor' },
    options,
  )
}

export interface GetAuthFactorParams {
  factorId: string
}

/**
 * Removes a factor.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `DELETE /auth/factors/{id}`
 */
export function deleteAuthFactor(
  api: Api,
  { factorId }: DeleteAuthFactorParams,
  options?: CallOptions,
): Promise<void> {
  return request(
    api,
    { method: 'DELETE', path: path`/auth/factors/${factorId}`, read: nothing, result: 'nothing' },
    options,
  )
}

export interface DeleteAuthFactorParams {
  factorId: string
}

/**
 * Creates a challenge for a factor. It is required after `mfa_challenge`, which returns the user's factors but no challenge.
 *
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /auth/factors/{id}/challenge`
 */
export function challengeAuthFactor(
  api: Api,
  { factorId, ...body }: ChallengeAuthFactorParams,
  options?: CallOptions,
): Promise<AuthenticationChallenge> {
  const at = path`/auth/factors/${factorId}/challenge`
  return request(api, { method: 'POST', path: at, body, read: readChallenge, result: 'challenge' }, options)
}

export interface ChallengeAuthFactorParams {
  factorId: string
  /** The text of the message, in which `{{code}}` is replaced by the code. For factors of type `sms` only. */
  smsTemplate?: string
}

/**
 * Checks a code against a challenge, outside of sign-in. A wrong code returns `valid: false`, not an error.
 *
 * Fails with `ApiError` `one_time_code_too_many_attempts` or `entity_not_found`.
 * @see OpenAPI `POST /auth/challenges/{id}/verify`
 */
export function verifyAuthChallenge(
  api: Api,
  { authenticationChallengeId, ...body }: VerifyAuthChallengeParams,
  options?: CallOptions,
): Promise<VerifiedAuthChallenge> {
  const at = path`/auth/challenges/${authenticationChallengeId}/verify`
  const call = {
    method: 'POST',
    path: at,
    body,
    once: true,
    read: readVerified,
    result: 'verification',
  } as const
  return request(api, call, options)
}

export interface VerifyAuthChallengeParams {
  authenticationChallengeId: string
  /** Six digits. */
  code: string
}

/** Whether the code is valid. */
export interface VerifiedAuthChallenge {
  challenge: AuthenticationChallenge
  valid: boolean
}

const readVerified = object<VerifiedAuthChallenge>({ challenge: readChallenge, valid: 'boolean' })
