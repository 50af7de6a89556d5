import type { FlowAction, FlowInput } from './action.ts'
import { allowsAction, missingInput } from './action.ts'
import type { FlowError, FlowPayload } from './flow-payload.ts'
import type { FlowKind, SignInOffer, Step } from './step.ts'
import { firstStep } from './step.ts'

/** Where a flow stands, on the page. */
export interface FlowState {
  kind: FlowKind
  step: Step
  status: 'idle' | 'pending' | 'complete'
  /** The action under way, while pending. */
  action?: FlowAction
  error?: FlowError
  /** The server's name for this attempt. */
  flow?: string
  values: Readonly<Record<string, string>>
  returnTo: string
  /** What the first step offers, kept for starting again. */
  offer?: SignInOffer
  /** Rises with each submission; a response to an older one is ignored. */
  submission: number
}

/** What can happen to a flow. */
export type FlowEvent =
  /** The handler's own view arrived after the page had begun with a guess. */
  | { type: 'loaded'; payload: FlowPayload }
  | { type: 'submit'; action: FlowAction; input: FlowInput }
  | { type: 'responded'; submission: number; payload: FlowPayload }
  | { type: 'failed'; submission: number; error: FlowError }
  | { type: 'restart' }

/** What the page has to do after a transition. */
export interface FlowEffect {
  type: 'send'
  submission: number
  action: FlowAction
  input: FlowInput
  flow?: string
}

/** The state before anything happened, or as the server rendered it. */
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
      // What the user has done since counts for more.
      if (state.submission > 0) return [state]
      return [initialFlow(state.kind, { error: state.error, ...event.payload }, state.offer)]
    case 'submit': {
      // A double click is not two sign-ins, and a finished flow takes no more input.
      if (state.status !== 'idle' || !allowsAction(event.action, state.step.name)) return [state]
      const error = missingInput(event.action, event.input, state.step)
      if (error) return [{ ...state, error }]
      const submission = state.submission + 1
      // What went wrong before is not said of what is under way now.
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

/** An invitation's first form stands on the invitation itself, so a refusal of it leads back there. */
function isBackAtInvitation(state: FlowState, { error, step }: FlowPayload): boolean {
  return error !== undefined && state.step.name === 'invitation' && step.name === 'start'
}
