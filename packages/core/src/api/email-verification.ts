import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'
import { readUser, type User } from './users.ts'

/**
 * Emails a user a code that verifies their email address. Earlier codes stop working.
 *
 * Fails with `ApiError` `email_already_verified`, `entity_not_found` or `daily_quota_exceeded`.
 * @see OpenAPI `POST /user_management/users/{id}/email_verification/send`
 */
export function sendVerificationEmail(
  api: Api,
  { userId }: SendVerificationEmailParams,
  options?: CallOptions,
): Promise<UserResponse> {
  const at = path`/user_management/users/${userId}/email_verification/send`
  return request(api, { method: 'POST', path: at, read: readUserResponse, result: 'response' }, options)
}

export interface SendVerificationEmailParams {
  userId: string
}

/** The response of endpoints that wrap the user in an object. */
export interface UserResponse {
  user: User
}

/** Reads a {@link UserResponse}. */
export const readUserResponse = object<UserResponse>({ user: readUser })

/**
 * Verifies a user's email address with the code that was sent to it.
 *
 * Fails with `ApiError` `email_verification_code_incorrect`, `email_verification_code_expired`,
 * `email_verification_code_previously_used`, `email_previously_verified` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/users/{id}/email_verification/confirm`
 */
export function verifyEmail(
  api: Api,
  { userId, ...body }: VerifyEmailParams,
  options?: CallOptions,
): Promise<UserResponse> {
  const at = path`/user_management/users/${userId}/email_verification/confirm`
  return request(api, { method: 'POST', path: at, body, read: readUserResponse, result: 'response' }, options)
}

export interface VerifyEmailParams {
  userId: string
  /** Six digits. */
  code: string
}

/**
 * Fetches an email verification with its code, so that you can send the email yourself.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/email_verification/{id}`
 */
export function getEmailVerification(
  api: Api,
  { emailVerificationId }: GetEmailVerificationParams,
  options?: CallOptions,
): Promise<EmailVerification> {
  const at = path`/user_management/email_verification/${emailVerificationId}`
  const call = { method: 'GET', path: at, read: readEmailVerification, result: 'emailVerification' } as const
  return request(api, call, options)
}

export interface GetEmailVerificationParams {
  emailVerificationId: string
}

/** A pending email verification. `code` is readable, but redacted in logs and JSON. */
export interface EmailVerification {
  object: 'email_verification'
  id: string
  userId: string
  email: string
  /** Six digits. Secret. */
  code: string
  /** ISO 8601, UTC. Ten minutes after `createdAt`. */
  expiresAt: string
  createdAt: string
  updatedAt: string
}

const readEmailVerification = object<EmailVerification>(
  { id: 'string', userId: 'string', email: 'string', code: 'string' },
  ['code'],
)
