import type { SessionPayload } from '../session/payload.ts'
import {
  type AuthState,
  isSessionPayload,
  LOADING,
  type SignedInState,
  sameState,
  stateOf,
} from './auth-state.ts'
import { exchange, type Line, resultOf } from './exchange.ts'
import { readHint } from './session-hint.ts'
import { type Watch, watchSession } from './session-watch.ts'
import type { TabNews } from './tab-channel.ts'

/** A session as a server already knows it, so that the page need not ask. */
export type InitialAuth = SessionPayload | null | undefined

/** What one page knows of the session, for any number of subscribers. */
export interface SessionStore {
  getState(): AuthState
  /** The state the page was rendered with on the server. Never changes, so that hydration agrees. */
  getServerSnapshot(): AuthState
  subscribe(listener: () => void): () => void
  /** Resolves with the first known state, or with `loading` when none is known after five seconds. Never rejects. */
  whenReady(): Promise<AuthState>
  /** Asks the handler now. */
  refresh(): Promise<AuthState>
  /** Takes over what an action of the person has led to. Older answers under way are then ignored. */
  accept(payload: SessionPayload): AuthState
  /** Ends all watching and every timer. */
  dispose(): void
}

const READY_WITHIN_MS = 5_000
const RECHECK_AFTER_MS = 30_000
const CHECKS_APART_MS = 1_000
const LONGEST_BACKOFF_MS = 60_000

const inBrowser = () => typeof document !== 'undefined'
const isPromise = (value: InitialAuth | Promise<InitialAuth>): value is Promise<InitialAuth> =>
  typeof (value as Promise<InitialAuth> | undefined)?.then === 'function'

const isUnsure = (state: AuthState) => !state.isLoaded || (state.status === 'signed-in' && state.stale)

export function createSessionStore(
  line: Line,
  initialAuth: InitialAuth | Promise<InitialAuth>,
  staleTimeMs: number,
): SessionStore {
  const { timers } = line
  const name = `latchkey:${line.basePath}`
  const listeners = new Set<() => void>()
  const told = isPromise(initialAuth) ? initialAuth : undefined
  let state: AuthState = initialAuth && !isPromise(initialAuth) ? stateOf(initialAuth) : LOADING
  const serverSnapshot = state
  let settle: (first: AuthState) => void = () => {}
  const ready = new Promise<AuthState>((resolve) => {
    settle = (value) => {
      resolve(value)
      // As React marks promises it has seen settle, so that `use` need not suspend for one.
      Object.assign(ready, { status: 'fulfilled', value })
    }
  })
  let epoch = 0
  let failures = 0
  let checkedAt = timers.now()
  let startedAt = Number.NEGATIVE_INFINITY
  let running: Promise<AuthState> | undefined
  let disposed = false
  let watch: Watch | undefined
  const pending: Partial<Record<'ready' | 'retry' | 'soon' | 'turn', () => void>> = {}

  // A server has nobody to ask: whoever waits there is told so at once.
  if (state !== LOADING || !(told || inBrowser())) settle(state)
  else if (inBrowser()) {
    const hint = readHint()
    if (hint) state = Object.freeze({ ...LOADING, hint: hint.out ? 'out' : 'in' })
  }
  // The server's word on its way counts like a request of our own that is under way.
  running = told
    ?.catch(() => null)
    .then((payload) => {
      running = undefined
      if (payload) take(payload)
      else begin()
      return state
    })

  /** One timer of each kind; a new one replaces the old. */
  function later(kind: keyof typeof pending, ms: number, run: () => void) {
    pending[kind]?.()
    if (!disposed) pending[kind] = timers.after(ms, run)
  }

  function publish(next: AuthState) {
    state = Object.freeze(next)
    if (next.status !== 'loading') settle(next)
    for (const listener of [...listeners]) listener()
  }

  function take(payload: SessionPayload) {
    const next = stateOf(payload)
    if (!sameState(state, next)) publish(next)
  }

  function tell() {
    if (state.status !== 'loading') watch?.tell({ rev: state.rev, out: state.status === 'signed-out' })
  }

  async function check(): Promise<AuthState> {
    const began = epoch
    const answer = await exchange(line, { method: 'GET', path: '/session' })
    checkedAt = timers.now()
    // The person did something meanwhile; what this answer tells is the past.
    if (disposed || began !== epoch) return state
    const { status, body } = answer
    const result = resultOf(answer)
    const error = result.ok ? null : result.error
    if (status === 200 && isSessionPayload(body)) take(body)
    // No answer is never "signed out": keep what is known, and say that it is old.
    else if (state.status === 'loading')
      publish({ ...state, error: error ?? { code: 'service_unavailable' } })
    else if (state.status === 'signed-in' && !state.stale) publish({ ...state, stale: true })
    if (isUnsure(state)) retry(error?.retryAfterSeconds)
    else {
      failures = 0
      pending.retry?.()
      tell()
    }
    return state
  }

  function retry(retryAfterSeconds = 0) {
    const spread = 0.5 + (crypto.getRandomValues(new Uint8Array(1))[0] as number) / 510
    const backoff = Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** failures++) * spread
    later('retry', Math.max(backoff, retryAfterSeconds * 1_000), () => {
      // A hidden page asks when it is looked at again.
      if (!document.hidden) load()
    })
  }

  function load(): Promise<AuthState> {
    if (running || disposed) return running ?? Promise.resolve(state)
    startedAt = timers.now()
    running = check().finally(() => {
      running = undefined
    })
    return running
  }

  const refresh = () => (running ? running.then(load) : load())

  function soon() {
    const wait = startedAt + CHECKS_APART_MS - timers.now()
    if (wait > 0) later('soon', wait, refresh)
    else refresh()
  }

  /** Whether news say what this tab knows already. */
  const agrees = ({ rev, out }: TabNews) =>
    out === (state.status === 'signed-out') && (out || rev === (state as SignedInState).rev)

  function heard(news: TabNews) {
    if (state.status === 'loading') return
    if (agrees(news)) {
      checkedAt = timers.now()
      pending.turn?.()
      return
    }
    if (news.out && news.rev > state.rev) {
      epoch += 1
      publish(stateOf({ status: 'signed-out', reason: 'signed-out', rev: news.rev }))
    }
    soon()
  }

  function look(restored: boolean) {
    if (document.hidden) return
    const hint = readHint()
    if (hint && !agrees(hint)) heard(hint)
    if (running) return
    if (restored || isUnsure(state)) soon()
    else if (timers.now() - checkedAt >= Math.max(RECHECK_AFTER_MS, staleTimeMs)) recheck()
  }

  /** Several tabs wake together: one asks, the others hear. A lock that does not come costs two seconds, no more. */
  function recheck() {
    checkedAt = timers.now()
    if (!navigator.locks) return load()
    return navigator.locks
      .request(name, { ifAvailable: true }, (lock) => (lock ? load() : later('turn', 2_000, load)))
      .catch(load)
  }

  function begin() {
    if (inBrowser() && isUnsure(state)) load()
  }

  function unwatch() {
    watch?.close()
    watch = undefined
  }

  return {
    getState: () => state,
    getServerSnapshot: () => serverSnapshot,
    subscribe(listener) {
      listeners.add(listener)
      if (!watch && inBrowser() && !disposed) {
        watch = watchSession(name, heard, look)
        begin()
        tell()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) unwatch()
      }
    },
    whenReady() {
      if (state.status === 'loading' && inBrowser() && !pending.ready) {
        later('ready', READY_WITHIN_MS, () => settle(state))
        begin()
      }
      return ready
    },
    refresh,
    accept(payload) {
      epoch += 1
      take(payload)
      tell()
      return state
    },
    dispose() {
      disposed = true
      unwatch()
      for (const cancel of Object.values(pending)) cancel()
      settle(state)
    },
  }
}
