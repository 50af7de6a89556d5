import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import type { SignInOffer } from '../../flow/index.ts'
import type { SetCookie } from '../../session/cookie.ts'
import type { Resolved } from '../../session/resolved.ts'
import type { Sessions } from '../../session/session-manager.ts'
import type { SessionUser } from '../../session/session-payload.ts'
import type { Fault } from '../events/fault.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import type { FlowPages } from '../options/auth-handler-options.ts'
import type { OutgoingEmail } from '../options/outgoing-email.ts'
import type { Permissions } from '../options/permissions.ts'
import type { ResolvableRequest } from '../options/requested-organization.ts'
import type { ReturnTo } from '../options/return-to.ts'
import type { BeforeSignUp, OwnFields } from '../options/sign-up-fields.ts'
import type { Attempts } from '../services/attempts.ts'
import type { PendingFlows } from '../services/pending-flow.ts'
import type { ReadSessionUser } from '../services/session-user.ts'
import type { SingleUse } from '../services/single-use.ts'

/** The dependencies of every route. Created once; contains no data of a request. */
export interface HandlerContext extends Permissions {
  client: Client
  clock: Clock
  appOrigin: URL
  /** Other origins whose pages may send requests here, as configured. */
  trustedOrigins: readonly string[]
  basePath: string
  /** The part of a request's path below the handler's base path; `undefined` for any other path. */
  routePath: (pathname: string) => string | undefined
  /** Accepted `iss` values. */
  issuers: readonly string[]
  pages: FlowPages
  offer: SignInOffer
  signUpFields: OwnFields
  beforeSignUp: BeforeSignUp | undefined
  sessions: Sessions<FlowFailure>
  flows: PendingFlows
  /** Redeems each code and token only once, however often a browser sends it. */
  singleUse: SingleUse
  /**
   * Returns the cookies of a response, and adds those that delete the oldest unfinished sign-ins if the browser would
   * otherwise send too many.
   */
  fitCookies: (header: string | null, cookies: readonly SetCookie[]) => readonly SetCookie[]
  returnTo: ReturnTo
  signedOutReturnTo: ReturnTo
  /** Sends an email. A failure is reported as an event. */
  sendEmail: ((email: OutgoingEmail) => void) | undefined
  freshAuthenticationMs: number
  exposeAccessToken: boolean
  /**
   * Does work in the background, so that it affects neither the response nor its timing. Failures are reported under
   * `path`.
   */
  afterward: (path: string, work: () => Promise<unknown>) => void
  /** Limits wrong guesses per user, across all instances. */
  attempts: Attempts
  /** The state that all instances share. Each call has a timeout. */
  coordinator: Coordinator
  clientAddress: (request: Request) => string | undefined
  /** Whether a request has a token in `Authorization: Bearer`. Its cookies are then neither read nor set. */
  isBearer: (request: Pick<Request, 'headers'>) => boolean
  /** Resolves the session of a request: that of its access token, or else of its cookies. */
  resolve: (
    request: ResolvableRequest,
    options?: { organizationId?: string; refresh?: boolean },
  ) => Promise<Resolved>
  /** Returns the user data that the session stores. */
  readSessionUser: ReadSessionUser
  /** Called with the new data of a user who has changed. */
  userChanged: (user: SessionUser) => void
  /** The organization that a request names, regardless of the session's active organization. */
  organizationOf: (request: ResolvableRequest) => string | undefined
  emit: (event: HandlerEvent) => void
  /** Reports what only the operator can fix. If two settings could be at fault, it first determines which one. */
  report: (fault: Fault, path?: string) => Promise<void>
}
