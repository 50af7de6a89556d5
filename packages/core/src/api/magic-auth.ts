import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Emails a one-time sign-in code. An unknown email address creates a new, unverified user.
 *
 * The API's current specification no longer lists this endpoint. It lists {@link createMagicAuth} instead.
 * Fails with `ApiError` `invalid_request_parameters` or `too_many_requests`.
 * @see OpenAPI `POST /user_management/magic_auth/send`
 */
export function sendMagicAuthCode(
  api: Api,
  params: SendMagicAuthCodeParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/user_management/magic_auth/send`
  return request(api, { method: 'POST', path: at, body: params, read: nothing, result: 'nothing' }, options)
}

export interface SendMagicAuthCodeParams {
  email: string
}

/**
 * Creates a one-time sign-in code and returns it, so that you can send the email yourself.
 *
 * Fails with `ApiError` `invitation_invalid`, `authentication_method_not_allowed`, `sign_up_not_allowed`,
 * `email_domain_not_deliverable` or `too_many_requests`.
 * @see OpenAPI `POST /user_management/magic_auth`
 */
export function createMagicAuth(
  api: Api,
  params: CreateMagicAuthParams,
  options?: CallOptions,
): Promise<MagicAuth> {
  const at = path`/user_management/magic_auth`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readMagicAuth, result: 'magicAuth' },
    options,
  )
}

export interface CreateMagicAuthParams {
  email: string
  invitationToken?: string
  ipAddress?: string
  userAgent?: string
  radarAuthAttemptId?: string
  signalsId?: string
}

/**
 * Fetches a one-time sign-in code.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/magic_auth/{id}`
 */
export function getMagicAuth(
  api: Api,
  { magicAuthId }: GetMagicAuthParams,
  options?: CallOptions,
): Promise<MagicAuth> {
  const at = path`/user_management/magic_auth/${magicAuthId}`
  return request(api, { method: 'GET', path: at, read: readMagicAuth, result: 'magicAuth' }, options)
}

export interface GetMagicAuthParams {
  magicAuthId: string
}

/** A pending one-time code. `code` is readable, but redacted in logs and JSON. */
export interface MagicAuth {
  object: 'magic_auth'
  id: string
  userId: string
  email: string
  /** Six digits. Secret. */
  code: string
  /** ISO 8601, UTC. Ten minutes after `createdAt`. */
  expiresAt: string
  createdAt: string
  updatedAt: string
  radarAuthAttemptId?: string
}

const readMagicAuth = object<MagicAuth>({ id: 'string', userId: 'string', email: 'string', code: 'string' }, [
  'code',
])
