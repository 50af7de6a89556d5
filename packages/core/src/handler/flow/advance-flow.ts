import type { FlowAction, FlowInput, StepName } from '../../flow/index.ts'
import { allowsAction, FLOW_ACTIONS } from '../../flow/index.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { ACTIONS, restarted } from './actions.ts'
import type { AdvanceContext, Advanced } from './flow-context.ts'
import { nextStep, unknownStep } from './next-step.ts'

/** Takes one action in a flow: calls the API and returns the next step. This is the server half of every flow. */
export async function advance(
  flow: PendingFlow,
  action: FlowAction,
  input: FlowInput,
  context: AdvanceContext,
): Promise<Advanced> {
  const before: PendingFlow = { ...flow, error: undefined }
  if (!allowsAction(action, flow.step)) return failed(before, flowFailure('flow_not_found'))
  try {
    const taken = await ACTIONS[action](before, input, context)
    if ('cause' in taken) return refused(taken.flow, taken.cause)
    if (!('outcome' in taken)) return { flow: taken }
    return await nextStep(taken.flow ?? before, taken.outcome, context)
  } catch (cause) {
    return refused(before, cause)
  }
}

function refused(flow: PendingFlow, cause: unknown): Advanced {
  if (cause instanceof RouteError) return failed(flow, cause.failure)
  return unknownStep(flow, cause) ?? failed(flow, shownIn(flow.step, failureOf(cause)))
}

/** An error for an input that the step does not have applies to the form as a whole. Otherwise, no page would show it. */
function shownIn(step: StepName, failure: FlowFailure): FlowFailure {
  const { field } = failure.error
  if (field === undefined || inputsOf(step).includes(field)) return failure
  return { ...failure, error: { ...failure.error, field: undefined } }
}

const inputsOf = (step: StepName): readonly string[] =>
  Object.values(FLOW_ACTIONS)
    .filter(({ from }) => (from as readonly StepName[]).includes(step))
    .flatMap(({ fields }): readonly string[] => fields)

function failed(flow: PendingFlow, failure: FlowFailure): Advanced {
  const step = failure.restart ? { ...restarted(flow), email: flow.email } : flow
  return { flow: { ...step, error: failure.error }, failure }
}
