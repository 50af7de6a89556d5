import { FLOW_ACTIONS, type FlowAction, type FlowInput, resendOf } from '../flow/action.ts'
import { type FlowEffect, type FlowEvent, type FlowState, initialFlow, transition } from '../flow/machine.ts'
import type { FlowErrorCode } from '../flow/messages.ts'
import type { FlowPayload } from '../flow/payload.ts'
import type { FlowKind, SignInOffer } from '../flow/step.ts'
import type { AuthClient } from './auth-client.ts'
import { type Answer, resultOf } from './exchange.ts'
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
  /** Where to go afterwards, whatever the page's `?returnTo=` says. The handler decides whether that is allowed. */
  returnTo?: string
  /** Where to go afterwards when neither `returnTo` nor the page's address says so. Default: what the handler says. */
  afterSignInUrl?: string
  /** Seconds before a mail can be sent again. Default 30. */
  resendAfterSeconds?: number
  /** Called instead of going to `returnTo`. The session is known by then. */
  onComplete?(returnTo: string): void
  timers?: Timers
}

/** A flow's state, and what a page shows around it. */
export interface FlowSnapshot extends FlowState {
  /** The handler has not told yet what this flow is about. */
  isLoading: boolean
  /** Milliseconds since the epoch from which a mail can be sent again; `null` when the step has no mail. */
  resendAt: number | null
}

/** Where a form of the flow posts to when there is no script, and what it carries besides its inputs. */
export interface FlowTarget {
  action: string
  hidden: Readonly<Record<string, string>>
}

/** A flow that any framework can subscribe to and render. */
export interface Flow {
  /** What to render now; the same object until something changes. */
  getState(): FlowSnapshot
  /** The state at creation. Never changes, so that hydration agrees. */
  getServerSnapshot(): FlowSnapshot
  /** Calls `listener` after every change. The answer unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Sends an action's input. Resolves with the state after the answer; a second call meanwhile sends nothing. */
  submit(action: FlowAction, input?: FlowInput): Promise<FlowSnapshot>
  /** Sends the mail or code of this step again. */
  resend(): Promise<FlowSnapshot>
  /** Leaves a step for the first one. */
  back(): Promise<FlowSnapshot>
  /** Starts over, on the page only. */
  restart(): void
  /** What a plain form needs for an action: its address and hidden fields. */
  target(action: FlowAction): FlowTarget
  /** The same for a form that leaves for an organization's sign-in by the address typed into it, by GET. */
  authorizeTarget(): FlowTarget
  /** The address that leaves for a provider, an SSO connection or an organization's sign-in. */
  authorizeUrl(to: { provider?: string; connection?: string; organization?: string; email?: string }): string
}

/** Starts a flow on this page. */
export function createFlow(client: AuthClient, kind: FlowKind, options: FlowOptions = {}): Flow {
  const { timers = client.timers, resendAfterSeconds = 30 } = options
  const listeners = new Set<() => void>()
  let { token, invitationToken = kind === 'invitation' ? options.token : undefined } = options
  let state = begin()
  const serverSnapshot = state
  let abort: AbortController | undefined
  let opened = false
  let running: Promise<FlowSnapshot> | undefined

  function begin(): FlowSnapshot {
    const first = initialFlow(kind, options.initialFlow, options.offer)
    if (!options.initialFlow && kind === 'reset-password' && token) first.step = { name: 'reset' }
    return {
      ...first,
      returnTo: options.returnTo ?? options.initialFlow?.returnTo ?? options.afterSignInUrl ?? first.returnTo,
      flow: first.flow ?? options.flow,
      isLoading: !options.initialFlow && (kind === 'invitation' || options.flow !== undefined),
      resendAt: null,
    }
  }

  /** What the page's address tells, and what has to be asked then. Not before hydration: the server saw no address. */
  function open() {
    opened = true
    const page = new URLSearchParams(location.search)
    const of = (name: string) => page.get(name) ?? undefined
    invitationToken ??= of('invitation_token')
    token ??= of('token')
    if (kind === 'invitation') token = invitationToken ??= token
    if (options.initialFlow) return
    const flow = state.flow ?? of('flow')
    const returnTo = options.returnTo ?? of('returnTo') ?? state.returnTo
    const step = kind === 'reset-password' && token ? ({ name: 'reset' } as const) : state.step
    // The handler sends people back with a code when there is no flow that could tell them.
    const code = flow ? undefined : of('error')
    const error = code && /^[a-z_]+$/.test(code) ? { code: code as FlowErrorCode } : state.error
    if (flow || error || returnTo !== state.returnTo || step !== state.step)
      publish({ ...state, flow, returnTo, step, error })
    const known = options.offer || kind === 'reset-password'
    if (flow || invitationToken || kind === 'invitation' || !known) load(flow)
  }

  function publish(next: FlowSnapshot) {
    state = next
    for (const listener of [...listeners]) listener()
  }

  function dispatch(event: FlowEvent): FlowEffect | undefined {
    const [next, effect] = transition(state, event)
    if (next !== state) publish({ ...state, ...next, resendAt: resendAt(next, event) })
    return effect
  }

  function resendAt(next: FlowState, event: FlowEvent): number | null {
    if (!resendOf(next.step)) return null
    const sent = event.type !== 'submit' && (next.step.name !== state.step.name || state.action !== 'code')
    const seconds = next.error?.retryAfterSeconds ?? (sent && !next.error ? resendAfterSeconds : undefined)
    return seconds === undefined ? state.resendAt : timers.now() + seconds * 1_000
  }

  function take(answer: Answer, submission?: number) {
    if (isFlowPayload(answer.body)) {
      const payload = answer.body
      dispatch(
        submission === undefined ? { type: 'loaded', payload } : { type: 'answered', submission, payload },
      )
    } else if (submission !== undefined) {
      const result = resultOf(answer)
      dispatch({ type: 'failed', submission, error: result.ok ? { code: 'unknown' } : result.error })
    }
  }

  async function load(flow: string | undefined) {
    const { returnTo } = state
    const query = new URLSearchParams(filled({ kind, flow, token: token ?? invitationToken }))
    take(await client.send({ path: `/flow?${query}` }))
    publish({ ...state, returnTo: flow ? state.returnTo : returnTo, isLoading: false })
  }

  async function perform({ action, input, submission }: FlowEffect): Promise<FlowSnapshot> {
    const { path, fields } = FLOW_ACTIONS[action]
    const body: Record<string, string | undefined> = context()
    for (const field of fields) body[field] = input[field] ?? body[field]
    abort = new AbortController()
    take(await client.send({ path, body, abort }), submission)
    if (state.status === 'complete') await finish()
    return state
  }

  /** The session comes first: a page that finds nobody signed in would send the person straight back. */
  async function finish() {
    await client.refresh()
    if (state.step.name !== 'complete') return
    const { returnTo } = state.step
    if (options.onComplete) options.onComplete(returnTo)
    else client.navigate(returnTo)
  }

  function context(): Record<string, string | undefined> {
    const { flow, returnTo } = state
    const { organizationId } = options
    return { kind, flow, returnTo, invitationToken, organizationId, token }
  }

  function authorizeTarget(): FlowTarget {
    const { flow, returnTo } = state
    return {
      action: `${client.basePath}/authorize`,
      hidden: filled({ kind, returnTo, flow, invitationToken }),
    }
  }

  function submit(action: FlowAction, input: FlowInput = {}): Promise<FlowSnapshot> {
    const effect = dispatch({ type: 'submit', action, input })
    if (effect) {
      running = perform(effect).finally(() => {
        running = undefined
      })
    }
    return running ?? Promise.resolve(state)
  }

  return {
    getState: () => state,
    getServerSnapshot: () => serverSnapshot,
    subscribe(listener) {
      listeners.add(listener)
      if (!opened) open()
      return () => {
        listeners.delete(listener)
        // Strict Mode unsubscribes and subscribes again in one go; only a page that is gone stops the request.
        queueMicrotask(() => {
          if (listeners.size === 0) abort?.abort()
        })
      }
    },
    submit,
    resend() {
      const { action = 'resend', values } = resendOf(state.step) ?? {}
      return submit(action, values)
    },
    back: () => submit('back'),
    restart: () => void dispatch({ type: 'restart' }),
    target(action) {
      return { action: client.basePath + FLOW_ACTIONS[action].path, hidden: filled(context()) }
    },
    authorizeTarget,
    authorizeUrl(to) {
      const { action, hidden } = authorizeTarget()
      return `${action}?${new URLSearchParams({ ...hidden, ...to })}`
    },
  }
}

/** Only what there is. */
function filled(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

function isFlowPayload(value: unknown): value is FlowPayload {
  return typeof (value as Partial<FlowPayload> | null)?.step?.name === 'string'
}
