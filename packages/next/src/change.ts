import type { AuthState } from '@latchkey/react'

/** What a session change requires of the pages that Next's router caches. */
export type Change = 'refresh' | 'load' | undefined

/**
 * After a sign-in, the router reloads its data from the server. After a sign-out, or a change of user or organization, the
 * browser reloads the page: Next keeps earlier pages hidden in the document, including their content and input. An expired
 * session is not a change, because the same user may sign in again and continue.
 *
 * @param lastUserId The last user who was signed in on this page.
 */
export function changeOf(before: AuthState, after: AuthState, lastUserId: string | undefined): Change {
  if (!after.isLoaded) return undefined
  if (!after.isSignedIn) return before.isSignedIn && after.reason === 'signed-out' ? 'load' : undefined
  if (lastUserId !== undefined && lastUserId !== after.user.id) return 'load'
  if (before.isSignedIn) return before.organizationId === after.organizationId ? undefined : 'load'
  return before.isLoaded ? 'refresh' : undefined
}
