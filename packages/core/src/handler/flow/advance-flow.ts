import type { Client } from '../../api/index.ts'
import type { FlowAction, FlowInput, SignInOffer } from '../../flow/index.ts'
import { canTake } from '../../flow/index.ts'
import type { Fault } from '../events/fault.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import type { HandlerContext } from '../route/route.ts'
import { RouteError } from '../route/route.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { ACTIONS, restarted } from './actions.ts'
import type { SignedInOutcome } from './next-step.ts'
import { nextStep } from './next-step.ts'

/** What the server half of the flow needs to know about the app and the request. */
export interface AdvanceContext {
  client: Client
  offer: SignInOffer
  sendEmail: HandlerContext['sendEmail']
  resetPasswordUrl: string
  attempts: HandlerContext['attempts']
  afterwards: HandlerContext['afterwards']
  ipAddress: string | undefined
  userAgent: string | undefined
}

/** Where a flow stands after an action. */
export interface Advanced {
  flow: PendingFlow
  failure?: FlowFailure
  /** What the operator has to do about a step that is shown all the same. */
  fault?: Fault
  /** The tokens of a finished sign-in. */
  signedIn?: SignedInOutcome
}

/** Takes one action in a flow: asks the service, and says which step comes next. Every flow's server half. */
export async function advance(
  flow: PendingFlow,
  action: FlowAction,
  input: FlowInput,
  context: AdvanceContext,
): Promise<Advanced> {
  const before: PendingFlow = { ...flow, error: undefined }
  if (!canTake(action, flow.step)) return failed(before, flowFailure('flow_not_found'))
  try {
    const taken = await ACTIONS[action](before, input, context)
    if (!('outcome' in taken)) return { flow: taken }
    return await nextStep(taken.flow ?? before, taken.outcome, context.client)
  } catch (cause) {
    return failed(before, cause instanceof RouteError ? cause.failure : failureOf(cause))
  }
}

function failed(flow: PendingFlow, failure: FlowFailure): Advanced {
  const step = failure.restart ? { ...restarted(flow), email: flow.email } : flow
  return { flow: { ...step, error: failure.error }, failure }
}
