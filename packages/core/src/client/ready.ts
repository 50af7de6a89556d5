import type { AuthState } from './auth-state.ts'
import type { Timers } from './timers.ts'

/** The first known state of a session, as a promise. */
export interface Ready {
  readonly promise: Promise<AuthState>
  /** The first call resolves the promise. Every call stores its state on the promise for React. */
  resolve(state: AuthState): void
  /** After `ms` milliseconds, resolves with the latest state unless a known state arrived before. */
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
    // Marks the promise the way React marks settled promises, so that `use` does not suspend.
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
