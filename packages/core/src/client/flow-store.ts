import { FLOW_ACTIONS, type FlowAction, type FlowInput, resendOf } from '../flow/action.ts'
import type { FlowPayload } from '../flow/flow-payload.ts'
import { type FlowEffect, type FlowEvent, type FlowState, initialFlow, transition } from '../flow/machine.ts'
import type { FlowErrorCode } from '../flow/messages.ts'
import type { FlowKind, SignInOffer, StepName } from '../flow/step.ts'
import type { AuthClient } from './auth-client.ts'
import { type HandlerResponse, resultOf } from './exchange.ts'
import { type FlowAddress, flowAddress, noAddress } from './flow-address.ts'
import { goTo } from './navigation.ts'
import type { Timers } from './timers.ts'
import { typedEmail } from './typed-email.ts'

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

/** A flow's state, and what a page shows around it. */
export interface FlowSnapshot extends FlowState {
  /** The handler has not told yet what this flow is about. */
  isLoading: boolean
  /** Milliseconds since the epoch from which an email can be sent again; `null` when the step has none. */
  resendAt: number | null
  /** How often the email of this step was sent again from this page. */
  resent: number
  /** Milliseconds since the epoch from which trying again makes sense; `null` unless the response said so. */
  retryAt: number | null
}

/** What the sign-in at a provider belongs to, when it leaves from a page of a flow. */
export interface AuthorizeFrom {
  kind: FlowKind
  /** Default: what the handler says. */
  returnTo?: string
  /** The attempt's id. */
  flow?: string
  /** The token of the invitation that is being accepted. */
  invitationToken?: string
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
  /** Calls `listener` after every change. Returns the function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Sends an action's input. Resolves with the state after the response; a second call in the meantime sends nothing. */
  submit(action: FlowAction, input?: FlowInput): Promise<FlowSnapshot>
  /** Sends the email or code of this step again. */
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
  authorizeUrl(to: AuthorizeTo): string
  /** Leaves for that address. A navigation by script, which a policy of `form-action 'self'` allows. */
  authorize(to: AuthorizeTo): void
  /** Keeps an email address typed on this page for the flows on the next pages of this tab, until one completes. */
  keepEmail(email: string): void
}

/** Where to sign in: one of a provider, an SSO connection, an organization, or the connection of an email's domain. */
export interface AuthorizeTo {
  provider?: string
  connection?: string
  organization?: string
  email?: string
}

/** Starts a flow on this page. */
export function createFlow(client: AuthClient, kind: FlowKind, options: FlowOptions = {}): Flow {
  const { timers = client.timers, resendAfterSeconds = 30 } = options
  const listeners = new Set<() => void>()
  let { token, invitationToken = kind === 'invitation' ? options.token : undefined } = options
  let state = begin()
  const serverSnapshot = state
  let abort: AbortController | undefined
  /** Where to go afterward, as far as anything has said so. Without it the handler's own default applies. */
  let destination = options.returnTo ?? options.initialFlow?.returnTo ?? options.afterSignInUrl
  let address: FlowAddress | undefined
  let stopTraversing: (() => void) | undefined
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
      resent: 0,
      retryAt: null,
    }
  }

  /** What the page's address tells, and what has to be asked then. Not before hydration: the server saw no address. */
  function open({ query }: FlowAddress) {
    const of = (name: string) => query.get(name) || undefined
    invitationToken ??= of('invitation_token')
    token ??= of('token')
    if (kind === 'invitation') token = invitationToken ??= token
    const values = { ...typed(), ...state.values }
    if (options.initialFlow) {
      if (values.email !== state.values.email) publish({ ...state, values })
      return
    }
    const flow = state.flow ?? of('flow')
    destination = options.returnTo ?? of('returnTo') ?? destination
    const step = kind === 'reset-password' && token ? ({ name: 'reset' } as const) : state.step
    // The handler sends users back with a code when there is no flow that could show the error.
    const code = flow ? undefined : of('error')
    const error = code && /^[a-z_]+$/.test(code) ? { code: code as FlowErrorCode } : state.error
    const isLoading = state.isLoading || flow !== undefined
    publish({ ...state, flow, returnTo: destination ?? state.returnTo, step, error, values, isLoading })
    const known = options.offer || kind === 'reset-password'
    if (flow || invitationToken || kind === 'invitation' || !known) load(flow)
  }

  function typed(): { email?: string } {
    const email = options.routing === 'memory' ? undefined : typedEmail.read()
    return email ? { email } : {}
  }

  function publish(next: FlowSnapshot) {
    state = next
    for (const listener of [...listeners]) listener()
  }

  function dispatch(event: FlowEvent): FlowEffect | undefined {
    const [next, effect] = transition(state, event)
    if (next !== state)
      publish({
        ...state,
        ...next,
        resendAt: resendAt(next, event),
        resent: resent(next, event),
        retryAt: retryAt(next),
      })
    return effect
  }

  function retryAt({ error }: FlowState): number | null {
    if (error === state.error) return state.retryAt
    return error?.retryAfterSeconds ? timers.now() + error.retryAfterSeconds * 1_000 : null
  }

  function resent(next: FlowState, { type }: FlowEvent): number {
    if (next.step.name !== state.step.name) return 0
    const isSent = type === 'responded' && !next.error && state.action === resendOf(next.step)?.action
    return isSent ? state.resent + 1 : state.resent
  }

  function resendAt(next: FlowState, event: FlowEvent): number | null {
    if (!resendOf(next.step)) return null
    const sent = event.type !== 'submit' && (next.step.name !== state.step.name || state.action !== 'code')
    const seconds = next.error?.retryAfterSeconds ?? (sent && !next.error ? resendAfterSeconds : undefined)
    return seconds === undefined ? state.resendAt : timers.now() + seconds * 1_000
  }

  function receive(response: HandlerResponse, submission?: number) {
    const before = state
    if (isFlowPayload(response.body)) {
      const payload = response.body
      if (submission === undefined)
        dispatch({ type: 'loaded', payload: { ...payload, values: { ...typed(), ...payload.values } } })
      else dispatch({ type: 'responded', submission, payload })
      if (state !== before) follow(before)
    } else {
      const result = resultOf(response)
      const error = result.ok ? ({ code: 'unknown' } as const) : result.error
      if (submission !== undefined) dispatch({ type: 'failed', submission, error })
      // A guess serves as well where nothing was under way; a step that cannot be shown needs a reason.
      else if (state.flow) publish({ ...state, error })
    }
  }

  /** The address follows the flow. The page of a flow that is over is about to change anyway. */
  function follow(before: FlowState) {
    const { flow, step, submission } = state
    if (step.name === 'complete') return
    const isNext = submission > 0 && FIRST_STEPS.has(before.step.name) && !FIRST_STEPS.has(step.name)
    address?.write(flow, step.name, isNext ? before.step.name : undefined)
  }

  async function load(flow: string | undefined) {
    const query = new URLSearchParams(filled({ kind, flow, token: token ?? invitationToken }))
    receive(await client.send({ path: `/flow?${query}` }))
    // What the page asks for comes before the handler's default; a flow under way has its own already.
    destination = state.flow ? state.returnTo : destination
    publish({ ...state, returnTo: destination ?? state.returnTo, isLoading: false })
  }

  async function perform({ action, input, submission }: FlowEffect): Promise<FlowSnapshot> {
    const { path, fields } = FLOW_ACTIONS[action]
    const body: Record<string, string | undefined> = context()
    // The app's own inputs of a sign-up go along. The server takes those on its list.
    if (action === 'sign-up') Object.assign(body, input)
    for (const field of fields) body[field] = input[field] ?? body[field]
    abort = new AbortController()
    receive(await client.send({ path, body, abort }), submission)
    if (state.flow) destination = state.returnTo
    if (state.status === 'complete') await finish()
    return state
  }

  /** The session comes first: a page that finds no session would send the user straight back. */
  async function finish() {
    typedEmail.write(undefined)
    await client.refresh()
    if (state.step.name !== 'complete') return
    const { returnTo } = state.step
    if (options.onComplete) options.onComplete(returnTo)
    else client.navigate(returnTo)
  }

  function context(): Record<string, string | undefined> {
    const { flow } = state
    const { organizationId } = options
    return { kind, flow, returnTo: destination, invitationToken, organizationId, token }
  }

  function target(): FlowTarget {
    return authorizeTarget(client.basePath, {
      kind,
      returnTo: destination,
      flow: state.flow,
      invitationToken,
    })
  }

  function authorizeUrl(to: AuthorizeTo): string {
    const { action, hidden } = target()
    return `${action}?${new URLSearchParams({ ...hidden, ...to })}`
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
      if (!address) {
        address = options.routing === 'memory' ? noAddress : flowAddress()
        open(address)
      }
      stopTraversing ??= address.onTraverse(() => submit('back'))
      return () => {
        listeners.delete(listener)
        // Strict Mode unsubscribes and subscribes again in one go; only a page that is gone stops the request.
        queueMicrotask(() => {
          if (listeners.size > 0) return
          stopTraversing?.()
          stopTraversing = undefined
          abort?.abort()
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
    authorizeTarget: target,
    authorizeUrl,
    // Not by the app's router: the route is the handler's, and leads to another origin.
    authorize: (to) => goTo(authorizeUrl(to), undefined),
    keepEmail: (email) => typedEmail.write(email),
  }
}

/** The route that leaves for a provider, a connection or an organization's sign-in, and the fields of a form that does. */
export const authorizeTarget = (basePath: string, from: AuthorizeFrom): FlowTarget => ({
  action: `${basePath}/authorize`,
  hidden: filled({ ...from }),
})

/** The steps that a flow begins with. */
const FIRST_STEPS: ReadonlySet<StepName> = new Set(['start', 'forgot', 'reset', 'invitation'])

/** Only what there is. */
function filled(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

function isFlowPayload(value: unknown): value is FlowPayload {
  return typeof (value as Partial<FlowPayload> | null)?.step?.name === 'string'
}
