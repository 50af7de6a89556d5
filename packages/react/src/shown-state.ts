import type { AuthClient, AuthState, SignedInState } from '@latchkey/core'

/** The latest state of each client, and the one that its components show. */
const known = new WeakMap<AuthClient, { latest: AuthState; shown: AuthState }>()

/** The state that components show. Returns the same object if a refresh changed only the token. */
export function shownState(client: AuthClient): AuthState {
  const latest = client.getState()
  const before = known.get(client)
  if (before?.latest === latest) return before.shown
  const shown = before && contents(before.shown) === contents(latest) ? before.shown : latest
  known.set(client, { latest, shown })
  return shown
}

/** All fields except those that change with every refresh. */
const contents = (state: AuthState): string => JSON.stringify({ ...state, rev: null, expiresAt: null })

/** Adds the fields that change with every refresh, with their current values. */
export function withLatest<T extends AuthState>(auth: T, client: AuthClient): T {
  for (const name of ['rev', 'expiresAt'] as const) {
    const shown = (auth as SignedInState)[name]
    if (shown === undefined) continue
    const get = () => (client.getState() as SignedInState)[name] ?? shown
    Object.defineProperty(auth, name, { enumerable: true, get })
  }
  return auth
}
