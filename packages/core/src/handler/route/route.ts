import type { FlowError } from '../../flow/index.ts'
import type { Auth } from '../../session/auth.ts'
import type { CookiesToSet } from '../../session/resolved.ts'
import type { HandlerContext } from './handler-context.ts'

/** A request as a route sees it. */
export interface RouteRequest {
  request: Request
  url: URL
  /** The `:id` in the path. */
  id: string
  /** Fields of a JSON or form body; empty for GET. */
  fields: Readonly<Record<string, string>>
  /** The `Cookie` header; `null` for a request that has an access token. */
  cookies: string | null
  /** Whether the caller sent an access token. Cookies are then neither read nor set. */
  isBearer: boolean
  /**
   * Returns the session of the request, resolved once per request. Its cookies are added to the response automatically.
   */
  session(): Promise<Auth>
}

/** The result of a route, before it is known whether a script or a plain form sent the request. */
export interface RouteResult {
  /** Default 200. 303 sends every caller to `redirectTo`. */
  status?: number
  body: unknown
  /** Where a plain form goes next. Default: the `returnTo` field. */
  redirectTo?: string
  cookies?: CookiesToSet
  headers?: Record<string, string>
}

/** One route: an operation of the handler's HTTP interface. */
export type Route = (request: RouteRequest, context: HandlerContext) => Promise<RouteResult>

/** The `Retry-After` header, if the time is known. */
export const retryAfter = (error: FlowError | undefined): Record<string, string> =>
  error?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }
