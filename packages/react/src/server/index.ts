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

/** The auth handler, as far as rendering needs it. */
export interface AuthHandler {
  /** Calls one of the handler's routes, such as `GET /session`. */
  call(request: Request, route: string): Promise<{ body: unknown; cookies: PendingCookies }>
}

/** What the server knew, and the cookies that its response takes along. */
export interface Initial<T> {
  /** `undefined` when the API could not be reached; the page then requests it. */
  value: T | undefined
  /**
   * The cookies to add to the response: call it when that is ready, and pass them to `personalResponse`. Without them a
   * session that was refreshed in the meantime is lost.
   */
  cookies: PendingCookies
}

/** Settings of {@link getInitialAuth}. */
export interface InitialAuthOptions {
  /** The organization that the page stays in: the same as `<AuthProvider organizationId>`. Default: the session's. */
  organizationId?: string
}

/** The session behind a request, for `<AuthProvider initialAuth>`. */
export function getInitialAuth(
  handler: AuthHandler,
  request: Request,
  options?: InitialAuthOptions,
): Promise<Initial<SessionPayload>> {
  return ask(handler, request, 'GET /session', isSessionPayload, options)
}

/**
 * The flow behind a request's page, for `<SignIn initialFlow>` and its siblings.
 * With it, every step works with JavaScript off.
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

async function ask<T>(
  handler: AuthHandler,
  request: Request,
  route: string,
  accept: (body: object) => body is T & object,
  { organizationId }: InitialAuthOptions = {},
): Promise<Initial<T>> {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']) {
    const value = request.headers.get(name)
    if (value) headers.set(name, value)
  }
  if (organizationId) headers.set(ORGANIZATION_HEADER, encodeURI(organizationId))
  const { body, cookies } = await handler.call(new Request(request.url, { headers }), route)
  const known = typeof body === 'object' && body !== null && accept(body)
  return { value: known ? body : undefined, cookies }
}
