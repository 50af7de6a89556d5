import { FLOW_ACTIONS, type FlowAction, type FlowInput, resendOf } from '../flow/action.ts'
import type { FlowEffect } from '../flow/machine.ts'
import type { FlowKind } from '../flow/step.ts'
import type { AuthClient } from './auth-client.ts'
import type { Outgoing } from './exchange.ts'
import { type FlowAddress, flowAddress, noAddress } from './flow-address.ts'
import type { FlowOptions } from './flow-options.ts'
import { contextOf, query, readFlow, submission } from './flow-request.ts'
import { type AuthorizeTo, authorizeTarget, type FlowTarget, filled } from './flow-target.ts'
import {
  type FlowPageEffect,
  type FlowPageEvent,
  type FlowSnapshot,
  initialModel,
  transition,
} from './flow-transition.ts'
import { goTo } from './navigation.ts'
import { typedEmail } from './typed-email.ts'

/** A flow that any framework can subscribe to and render. */
export interface Flow {
  /** The current state. Returns the same object until something changes. */
  getState(): FlowSnapshot
  /** The state at creation. Never changes, so that hydration agrees. */
  getServerSnapshot(): FlowSnapshot
  /** Calls `listener` after every change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Submits an action. Resolves with the state after the response. A second call while one is pending sends nothing. */
  submit(action: FlowAction, input?: FlowInput): Promise<FlowSnapshot>
  /** Resends the email or code of this step. */
  resend(): Promise<FlowSnapshot>
  /** Goes back to the first step. */
  back(): Promise<FlowSnapshot>
  /** Starts over, on the page only. Sends no request. */
  restart(): void
  /** What a plain HTML form needs to submit an action: its URL and hidden fields. */
  target(action: FlowAction): FlowTarget
  /** The same for a GET form that starts single sign-on for the email address typed into it. */
  authorizeTarget(): FlowTarget
  /** The URL that starts sign-in with a provider, an SSO connection or an organization's identity provider. */
  authorizeUrl(to: AuthorizeTo): string
  /** Navigates to that URL with JavaScript, which a policy of `form-action 'self'` allows. */
  authorize(to: AuthorizeTo): void
  /** Remembers an email address typed on this page for the flows on other pages of this tab, until one of them completes. */
  keepEmail(email: string): void
}

/** Starts a flow on this page: runs {@link transition}, sends requests and notifies subscribers. */
export function createFlow(client: AuthClient, kind: FlowKind, options: FlowOptions = {}): Flow {
  const { timers = client.timers } = options
  const listeners = new Set<() => void>()
  let model = initialModel(kind, options)
  const serverSnapshot = model.snapshot
  let running: Promise<FlowSnapshot> | undefined
  let abort: AbortController | undefined
  let address: FlowAddress | undefined
  let stopTraversing: (() => void) | undefined

  function dispatch(event: FlowPageEvent) {
    const { snapshot } = model
    const [next, effects] = transition(model, event, timers.now())
    model = next
    if (next.snapshot !== snapshot) for (const listener of [...listeners]) listener()
    for (const effect of effects) run(effect)
  }

  function run(effect: FlowPageEffect) {
    switch (effect.type) {
      case 'load':
        load(query(model, effect))
        break
      case 'send':
        running = perform(effect).finally(() => {
          running = undefined
        })
        break
      case 'address':
        address?.write(effect.flow, effect.step, effect.from)
    }
  }

  async function load(outgoing: Outgoing) {
    const response = readFlow(await client.send(outgoing))
    dispatch({ type: 'loaded', response, typed: typed() })
  }

  async function perform(effect: FlowEffect): Promise<FlowSnapshot> {
    abort = new AbortController()
    const response = readFlow(await client.send({ ...submission(model, effect), abort }))
    dispatch({ type: 'responded', submission: effect.submission, response })
    if (model.snapshot.status === 'complete') await finish()
    return model.snapshot
  }

  /** The session is updated first: a page without a session would redirect the user straight back. */
  async function finish() {
    typedEmail.write(undefined)
    await client.refresh()
    const { step } = model.snapshot
    if (step.name !== 'complete') return
    if (options.onComplete) options.onComplete(step.returnTo)
    else client.navigate(step.returnTo)
  }

  function typed(): { email?: string } {
    const email = options.routing === 'memory' ? undefined : typedEmail.read()
    return email ? { email } : {}
  }

  function authorizeTargetHere(): FlowTarget {
    const { kind, returnTo, flow, invitationToken } = contextOf(model)
    return authorizeTarget(client.basePath, { kind, returnTo, flow, invitationToken })
  }

  function authorizeUrl(to: AuthorizeTo): string {
    const { action, hidden } = authorizeTargetHere()
    return `${action}?${new URLSearchParams({ ...hidden, ...to })}`
  }

  function submit(action: FlowAction, input: FlowInput = {}): Promise<FlowSnapshot> {
    dispatch({ type: 'submit', action, input })
    return running ?? Promise.resolve(model.snapshot)
  }

  return {
    getState: () => model.snapshot,
    getServerSnapshot: () => serverSnapshot,
    subscribe(listener) {
      listeners.add(listener)
      if (!address) {
        address = options.routing === 'memory' ? noAddress : flowAddress()
        dispatch({ type: 'opened', query: address.query, typed: typed() })
      }
      stopTraversing ??= address.onTraverse(() => submit('back'))
      return () => {
        listeners.delete(listener)
        // Strict Mode unsubscribes and subscribes again in one task. Abort the request only if the page is really gone.
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
      const { action = 'resend', values } = resendOf(model.snapshot.step) ?? {}
      return submit(action, values)
    },
    back: () => submit('back'),
    restart: () => dispatch({ type: 'restart' }),
    target(action) {
      return { action: client.basePath + FLOW_ACTIONS[action].path, hidden: filled(contextOf(model)) }
    },
    authorizeTarget: authorizeTargetHere,
    authorizeUrl,
    // Not with the app's router: the route belongs to the handler and redirects to another origin.
    authorize: (to) => goTo(authorizeUrl(to), undefined),
    keepEmail: (email) => typedEmail.write(email),
  }
}
