import type { FlowPayload } from '../flow/flow-payload.ts'
import type { SignInOffer } from '../flow/step.ts'
import type { Timers } from './timers.ts'

/** Settings of {@link createFlow}. All have defaults. */
export interface FlowOptions {
  /** The flow as the server rendered it. With it, nothing is asked on load. */
  initialFlow?: FlowPayload
  /** What the first step offers, when the app knows it without asking. */
  offer?: SignInOffer
  /** The attempt's id, from the page's `?flow=`. */
  flow?: string
  /** The token of a reset or invitation link. */
  token?: string
  invitationToken?: string
  organizationId?: string
  /** Where to go afterward, whatever the page's `?returnTo=` says. The handler decides whether that is allowed. */
  returnTo?: string
  /** Where to go afterward when neither `returnTo` nor the page's address says so. Default: what the handler says. */
  afterSignInUrl?: string
  /** Seconds before an email can be sent again. Default 30. */
  resendAfterSeconds?: number
  /**
   * Where the attempt's id is kept. `query`: as `?flow=` in the page's address, so that a reload keeps the step and the
   * browser's Back goes to the step before. `memory`: the page's address is neither read nor changed, as a dialog needs it.
   * Default `query`.
   */
  routing?: 'query' | 'memory'
  /** Called instead of going to `returnTo`. The session is known by then. */
  onComplete?(returnTo: string): void
  timers?: Timers
}
