import type { FlowPayload } from '../flow/flow-payload.ts'
import type { SignInOffer } from '../flow/step.ts'
import type { Timers } from './timers.ts'

/** Options of {@link createFlow}. All have defaults. */
export interface FlowOptions {
  /** The flow that the server rendered. If set, the client sends no request on load. */
  initialFlow?: FlowPayload
  /** The sign-in methods of the first step, if the app already knows them. */
  offer?: SignInOffer
  /** The ID of the attempt, from `?flow=` in the page's URL. */
  flow?: string
  /** The token of a password reset or invitation link. */
  token?: string
  invitationToken?: string
  organizationId?: string
  /** The URL to go to afterward. Overrides `?returnTo=` in the page's URL. The handler decides whether it is allowed. */
  returnTo?: string
  /** The URL to go to afterward if neither `returnTo` nor the page's URL contains one. Default: the handler's default. */
  afterSignInUrl?: string
  /** Seconds until an email can be resent. Default 30. */
  resendAfterSeconds?: number
  /**
   * Where the ID of the attempt is kept. `query`: as `?flow=` in the page's URL, so that a reload keeps the step and the
   * browser's Back button goes to the previous step. `memory`: the page's URL is neither read nor changed, which suits a
   * dialog. Default `query`.
   */
  routing?: 'query' | 'memory'
  /** Called instead of navigating to `returnTo`. The session is already updated when it runs. */
  onComplete?(returnTo: string): void
  timers?: Timers
}
