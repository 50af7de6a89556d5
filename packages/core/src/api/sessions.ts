import { ConfigError } from '../errors/index.ts'
import { decodeSession } from './decoders.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { renderQuery } from './request/query.ts'
import { nothing, object, withShortcut } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists a user's active sessions.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{id}/sessions`
 */
export function listSessions(
  api: Api,
  { userId, ...params }: ListSessionsParams,
  options?: CallOptions,
): PagePromise<Session> {
  return list(
    api,
    { path: path`/user_management/users/${userId}/sessions`, params, item: readSentSession },
    options,
  )
}

export interface ListSessionsParams extends PageParams {
  userId: string
}

/** One sign-in of a user, on one device. */
export interface Session {
  object: 'session'
  id: string
  userId: string
  organizationId: string | null
  /** The actor, if the user is being impersonated. */
  impersonator?: Impersonator | null
  ipAddress: string | null
  userAgent: string | null
  /** How the session started. Methods that are not listed here are kept as they are. */
  authMethod: SessionAuthMethod
  status: 'active' | 'expired' | 'revoked' | (string & {})
  /** ISO 8601, UTC. */
  expiresAt: string
  /** ISO 8601, UTC. */
  endedAt: string | null
  createdAt: string
  updatedAt: string
}

/** How a session started. */
export type SessionAuthMethod =
  | 'cross_app_auth'
  | 'external_auth'
  | 'impersonation'
  | 'magic_code'
  | 'migrated_session'
  | 'oauth'
  | 'passkey'
  | 'password'
  | 'sso'
  | 'unknown'
  | (string & {})

/** The actor of an impersonated session. */
export interface Impersonator {
  email: string
  /** The reason that the actor gave. */
  reason: string | null
}

/** Reads a {@link Session}. */
export const readSession = object<Session>({
  id: 'string',
  userId: 'string',
  organizationId: 'nullable',
  ipAddress: 'nullable',
  userAgent: 'nullable',
  status: 'string',
  endedAt: 'nullable',
})

/** Reads a {@link Session} straight from the wire. */
const readSentSession = /* @__PURE__ */ withShortcut(readSession, decodeSession)

/**
 * Revokes a session. Its refresh token stops working immediately, its access token when it expires.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `POST /user_management/sessions/revoke`
 */
export function revokeSession(api: Api, params: RevokeSessionParams, options?: CallOptions): Promise<void> {
  const at = path`/user_management/sessions/revoke`
  return request(api, { method: 'POST', path: at, body: params, read: nothing, result: 'nothing' }, options)
}

export interface RevokeSessionParams {
  /** The `sid` claim of the access token. */
  sessionId: string
}

/**
 * Builds the URL that ends a session when the browser opens it. Sends no request.
 *
 * Fails with {@link ConfigError} `input_invalid`.
 * @see OpenAPI `GET /user_management/sessions/logout`
 */
export function getLogoutUrl(api: Api, { sessionId, returnTo }: GetLogoutUrlParams): string {
  if (typeof sessionId !== 'string' || sessionId === '') {
    throw new ConfigError('input_invalid', 'sessionId must be a non-empty string.', { option: 'sessionId' })
  }
  return `${api.baseUrl}/user_management/sessions/logout${renderQuery({ sessionId, returnTo })}`
}

export interface GetLogoutUrlParams {
  /** The `sid` claim of the access token. */
  sessionId: string
  /** The URL that the browser opens afterward. It must be registered. Default: the environment's default page. */
  returnTo?: string
}
