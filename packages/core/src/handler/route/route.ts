import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import type { FlowError, FlowKind, SignInOffer } from '../../flow/index.ts'
import type { Auth, SignedIn } from '../../session/auth.ts'
import type { SetCookie } from '../../session/cookie.ts'
import { checkRequirement } from '../../session/requirement.ts'
import type { Sessions } from '../../session/session-manager.ts'
import type { MemberChange } from '../account/manage-members.ts'
import type { Fault } from '../events/fault.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import type { FlowPages } from '../options/auth-handler-options.ts'
import type { OutgoingEmail } from '../options/outgoing-email.ts'
import type { OrganizationRequest } from '../options/requested-organization.ts'
import type { ReturnTo } from '../options/return-to.ts'
import type { Attempts } from '../services/attempts.ts'
import type { PendingFlows } from '../services/pending-flow.ts'
import type { SingleUse } from '../services/single-use.ts'

/** What every route of the handler works with. Made once; holds nothing of a request. */
export interface HandlerContext {
  client: Client
  clock: Clock
  appOrigin: URL
  /** Other origins whose pages may post here, as they are configured. */
  trustedOrigins: readonly string[]
  basePath: string
  /** The handler's own part of a request's path; `undefined` for a path outside. */
  routePath: (pathname: string) => string | undefined
  /** Accepted `iss` values. */
  issuers: readonly string[]
  pages: FlowPages
  offer: SignInOffer
  sessions: Sessions<FlowFailure>
  flows: PendingFlows
  /** Redeems each code and token once, however often a browser sends it. */
  singleUse: SingleUse
  /** The cookies of a response, and those that drop the oldest sign-ins under way when a browser would send too much. */
  fitCookies: (header: string | null, cookies: readonly SetCookie[]) => readonly SetCookie[]
  returnTo: ReturnTo
  signedOutReturnTo: ReturnTo
  /** Hands a mail over. Its failure is reported as an event. */
  sendEmail: ((email: OutgoingEmail) => void) | undefined
  freshAuthenticationMs: number
  exposeAccessToken: boolean
  /** Areas in which someone who is acting as a user may change something. */
  impersonationMay: ReadonlySet<string>
  canManageMembers: (auth: SignedIn, change: MemberChange) => boolean
  /** Whether a manager may give this role to anybody. */
  mayAssign: (auth: SignedIn, role: string) => boolean
  /**
   * Does work when the response is on its way, so that it does not show in the response or in its time. Failures are
   * reported under `path`.
   */
  afterwards: (path: string, work: () => Promise<unknown>) => void
  /** Bounds wrong guesses, for a user and over all instances. */
  attempts: Attempts
  /** What all instances agree on. Each call gives up in time. */
  coordinator: Coordinator
  clientAddress: (request: Request) => string | undefined
  /** The organization that a request asks to be in, whichever the session is in. */
  organizationOf: (request: OrganizationRequest) => string | undefined
  emit: (event: HandlerEvent) => void
  /** Tells the operator what only they can put right. Finds out first which of two settings is at fault, if need be. */
  report: (fault: Fault, path?: string) => Promise<void>
}

/** A request as a route sees it. */
export interface RouteRequest {
  request: Request
  url: URL
  /** The `:id` of the path. */
  id: string
  /** Fields of a JSON or form body; empty for GET. */
  fields: Readonly<Record<string, string>>
  /** The `Cookie` header. */
  cookies: string | null
  /** The session behind the request, resolved once however often it is asked for. Its cookies go out by themselves. */
  session(): Promise<Auth>
}

/** What a route answers, before it is known whether a script or a plain form asked. */
export interface RouteAnswer {
  /** Default 200. 303 sends the browser to `redirectTo`, whoever asked. */
  status?: number
  body: unknown
  /** Where a plain form goes next. Default: the `returnTo` field. */
  redirectTo?: string
  cookies?: readonly SetCookie[]
  headers?: Record<string, string>
}

/** One route: a verb of the handler's HTTP surface. */
export type Route = (request: RouteRequest, context: HandlerContext) => Promise<RouteAnswer>

/** An answer thrown from inside a route. */
export class RouteError extends Error {
  readonly failure: FlowFailure
  readonly cookies: readonly SetCookie[]
  /** @param cookies Go out with the refusal. */
  constructor(code: FlowError['code'] | FlowFailure, cookies: readonly SetCookie[] = []) {
    const failure = typeof code === 'string' ? flowFailure(code) : code
    super(failure.error.code)
    this.failure = failure
    this.cookies = cookies
  }
}

/** The signed-in person of a request. Refuses everybody else, and says "not now" when that cannot be told. */
export async function requireSignedIn(request: RouteRequest): Promise<SignedIn> {
  const auth = await request.session()
  if (auth.status === 'signed-in') return auth
  throw new RouteError(signedOutFailure(auth))
}

function signedOutFailure(auth: Auth): FlowFailure {
  if (auth.status === 'stale') {
    return flowFailure('service_unavailable', { retryAfterSeconds: auth.retryAfterSeconds })
  }
  return { status: 401, error: { code: 'reauthentication_required' } }
}

/** Refuses a user who signed in too long ago for what they want to do. Impersonation is never a fresh sign-in. */
export function requireFresh(auth: SignedIn, { clock, freshAuthenticationMs }: HandlerContext): void {
  const verdict = checkRequirement(auth, { freshWithin: freshAuthenticationMs / 1000 }, clock.now())
  if (verdict === 'forbidden') throw new RouteError('impersonation_not_allowed')
  if (verdict !== 'met') throw new RouteError('reauthentication_required')
}

/** A flow's kind as a request names it. */
export function readKind(value: string | null | undefined): FlowKind {
  return value === 'sign-up' || value === 'reset-password' || value === 'invitation' ? value : 'sign-in'
}
