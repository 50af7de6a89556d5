import type { AuthenticateOutcome, Client } from '../../api/index.ts'
import type { SignInOffer } from '../../flow/index.ts'
import type { Fault } from '../events/fault.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import type { BeforeSignUp, OwnFields } from '../options/sign-up-fields.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { PendingFlow } from '../services/pending-flow.ts'

/** A sign-in that the API completed. */
export type SignedInOutcome = Extract<AuthenticateOutcome, { status: 'complete' }>

/** What the server side of a flow needs to know about the app and the request. */
export interface AdvanceContext {
  client: Client
  offer: SignInOffer
  signUpFields: OwnFields
  beforeSignUp: BeforeSignUp | undefined
  sendEmail: HandlerContext['sendEmail']
  resetPasswordUrl: string
  attempts: HandlerContext['attempts']
  afterward: HandlerContext['afterward']
  ipAddress: string | undefined
  userAgent: string | undefined
}

/** The state of a flow after an action. */
export interface Advanced {
  flow: PendingFlow
  failure?: FlowFailure
  /** The fault to report for a step that is shown anyway. */
  fault?: Fault
  /** The tokens of a completed sign-in. */
  signedIn?: SignedInOutcome
}
