import type { AuthState } from './auth-state.ts'
import type { Timers } from './timers.ts'

/** The first known state of a session, as a promise. */
export interface Ready {
  readonly promise: Promise<AuthState>
  /** The first call resolves the promise; each leaves its state there for React. */
  resolve(state: AuthState): void
  /** Resolves with what is known after that many milliseconds, unless a state is known before. */
  resolveWithin(ms: number, latest: () => AuthState): void
  stopWaiting(): void
}

export function createReady(timers: Timers): Ready {
  let settle!: (first: AuthState) => void
  const promise = new Promise<AuthState>((resolve) => {
    settle = resolve
  })
  let cancel: (() => void) | undefined

  function resolve(value: AuthState) {
    settle(value)
    // As React marks promises that it has seen settle, so that `use` need not suspend for one.
    Object.assign(promise, { status: 'fulfilled', value })
  }

  return {
    promise,
    resolve,
    resolveWithin(ms, latest) {
      cancel ??= timers.after(ms, () => resolve(latest()))
    },
    stopWaiting: () => cancel?.(),
  }
}
