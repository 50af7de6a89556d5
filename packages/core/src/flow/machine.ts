import type { FlowAction, FlowInput } from './action.ts'
import { allowsAction, missingInput } from './action.ts'
import type { FlowError, FlowPayload } from './flow-payload.ts'
import type { FlowKind, SignInOffer, Step } from './step.ts'
import { firstStep } from './step.ts'

/** The state of a flow on the page. */
export interface FlowState {
  kind: FlowKind
  step: Step
  status: 'idle' | 'pending' | 'complete'
  /** The pending action. */
  action?: FlowAction
  error?: FlowError
  /** The server's id for this attempt. */
  flow?: string
  values: Readonly<Record<string, string>>
  returnTo: string
  /** The sign-in methods of the first step, kept for starting over. */
  offer?: SignInOffer
  /** Increases with each submission. Responses to earlier submissions are ignored. */
  submission: number
}

/** An event of a flow. */
export type FlowEvent =
  /** The handler's state arrived after the page had started with a guess. */
  | { type: 'loaded'; payload: FlowPayload }
  | { type: 'submit'; action: FlowAction; input: FlowInput }
  | { type: 'responded'; submission: number; payload: FlowPayload }
  | { type: 'failed'; submission: number; error: FlowError }
  | { type: 'restart' }

/** What the page must do after a transition. */
export interface FlowEffect {
  type: 'send'
  submission: number
  action: FlowAction
  input: FlowInput
  flow?: string
}

/** The state before any event: as the server rendered it, or a guess. */
export function initialFlow(kind: FlowKind, payload?: FlowPayload, offer?: SignInOffer): FlowState {
  const step = payload?.step ?? firstStep(kind, offer)
  return {
    kind,
    step,
    status: step.name === 'complete' ? 'complete' : 'idle',
    action: undefined,
    error: payload?.error,
    flow: payload?.flow,
    values: payload?.values ?? {},
    returnTo: payload?.returnTo ?? '/',
    offer: step.name === 'start' ? step : offer,
    submission: 0,
  }
}

/** Decides the next state and what to send. Pure: no clock, no network, no framework. */
export function transition(state: FlowState, event: FlowEvent): [FlowState, FlowEffect?] {
  switch (event.type) {
    case 'loaded':
      // The user has acted since, which takes precedence.
      if (state.submission > 0) return [state]
      return [initialFlow(state.kind, { error: state.error, ...event.payload }, state.offer)]
    case 'submit': {
      // A double click must not sign in twice, and a completed flow takes no more input.
      if (state.status !== 'idle' || !allowsAction(event.action, state.step.name)) return [state]
      const error = missingInput(event.action, event.input, state.step)
      if (error) return [{ ...state, error }]
      const submission = state.submission + 1
      // The error of the previous action does not apply to this one.
      const pending: FlowState = {
        ...state,
        status: 'pending',
        action: event.action,
        error: undefined,
        submission,
      }
      return [
        pending,
        { type: 'send', submission, action: event.action, input: event.input, flow: state.flow },
      ]
    }
    case 'responded': {
      if (state.status !== 'pending' || event.submission !== state.submission) return [state]
      const step = isBackAtInvitation(state, event.payload) ? state.step : event.payload.step
      const { submission } = state
      return [{ ...initialFlow(state.kind, { ...event.payload, step }, state.offer), submission }]
    }
    case 'failed':
      if (state.status !== 'pending' || event.submission !== state.submission) return [state]
      return [{ ...state, status: 'idle', action: undefined, error: event.error }]
    case 'restart':
      return [
        {
          ...initialFlow(state.kind, undefined, state.offer),
          returnTo: state.returnTo,
          submission: state.submission + 1,
        },
      ]
  }
}

/** The first form of an invitation is shown on the invitation itself, so a refused submission returns there. */
function isBackAtInvitation(state: FlowState, { error, step }: FlowPayload): boolean {
  return error !== undefined && state.step.name === 'invitation' && step.name === 'start'
}
