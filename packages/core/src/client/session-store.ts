import type { FlowError } from '../flow/flow-payload.ts'
import type { SessionPayload } from '../session/session-payload.ts'
import {
  type AuthState,
  isSessionPayload,
  LOADING,
  type SignedInState,
  sameState,
  signedOut,
  stateOf,
} from './auth-state.ts'
import { type Line, resultOf, type Send } from './exchange.ts'
import { readHint } from './session-hint.ts'
import { type TabNews, type Watch, watchSession } from './session-watch.ts'
import type { Timers } from './timers.ts'

/** A session as a server already knows it, so that the page need not ask. */
export type InitialAuth = SessionPayload | null | undefined

/** What one page knows of the session, for any number of subscribers. */
export interface SessionStore {
  /** What is known now; the same object until something changes. */
  getState(): AuthState
  /** The state the page was rendered with on the server. Never changes, so that hydration agrees. */
  getServerSnapshot(): AuthState
  /** Calls `listener` after every change, and watches other tabs and the network until it unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Resolves with the first known state, or with `loading` when none is known after five seconds. Never rejects. */
  readonly ready: Promise<AuthState>
  /** Asks the handler now. */
  refresh(): Promise<AuthState>
  /**
   * Takes over what the server has told by another way, such as the data of a page, and tells the other tabs. Older
   * responses under way are then ignored.
   */
  accept(payload: SessionPayload): AuthState
  /** Looks whether the browser's cookie tells of another session than this page knows, and asks the handler if so. */
  look(): void
  /** Ends all watching and every timer. */
  dispose(): void
}

const isUnsure = (state: AuthState) => !state.isLoaded || (state as SignedInState).stale

/** What a session store needs of its client. */
export interface SessionStoreOptions {
  send: Send
  line: Pick<Line, 'organizationId'>
  timers: Timers
  /** What the tabs of this session call each other by. */
  name: string
  initialAuth?: InitialAuth | Promise<InitialAuth>
  staleTimeMs?: number
  cookieName?: string
}

/** Whether a server's word is about the organization that the page stays in, or about nobody. */
const isAbout = (organizationId: string | undefined, payload: SessionPayload): boolean =>
  !organizationId ||
  payload.status !== 'signed-in' ||
  organizationId === (payload.organizationId ?? payload.refusedOrganizationId)

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { send, line, timers, name, initialAuth, staleTimeMs = 60_000, cookieName } = options
  const listeners = new Set<() => void>()
  const told = initialAuth && 'then' in initialAuth ? initialAuth : undefined
  const fits = (payload: InitialAuth): payload is SessionPayload =>
    Boolean(payload && isAbout(line.organizationId, payload))
  let state: AuthState =
    !told && fits(initialAuth as InitialAuth) ? stateOf(initialAuth as SessionPayload) : LOADING
  const serverSnapshot = Object.freeze(state)
  let settle!: (first: AuthState) => void
  const ready = new Promise<AuthState>((resolve) => {
    settle = (value) => {
      resolve(value)
      // As React marks promises it has seen settle, so that `use` need not suspend for one.
      Object.assign(ready, { status: 'fulfilled', value })
    }
  })
  /** A server has nobody to ask, and a page that is gone does not want to know. */
  let asks = typeof document !== 'undefined'
  let epoch = 0
  let failures = 0
  // Next stops prerendering at the first look at a clock, and a server checks nothing.
  let checkedAt = asks ? timers.now() : 0
  let running: Promise<AuthState> | undefined
  let watch: Watch | undefined
  let cancelNext: (() => void) | undefined
  let cancelReady: (() => void) | undefined

  if (state.isLoaded || !(told || asks)) settle(state)
  else if (asks) {
    const hint = readHint(cookieName)
    if (hint) state = { ...LOADING, hint: hint.out ? 'out' : 'in' }
  }
  // The server's word on its way counts like a request of our own that is under way.
  running = told
    ?.catch(() => null)
    .then((payload) => {
      running = undefined
      if (fits(payload)) take(payload)
      begin()
      if (!asks) settle(state)
      return state
    })

  /** One question at a time is put off; the latest decides until when. */
  function later(ms: number, run: () => unknown) {
    cancelNext?.()
    if (asks) cancelNext = timers.after(ms, run)
  }

  function publish(next: AuthState) {
    state = Object.freeze(next)
    if (next.isLoaded) settle(next)
    for (const listener of [...listeners]) listener()
  }

  function take(payload: SessionPayload) {
    const next = stateOf(payload)
    if (!sameState(state, next)) publish(next)
  }

  function accept(payload: SessionPayload) {
    epoch += 1
    take(payload)
    tell()
    return state
  }

  function tell() {
    if (state.isLoaded) watch?.tell({ rev: state.rev, out: !state.isSignedIn })
  }

  async function check(): Promise<AuthState> {
    if (!asks) return state
    const began = epoch
    checkedAt = timers.now()
    const result = resultOf(await send({ path: '/session' }), isSessionPayload)
    checkedAt = timers.now()
    // The person did something meanwhile; what this answer tells is the past.
    if (!asks || began !== epoch) return state
    if (result.ok) take(result.value)
    // No answer is never "signed out": keep what is known, and say that it is old.
    else if (!state.isLoaded) publish({ ...state, error: result.error })
    else if (state.isSignedIn && !state.stale) publish({ ...state, stale: true })
    if (isUnsure(state)) retry((result as { error?: FlowError }).error?.retryAfterSeconds)
    else {
      failures = 0
      tell()
    }
    return state
  }

  function retry(retryAfterSeconds = 0) {
    // Between half a second and a second, by the clock: it spreads those whom one outage sent away together.
    const unit = 500 + (checkedAt % 500)
    later(Math.max(retryAfterSeconds * 1_000, Math.min(60, 2 ** failures++) * unit), () => {
      // A hidden page asks when it is looked at again.
      if (!document.hidden && isUnsure(state)) load()
    })
  }

  function load(): Promise<AuthState> {
    running ??= check().finally(() => {
      running = undefined
    })
    return running
  }

  const refresh = () => running?.then(load) ?? load()

  /** Asks, but not twice within a second. */
  function soon() {
    const wait = checkedAt + 1_000 - timers.now()
    if (wait > 0) later(wait, refresh)
    else refresh()
  }

  /** Whether news say what this tab knows already. */
  const agrees = ({ rev, out }: TabNews) =>
    out !== state.isSignedIn && (out || rev === (state as SignedInState).rev)

  function heard(news: TabNews) {
    if (!state.isLoaded) return
    if (agrees(news)) {
      checkedAt = timers.now()
      return
    }
    if (news.out && news.rev > state.rev) accept(signedOut(news.rev))
    soon()
  }

  function look(restored: boolean) {
    if (document.hidden) return
    const hint = readHint(cookieName)
    if (hint && !agrees(hint)) heard(hint)
    if (running) return
    if (restored || isUnsure(state)) soon()
    else if (timers.now() - checkedAt >= Math.max(30_000, staleTimeMs)) load()
  }

  function begin() {
    if (isUnsure(state)) load()
  }

  return {
    getState: () => state,
    getServerSnapshot: () => serverSnapshot,
    subscribe(listener) {
      listeners.add(listener)
      if (!watch && asks) {
        watch = watchSession(name, heard, look)
        begin()
        look(false)
        tell()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        watch?.close()
        watch = undefined
      }
    },
    get ready() {
      if (!state.isLoaded && asks) {
        cancelReady ??= timers.after(5_000, () => settle(state))
        begin()
      }
      return ready
    },
    refresh,
    accept,
    look: () => look(false),
    dispose() {
      asks = false
      watch?.close()
      cancelNext?.()
      cancelReady?.()
      settle(state)
    },
  }
}
