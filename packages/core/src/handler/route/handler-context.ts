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
import type { OrganizationRequest } from '../options/requested-organization.ts'
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
  /** Other origins whose pages may post here, as they are configured. */
  trustedOrigins: readonly string[]
  basePath: string
  /** The handler's own part of a request's path; `undefined` for a path outside. */
  routePath: (pathname: string) => string | undefined
  /** Accepted `iss` values. */
  issuers: readonly string[]
  pages: FlowPages
  offer: SignInOffer
  signUpFields: OwnFields
  beforeSignUp: BeforeSignUp | undefined
  sessions: Sessions<FlowFailure>
  flows: PendingFlows
  /** Redeems each code and token once, however often a browser sends it. */
  singleUse: SingleUse
  /** The cookies of a response, and those that delete the oldest unfinished sign-ins when a browser would send too much. */
  fitCookies: (header: string | null, cookies: readonly SetCookie[]) => readonly SetCookie[]
  returnTo: ReturnTo
  signedOutReturnTo: ReturnTo
  /** Passes an email on. Its failure is reported as an event. */
  sendEmail: ((email: OutgoingEmail) => void) | undefined
  freshAuthenticationMs: number
  exposeAccessToken: boolean
  /**
   * Does work when the response is on its way, so that it does not show in the response or in its time. Failures are
   * reported under `path`.
   */
  afterward: (path: string, work: () => Promise<unknown>) => void
  /** Bounds wrong guesses, for a user and over all instances. */
  attempts: Attempts
  /** What all instances agree on. Each call gives up in time. */
  coordinator: Coordinator
  clientAddress: (request: Request) => string | undefined
  /** Whether a request names its caller in `Authorization: Bearer`. Its cookies are neither read nor set. */
  isBearer: (request: Pick<Request, 'headers'>) => boolean
  /** Who sent a request: the caller of its access token, or else of its cookies. */
  resolve: (
    request: OrganizationRequest,
    options?: { organizationId?: string; refresh?: boolean },
  ) => Promise<Resolved>
  /** The data of a user that the session keeps. */
  readSessionUser: ReadSessionUser
  /** Hears of what changed of a user. */
  userChanged: (user: SessionUser) => void
  /** The organization that a request asks for, regardless of the session's active organization. */
  organizationOf: (request: OrganizationRequest) => string | undefined
  emit: (event: HandlerEvent) => void
  /** Tells the operator what only they can fix. Finds out first which of two settings is at fault, if need be. */
  report: (fault: Fault, path?: string) => Promise<void>
}
