import type { SessionPayload } from '../session/session-payload.ts'
import { type AuthState, isSessionPayload, LOADING, stateOf } from './auth-state.ts'
import { type HandlerEndpoint, resultOf, type Send } from './exchange.ts'
import { type InitialAuth, readInitialAuth } from './initial-auth.ts'
import { noteMethod } from './last-method.ts'
import { createReady } from './ready.ts'
import { rememberedUser } from './remembered-user.ts'
import { readHint } from './session-hint.ts'
import { initialModel, type SessionEffect, type SessionEvent, transition } from './session-transition.ts'
import { type TabMessage, type Watch, watchSession } from './session-watch.ts'
import type { Timers } from './timers.ts'

/** What a page knows about the session, for any number of subscribers. */
export interface SessionStore {
  /** The current state. Returns the same object until something changes. */
  getState(): AuthState
  /** The state with which the server rendered the page. Never changes, so that hydration agrees. */
  getServerSnapshot(): AuthState
  /** Calls `listener` after every change, and watches other tabs and the network. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Resolves with the first known state, or with `loading` when none is known after five seconds. Never rejects. */
  readonly ready: Promise<AuthState>
  /** Requests the session from the handler now. */
  refresh(): Promise<AuthState>
  /**
   * Accepts a session that the server sent by another route, such as with a page's data, and notifies the other tabs. Responses
   * to earlier requests are then ignored.
   */
  accept(payload: SessionPayload): AuthState
  /** Checks whether the browser's cookie belongs to another session than this page knows, and requests the session if so. */
  look(): void
  /** Stops all watching and clears every timer. */
  dispose(): void
}

/** What a session store needs from its client. */
export interface SessionStoreOptions {
  send: Send
  endpoint: Pick<HandlerEndpoint, 'organizationId'>
  timers: Timers
  /** The name of the channel between the tabs of this session. */
  name: string
  initialAuth?: InitialAuth | Promise<InitialAuth>
  staleTimeMs?: number
  cookieName?: string
}

/** Runs {@link transition} for one page: sends requests, waits, and notifies subscribers and other tabs. */
export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { send, endpoint, timers, name, initialAuth, staleTimeMs = 60_000, cookieName } = options
  const listeners = new Set<() => void>()
  const { known, promised } = readInitialAuth(initialAuth, endpoint)
  const serverSnapshot = Object.freeze(known ? stateOf(known) : LOADING)
  const canFetch = typeof document !== 'undefined'
  let model = initialModel({
    auth: serverSnapshot,
    isPromised: promised !== undefined,
    canFetch,
    hint: canFetch && !known ? readHint(cookieName) : undefined,
    // Next.js stops prerendering when the clock is read, and a server does not check the session from here.
    checkedAt: canFetch ? timers.now() : 0,
    staleTimeMs,
  })
  const ready = createReady(timers)
  let running: Promise<AuthState> | undefined
  let watch: Watch | undefined
  let cancelScheduled: (() => void) | undefined

  if (known || !(promised || canFetch)) ready.resolve(model.auth)
  running = promised?.then((payload) => {
    running = undefined
    dispatch({ type: 'initial', payload })
    if (!model.canFetch) ready.resolve(model.auth)
    return model.auth
  })

  function dispatch(event: SessionEvent) {
    const { auth } = model
    const [next, effects] = transition(model, event, model.canFetch ? timers.now() : 0)
    model = next
    if (next.auth !== auth) publish(next.auth)
    for (const effect of effects) run(effect)
  }

  function publish(auth: AuthState) {
    Object.freeze(auth)
    if (auth.isLoaded) ready.resolve(auth)
    for (const listener of [...listeners]) listener()
  }

  function run(effect: SessionEffect) {
    switch (effect.type) {
      case 'fetch':
        running = fetchSession()
        break
      case 'broadcast':
        broadcast()
        break
      case 'schedule':
        cancelScheduled?.()
        cancelScheduled = timers.after(effect.ms, () =>
          dispatch({ type: effect.event, isHidden: document.hidden }),
        )
    }
  }

  async function fetchSession(): Promise<AuthState> {
    const result = resultOf(await send({ path: '/session' }), isSessionPayload)
    running = undefined
    dispatch({ type: 'response', result })
    return model.auth
  }

  function broadcast() {
    const { auth } = model
    if (auth.isLoaded) watch?.broadcast({ rev: auth.rev, out: !auth.isSignedIn })
    if (!model.canFetch || !auth.isSignedIn) return
    noteMethod(auth)
    rememberedUser.note(auth)
  }

  const onMessage = (message: TabMessage) => dispatch({ type: 'message', message })
  const onVisible = (isRestored: boolean) =>
    dispatch({ type: 'visible', isHidden: document.hidden, isRestored, hint: readHint(cookieName) })

  return {
    getState: () => model.auth,
    getServerSnapshot: () => serverSnapshot,
    subscribe(listener) {
      listeners.add(listener)
      if (!watch && model.canFetch) {
        watch = watchSession(name, onMessage, onVisible)
        dispatch({ type: 'wanted' })
        onVisible(false)
        broadcast()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        watch?.close()
        watch = undefined
      }
    },
    get ready() {
      if (!model.auth.isLoaded && model.canFetch) {
        ready.resolveWithin(5_000, () => model.auth)
        dispatch({ type: 'wanted' })
      }
      return ready.promise
    },
    async refresh() {
      const before = running
      dispatch({ type: 'refresh' })
      // The request in flight may be out of date. The queued one counts.
      await before
      return running ?? model.auth
    },
    accept(payload) {
      dispatch({ type: 'accepted', payload })
      return model.auth
    },
    look: () => onVisible(false),
    dispose() {
      dispatch({ type: 'disposed' })
      watch?.close()
      watch = undefined
      cancelScheduled?.()
      ready.stopWaiting()
      ready.resolve(model.auth)
    },
  }
}
