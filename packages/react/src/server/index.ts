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

/** The auth handler, as far as rendering needs it. */
export interface AuthHandler {
  /** Answers a request below the handler's path. */
  handle(request: Request): Promise<Response>
}

/** What the server knew, and the cookies that its response must set. */
export interface Initial<T> {
  /** `undefined` when the API could not be reached; the page then requests it. */
  value: T | undefined
  /** Each is one `Set-Cookie` header. Without them a session that was refreshed in the meantime is lost. */
  cookies: readonly string[]
}

/** Settings of the functions here. */
export interface InitialOptions {
  /** Where the handler is mounted. Default `/auth`. */
  basePath?: string
}

/** Settings of {@link getInitialAuth}. */
export interface InitialAuthOptions extends InitialOptions {
  /** The organization that the page stays in: the same as `<AuthProvider organizationId>`. Default: the session's. */
  organizationId?: string
}

/** The session behind a request, for `<AuthProvider initialAuth>`. */
export function getInitialAuth(
  handler: AuthHandler,
  request: Request,
  options?: InitialAuthOptions,
): Promise<Initial<SessionPayload>> {
  return ask(handler, request, '/session', options, (body): body is SessionPayload => 'status' in body)
}

/**
 * The flow behind a request's page, for `<SignIn initialFlow>` and its siblings.
 * With it, every step works with JavaScript off.
 */
export async function getInitialFlow(
  handler: AuthHandler,
  request: Request,
  kind: FlowKind,
  options?: InitialOptions,
): Promise<Initial<FlowPayload>> {
  const page = new URL(request.url).searchParams
  const initial = await ask(handler, request, `/flow?${flowQuery(kind, page)}`, options, isFlowPayload)
  const error = flowErrorIn(page)
  if (!initial.value || initial.value.error || !error) return initial
  return { ...initial, value: { ...initial.value, error } }
}

const isFlowPayload = (body: object): body is FlowPayload => 'step' in body

async function ask<T>(
  handler: AuthHandler,
  request: Request,
  path: string,
  { basePath = '/auth', organizationId }: InitialAuthOptions = {},
  accept: (body: object) => body is T & object,
): Promise<Initial<T>> {
  const headers = new Headers({ accept: 'application/json' })
  for (const name of ['cookie', 'user-agent', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']) {
    const value = request.headers.get(name)
    if (value) headers.set(name, value)
  }
  if (organizationId) headers.set(ORGANIZATION_HEADER, encodeURI(organizationId))
  const response = await handler.handle(new Request(new URL(basePath + path, request.url), { headers }))
  const cookies = response.headers.getSetCookie()
  const body: unknown = await response.json().catch(() => null)
  const known = typeof body === 'object' && body !== null && accept(body)
  return { value: known ? body : undefined, cookies }
}
