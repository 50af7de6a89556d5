/**
 * What a server passes to the first render. Safe to import in server components.
 *
 * @module @latchkey/react/server
 */

import {
  type FlowKind,
  type FlowPayload,
  flowErrorIn,
  flowQuery,
  ORGANIZATION_HEADER,
  type SessionPayload,
} from '@latchkey/core'
import type { PendingCookies } from '@latchkey/core/server'

/** The part of the auth handler that rendering needs. */
export interface AuthHandler {
  /** Calls one of the handler's routes, such as `GET /session`. */
  call(request: Request, route: string): Promise<{ body: unknown; cookies: PendingCookies }>
}

/** A value that the server read, and the cookies that belong to its response. */
export interface Initial<T> {
  /** `undefined` if the API could not be reached. The page then requests it. */
  value: T | undefined
  /**
   * Returns the cookies to add to the response. Call it when the response is ready, and pass them to `personalResponse`.
   * Without them, a session that was refreshed in the meantime is lost.
   */
  cookies: PendingCookies
}

/** Options of {@link getInitialAuth}. */
export interface InitialAuthOptions {
  /**
   * The organization to which the page is pinned: the same as in `<AuthProvider organizationId>`. Default: the session's active
   * organization.
   */
  organizationId?: string
}

/** The session of a request, for `<AuthProvider initialAuth>`. */
export function getInitialAuth(
  handler: AuthHandler,
  request: Request,
  options?: InitialAuthOptions,
): Promise<Initial<SessionPayload>> {
  return ask(handler, request, 'GET /session', isSessionPayload, options)
}

/**
 * The flow of a requested page, for `<SignIn initialFlow>` and the other flow components. With it, every step works without
 * JavaScript.
 */
export async function getInitialFlow(
  handler: AuthHandler,
  request: Request,
  kind: FlowKind,
): Promise<Initial<FlowPayload>> {
  const page = new URL(request.url).searchParams
  const initial = await ask(handler, request, `GET /flow?${flowQuery(kind, page)}`, isFlowPayload)
  const error = flowErrorIn(page)
  if (!initial.value || initial.value.error || !error) return initial
  return { ...initial, value: { ...initial.value, error } }
}

const isSessionPayload = (body: object): body is SessionPayload => 'status' in body
const isFlowPayload = (body: object): body is FlowPayload => 'step' in body

/** The headers that identify the sender. With an access token, the handler ignores the cookies. */
const FORWARDED = [
  ...['authorization', 'cookie', 'user-agent'],
  ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'],
]

async function ask<T>(
  handler: AuthHandler,
  request: Request,
  route: string,
  accept: (body: object) => body is T & object,
  { organizationId }: InitialAuthOptions = {},
): Promise<Initial<T>> {
  const headers = new Headers()
  for (const name of FORWARDED) {
    const value = request.headers.get(name)
    if (value) headers.set(name, value)
  }
  if (organizationId) headers.set(ORGANIZATION_HEADER, encodeURI(organizationId))
  const { body, cookies } = await handler.call(new Request(request.url, { headers }), route)
  const known = typeof body === 'object' && body !== null && accept(body)
  return { value: known ? body : undefined, cookies }
}
