import { type FlowAction, type FlowInput, resendOf } from '../flow/action.ts'
import type { FlowError, FlowPayload } from '../flow/flow-payload.ts'
import {
  type FlowEffect,
  type FlowEvent,
  type FlowState,
  transition as inFlow,
  initialFlow,
} from '../flow/machine.ts'
import type { FlowErrorCode } from '../flow/messages.ts'
import type { FlowKind, StepName } from '../flow/step.ts'
import type { FlowOptions } from './flow-options.ts'

/** A flow's state, and what a page shows around it. */
export interface FlowSnapshot extends FlowState {
  /** Whether the handler's description of the flow has not arrived yet. */
  isLoading: boolean
  /** When an email can be resent, in milliseconds since the epoch; `null` if the step has no email. */
  resendAt: number | null
  /** How many times the email of this step was resent from this page. */
  resent: number
  /** When the next attempt is possible, in milliseconds since the epoch; `null` unless the response named a time. */
  retryAt: number | null
}

/** What a page knows about a flow, and what its next request contains. */
export interface FlowModel {
  readonly snapshot: FlowSnapshot
  readonly options: FlowOptions
  /** Where to go afterward, if the page or the app named a URL. Otherwise the handler's default applies. */
  readonly destination: string | undefined
  readonly token: string | undefined
  readonly invitationToken: string | undefined
}

/** The handler's response about a flow: its state, or why the state is unknown. */
export type FlowResponse = { payload: FlowPayload } | { error: FlowError }

/** What the user typed on an earlier page of this tab. */
type TypedValues = Readonly<Record<string, string>>

/** An event on a page with a flow. */
export type FlowPageEvent =
  /** The page can read its URL. Happens after hydration, because the server does not see the same URL. */
  | { type: 'opened'; query: URLSearchParams; typed: TypedValues }
  | { type: 'loaded'; response: FlowResponse; typed: TypedValues }
  | { type: 'submit'; action: FlowAction; input: FlowInput }
  | { type: 'responded'; submission: number; response: FlowResponse }
  | { type: 'restart' }

/** What the page must do. */
export type FlowPageEffect =
  | FlowEffect
  /** Requests the flow from the handler. */
  | { type: 'load'; flow: string | undefined; token: string | undefined }
  /** Writes the flow to the page's URL. With `from`, the previous step keeps its own history entry. */
  | { type: 'address'; flow: string | undefined; step: StepName; from: StepName | undefined }

export type FlowTransition = readonly [FlowModel, readonly FlowPageEffect[]]

/** The model before any event: from what the server rendered, or a guess. */
export function initialModel(kind: FlowKind, options: FlowOptions): FlowModel {
  const { token, invitationToken = kind === 'invitation' ? token : undefined } = options
  const first = initialFlow(kind, options.initialFlow, options.offer)
  const destination = options.returnTo ?? options.initialFlow?.returnTo ?? options.afterSignInUrl
  const snapshot: FlowSnapshot = {
    ...first,
    step: !options.initialFlow && kind === 'reset-password' && token ? { name: 'reset' } : first.step,
    returnTo: destination ?? first.returnTo,
    flow: first.flow ?? options.flow,
    isLoading: !options.initialFlow && (kind === 'invitation' || options.flow !== undefined),
    resendAt: null,
    resent: 0,
    retryAt: null,
  }
  return { snapshot, options, destination, token, invitationToken }
}

/** Decides how an event changes the model and which effects follow. Has no side effects. */
export function transition(model: FlowModel, event: FlowPageEvent, now: number): FlowTransition {
  switch (event.type) {
    case 'opened':
      return open(model, event)
    case 'loaded':
      return load(model, event, now)
    case 'responded': {
      const [next, effects] = respond(model, event, now)
      // A flow in progress has its own destination.
      const { flow, returnTo } = next.snapshot
      return [flow ? { ...next, destination: returnTo } : next, effects]
    }
    case 'submit':
    case 'restart':
      return advance(model, event, now)
  }
}

/** Reads the page's URL and decides what to request. */
function open(
  { snapshot, options, ...model }: FlowModel,
  { query, typed }: Extract<FlowPageEvent, { type: 'opened' }>,
): FlowTransition {
  const { kind } = snapshot
  const of = (name: string) => query.get(name) || undefined
  let invitationToken = model.invitationToken ?? of('invitation_token')
  let token = model.token ?? of('token')
  if (kind === 'invitation') token = invitationToken ??= token
  const known = { ...model, options, token, invitationToken }
  const values = { ...typed, ...snapshot.values }
  if (options.initialFlow) {
    const isNew = values.email !== snapshot.values.email
    return [{ ...known, snapshot: isNew ? { ...snapshot, values } : snapshot }, []]
  }
  const flow = snapshot.flow ?? of('flow')
  const destination = options.returnTo ?? of('returnTo') ?? model.destination
  // The handler redirects with an error code if there is no flow to show the error in.
  const code = flow ? undefined : of('error')
  const opened: FlowSnapshot = {
    ...snapshot,
    flow,
    values,
    returnTo: destination ?? snapshot.returnTo,
    step: kind === 'reset-password' && token ? { name: 'reset' } : snapshot.step,
    error: code && /^[a-z_]+$/.test(code) ? { code: code as FlowErrorCode } : snapshot.error,
    isLoading: snapshot.isLoading || flow !== undefined,
  }
  const isGuess = !options.offer && kind !== 'reset-password'
  const needsLoad = flow || invitationToken || kind === 'invitation' || isGuess
  return [
    { ...known, snapshot: opened, destination },
    needsLoad ? [{ type: 'load', flow, token: token ?? invitationToken }] : [],
  ]
}

function load(
  model: FlowModel,
  { response, typed }: Extract<FlowPageEvent, { type: 'loaded' }>,
  now: number,
): FlowTransition {
  const [{ snapshot }, effects] =
    'payload' in response
      ? show(model, { type: 'loaded', payload: withTyped(response.payload, typed) }, now)
      : [
          // Without a flow in progress the guess can stay. A step that cannot be shown needs an error.
          model.snapshot.flow ? { ...model, snapshot: { ...model.snapshot, error: response.error } } : model,
          [],
        ]
  // The page's destination overrides the handler's default. A flow in progress already has its own.
  const destination = snapshot.flow ? snapshot.returnTo : model.destination
  const returnTo = destination ?? snapshot.returnTo
  return [{ ...model, destination, snapshot: { ...snapshot, returnTo, isLoading: false } }, effects]
}

const withTyped = (payload: FlowPayload, typed: TypedValues): FlowPayload => ({
  ...payload,
  values: { ...typed, ...payload.values },
})

function respond(
  model: FlowModel,
  { submission, response }: Extract<FlowPageEvent, { type: 'responded' }>,
  now: number,
): FlowTransition {
  return 'payload' in response
    ? show(model, { type: 'responded', submission, payload: response.payload }, now)
    : advance(model, { type: 'failed', submission, error: response.error }, now)
}

/** Updates the URL to match the step. A completed flow is skipped, because its page is about to change. */
function show(model: FlowModel, event: FlowEvent, now: number): FlowTransition {
  const [next] = advance(model, event, now)
  const { flow, step, submission } = next.snapshot
  if (next === model || step.name === 'complete') return [next, []]
  const before = model.snapshot.step.name
  const isNext = submission > 0 && FIRST_STEPS.has(before) && !FIRST_STEPS.has(step.name)
  return [next, [{ type: 'address', flow, step: step.name, from: isNext ? before : undefined }]]
}

/** The steps with which a flow can start. */
const FIRST_STEPS: ReadonlySet<StepName> = new Set(['start', 'forgot', 'reset', 'invitation'])

/** Runs the flow's own transition and updates the times that the page shows. */
function advance(model: FlowModel, event: FlowEvent, now: number): FlowTransition {
  const before = model.snapshot
  const [next, effect] = inFlow(before, event)
  if (next === before) return [model, []]
  const snapshot: FlowSnapshot = {
    ...before,
    ...next,
    resendAt: resendAt(model, next, event, now),
    resent: resent(before, next, event),
    retryAt: retryAt(before, next, now),
  }
  return [{ ...model, snapshot }, effect ? [effect] : []]
}

function retryAt(before: FlowSnapshot, { error }: FlowState, now: number): number | null {
  if (error === before.error) return before.retryAt
  return error?.retryAfterSeconds ? now + error.retryAfterSeconds * 1_000 : null
}

function resent(before: FlowSnapshot, next: FlowState, { type }: FlowEvent): number {
  if (next.step.name !== before.step.name) return 0
  const isSent = type === 'responded' && !next.error && before.action === resendOf(next.step)?.action
  return isSent ? before.resent + 1 : before.resent
}

function resendAt(
  { snapshot: before, options }: FlowModel,
  next: FlowState,
  event: FlowEvent,
  now: number,
): number | null {
  if (!resendOf(next.step)) return null
  const isSent = event.type !== 'submit' && (next.step.name !== before.step.name || before.action !== 'code')
  const { resendAfterSeconds = 30 } = options
  const seconds = next.error?.retryAfterSeconds ?? (isSent && !next.error ? resendAfterSeconds : undefined)
  return seconds === undefined ? before.resendAt : now + seconds * 1_000
}
