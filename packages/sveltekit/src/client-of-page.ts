import type { AuthClient, AuthState, SessionPayload } from '@latchkey/core'
import { createAuthClient } from '@latchkey/core'
import { page } from '$app/state'
import type { AuthData } from './auth.ts'

/** One client per page, created only in the browser, because a server serves many users. */
let client: AuthClient | undefined

/** The page's client, if it has been created. */
export const knownClient = (): AuthClient | undefined => client

/** The page's client. Only in the browser. */
export const clientOfPage = (basePath: string): AuthClient => {
  client ??= createClientFor(page.data.auth, basePath)
  return client
}

function createClientFor(known: AuthData | undefined, basePath: string): AuthClient {
  if (isOfVisitor(known)) return createAuthClient({ basePath, initialAuth: known })
  const made = createAuthClient({ basePath })
  const state = made.getState()
  // A visitor who has never signed in causes no request.
  const isUnknown = state.status === 'loading' && state.hint !== 'in'
  if (isUnknown && known !== undefined && known.status !== 'stale') made.accept(known)
  return made
}

/** Whether the server's data is about this visitor. `rev` is 0 in prerendered pages. */
export const isOfVisitor = (known: AuthData | undefined): known is SessionPayload & { rev: number } =>
  known !== undefined && known.status !== 'stale' && known.rev > 0

/** Whether the browser knows a newer session than the page. */
export const isNewer = (state: AuthState, known: AuthData | undefined): boolean =>
  state.isLoaded && (!isOfVisitor(known) || state.rev >= known.rev)
