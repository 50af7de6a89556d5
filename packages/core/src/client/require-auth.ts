import type { AuthClient } from './auth-client.ts'
import { AuthRedirect, AuthUnavailable } from './auth-error.ts'
import type { Permission, Role, SignedInState } from './auth-state.ts'
import { pageUrl } from './navigation.ts'

/** What {@link requireAuth} asks for. */
export interface RequireAuthOptions {
  role?: Role
  permission?: Permission
  /** Where to send people who lack it. Default: `signInUrl`, or `/` for somebody who is signed in. */
  redirectTo?: string
  /** Where to come back to. Default: the page's address. */
  returnTo?: string
}

/**
 * Waits until the session is known; for a router's loaders and guards.
 *
 * @throws {AuthRedirect} unless the person may go on.
 * @throws {AuthUnavailable} when the session cannot be known just now.
 */
export async function requireAuth(
  client: AuthClient,
  { role, permission, redirectTo, returnTo }: RequireAuthOptions = {},
): Promise<SignedInState> {
  await client.ready
  const state = client.getState()
  if (state.status === 'loading') throw new AuthUnavailable(state.error)
  if (state.status === 'signed-out')
    throw new AuthRedirect('signed-out', redirectTo ?? pageUrl(client.signInUrl, returnTo))
  if ((role && !state.roles.includes(role)) || (permission && !state.permissions.includes(permission)))
    throw new AuthRedirect('forbidden', redirectTo ?? '/')
  return state
}
