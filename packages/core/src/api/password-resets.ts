import { readUserResponse, type UserResponse } from './email-verification.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Emails a link for choosing a new password.
 *
 * The API's current specification no longer lists this endpoint. It lists {@link createPasswordReset} instead.
 * Fails with `ApiError` `entity_not_found` or `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/password_reset/send`
 */
export function sendPasswordResetEmail(
  api: Api,
  params: SendPasswordResetEmailParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/user_management/password_reset/send`
  return request(api, { method: 'POST', path: at, body: params, read: nothing, result: 'nothing' }, options)
}

export interface SendPasswordResetEmailParams {
  email: string
  /** The URL of your page for choosing a password. `?token=…` is added to it. */
  passwordResetUrl: string
}

/**
 * Sets a new password, verifies the email address and revokes all of the user's sessions.
 *
 * Fails with `ApiError` `password_reset_token_not_found` (unknown, used or expired), `password_reset_error` (too
 * weak) or `email_password_auth_disabled`.
 * @see OpenAPI `POST /user_management/password_reset/confirm`
 */
export function resetPassword(
  api: Api,
  params: ResetPasswordParams,
  options?: CallOptions,
): Promise<UserResponse> {
  const at = path`/user_management/password_reset/confirm`
  const call = { method: 'POST', path: at, body: params, read: readUserResponse, result: 'response' } as const
  return request(api, call, options)
}

export interface ResetPasswordParams {
  token: string
  newPassword: string
}

/**
 * Creates a password reset and returns its token and link, so that you can send the email yourself.
 *
 * Fails with `ApiError` `entity_not_found`, `email_password_auth_disabled`, `password_reset_not_allowed` or
 * `too_many_requests`.
 * @see OpenAPI `POST /user_management/password_reset`
 */
export function createPasswordReset(
  api: Api,
  params: CreatePasswordResetParams,
  options?: CallOptions,
): Promise<PasswordReset> {
  const at = path`/user_management/password_reset`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readPasswordReset,
    result: 'passwordReset',
  } as const
  return request(api, call, options)
}

export interface CreatePasswordResetParams {
  email: string
}

/**
 * Fetches a password reset with its token and link.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/password_reset/{id}`
 */
export function getPasswordReset(
  api: Api,
  { passwordResetId }: GetPasswordResetParams,
  options?: CallOptions,
): Promise<PasswordReset> {
  const at = path`/user_management/password_reset/${passwordResetId}`
  return request(api, { method: 'GET', path: at, read: readPasswordReset, result: 'passwordReset' }, options)
}

export interface GetPasswordResetParams {
  passwordResetId: string
}

/** A pending password reset. The token and URL are readable, but redacted in logs and JSON. */
export interface PasswordReset {
  object: 'password_reset'
  id: string
  userId: string
  email: string
  /** Secret. */
  passwordResetToken: string
  /** Contains the token. */
  passwordResetUrl: string
  /** ISO 8601, UTC. Fifteen minutes after `createdAt`. */
  expiresAt: string
  createdAt: string
}

const readPasswordReset = object<PasswordReset>(
  { id: 'string', userId: 'string', email: 'string', passwordResetToken: 'string' },
  ['passwordResetToken', 'passwordResetUrl'],
)
