import type { AuthClient, AuthState, SignedInState } from '@latchkey/core'

/** The latest state of each client, and the one that components show for it. */
const known = new WeakMap<AuthClient, { latest: AuthState; shown: AuthState }>()

/** What components show of the session. The same object when a refresh has brought a later token and nothing else. */
export function shownState(client: AuthClient): AuthState {
  const latest = client.getState()
  const before = known.get(client)
  if (before?.latest === latest) return before.shown
  const shown = before && contents(before.shown) === contents(latest) ? before.shown : latest
  known.set(client, { latest, shown })
  return shown
}

/** All but what every refresh changes. */
const contents = (state: AuthState): string => JSON.stringify({ ...state, rev: null, expiresAt: null })

/** Adds what every refresh changes, as it is at the moment of reading. */
export function withLatest<T extends AuthState>(auth: T, client: AuthClient): T {
  for (const name of ['rev', 'expiresAt'] as const) {
    const shown = (auth as SignedInState)[name]
    if (shown === undefined) continue
    const get = () => (client.getState() as SignedInState)[name] ?? shown
    Object.defineProperty(auth, name, { enumerable: true, get })
  }
  return auth
}
