import type { FlowError } from '../flow/flow-payload.ts'
import type { AuthClient } from './auth-client.ts'
import type { AuthState } from './auth-state.ts'
import type { Result } from './result.ts'

/** Data from the handler, as far as this page has loaded it. */
export interface ResourceState<T> {
  data: T | undefined
  error: FlowError | null
  isLoading: boolean
}

/**
 * Data shared by many subscribers with one request. It is discarded when the session changes to another user or organization.
 */
export interface Resource<T> {
  /** The current state. Returns the same object until something changes. */
  getState(): ResourceState<T>
  /** Always loading: a server never requests this data. */
  getServerSnapshot(): ResourceState<T>
  /** Calls `listener` after every change. The first subscriber starts the request. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Requests it again. The old value stays until the response arrives. */
  reload(): Promise<void>
  /** Changes the shown data before the handler has confirmed it. */
  update(change: (data: T) => T): void
}

const resources = new WeakMap<AuthClient, Map<string, Resource<unknown>>>()
const EMPTY = /* @__PURE__ */ Object.freeze({ data: undefined, error: null, isLoading: true })
/** The state without a user: no data and no request. */
const NOTHING = /* @__PURE__ */ Object.freeze({ data: undefined, error: null, isLoading: false })

/** Returns the client's resource of that name. `load` is used if the resource is new. */
export function resourceOf<T>(client: AuthClient, name: string, load: () => Promise<Result<T>>): Resource<T> {
  const known = resources.get(client) ?? new Map<string, Resource<unknown>>()
  resources.set(client, known)
  const found = (known.get(name) as Resource<T> | undefined) ?? createResource(client, load)
  known.set(name, found as Resource<unknown>)
  return found
}

/** Identifies the user and organization that data belongs to. No value outlives its owner. */
function ownerOf(state: AuthState): string | undefined {
  return state.status === 'signed-in'
    ? `${state.user.id} ${state.sessionId} ${state.organizationId}`
    : undefined
}

function createResource<T>(client: AuthClient, load: () => Promise<Result<T>>): Resource<T> {
  const listeners = new Set<() => void>()
  let state: ResourceState<T> = EMPTY
  let owner: string | undefined
  let running: Promise<void> | undefined
  let queued: Promise<void> | undefined
  let unwatch: (() => void) | undefined

  function publish(next: ResourceState<T>) {
    state = next
    for (const listener of [...listeners]) listener()
  }

  /** A request in flight may show the data before the change that this is called for, so another one follows it. */
  function reload(): Promise<void> {
    if (running === undefined) return start()
    queued ??= running.then(() => {
      queued = undefined
      return start()
    })
    return queued
  }

  function start(): Promise<void> {
    const requestOwner = ownerOf(client.getState())
    if (requestOwner === undefined) return Promise.resolve()
    if (running) return running
    const request = load().then((result) => {
      if (running === request) running = undefined
      // The session changed in the meantime, so this response belongs to another user.
      if (ownerOf(client.getState()) !== requestOwner) return
      publish(
        result.ok
          ? { data: result.value, error: null, isLoading: false }
          : { ...state, error: result.error, isLoading: false },
      )
    })
    running = request
    return request
  }

  function follow() {
    const session = client.getState()
    const now = ownerOf(session)
    const none = session.isLoaded && now === undefined ? NOTHING : EMPTY
    if (now === owner && (now !== undefined || state === none)) return
    owner = now
    running = undefined
    if (state !== none) publish(none)
    // The change can make views unsubscribe, such as those of managers. The handler would refuse a request for them.
    client.timers.after(0, () => {
      if (listeners.size > 0 && state.isLoading) start()
    })
  }

  return {
    getState: () => state,
    getServerSnapshot: () => EMPTY,
    subscribe(listener) {
      listeners.add(listener)
      unwatch ??= client.subscribe(follow)
      follow()
      if (state.isLoading) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        unwatch?.()
        unwatch = undefined
      }
    },
    reload,
    update(change) {
      if (state.data !== undefined) publish({ ...state, data: change(state.data) })
    },
  }
}
