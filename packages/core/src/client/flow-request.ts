import { FLOW_ACTIONS } from '../flow/action.ts'
import type { FlowPayload } from '../flow/flow-payload.ts'
import type { FlowEffect } from '../flow/machine.ts'
import { type HandlerResponse, type Outgoing, resultOf } from './exchange.ts'
import { filled } from './flow-target.ts'
import type { FlowModel, FlowPageEffect, FlowResponse } from './flow-transition.ts'

/** What every submission of a flow contains besides its inputs. */
export function contextOf({ snapshot, options, destination, invitationToken, token }: FlowModel) {
  const { kind, flow } = snapshot
  const { organizationId } = options
  return { kind, flow, returnTo: destination, invitationToken, organizationId, token }
}

export function submission(model: FlowModel, { action, input }: FlowEffect): Outgoing {
  const { path, fields } = FLOW_ACTIONS[action]
  const body: Record<string, string | undefined> = contextOf(model)
  // The app's own sign-up inputs are sent too. The server accepts only those that it lists.
  if (action === 'sign-up') Object.assign(body, input)
  for (const field of fields) body[field] = input[field] ?? body[field]
  return { path, body }
}

export function query(
  { snapshot: { kind } }: FlowModel,
  { flow, token }: Extract<FlowPageEffect, { type: 'load' }>,
): Outgoing {
  return { path: `/flow?${new URLSearchParams(filled({ kind, flow, token }))}` }
}

/** Reads the state of the flow. A response without a step is an error, whatever its status. */
export function readFlow(response: HandlerResponse): FlowResponse {
  if (isFlowPayload(response.body)) return { payload: response.body }
  const result = resultOf(response)
  return { error: result.ok ? { code: 'unknown' } : result.error }
}

function isFlowPayload(value: unknown): value is FlowPayload {
  return typeof (value as Partial<FlowPayload> | null)?.step?.name === 'string'
}
