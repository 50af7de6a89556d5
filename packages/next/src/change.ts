import type { AuthState } from '@latchkey/react'

/** What a change of the session means for the pages that Next's router keeps. */
export type Change = 'refresh' | 'load' | undefined

/**
 * After a sign-in the router asks the server again. After a sign-out, another user or another organization the browser
 * loads the page: Next keeps earlier pages hidden in the document, with what they show and what was typed there. A
 * session that is over by itself changes nothing: the same user may sign in again and go on.
 *
 * @param lastUserId Who was signed in last on this page.
 */
export function changeOf(before: AuthState, after: AuthState, lastUserId: string | undefined): Change {
  if (!after.isLoaded) return undefined
  if (!after.isSignedIn) return before.isSignedIn && after.reason === 'signed-out' ? 'load' : undefined
  if (lastUserId !== undefined && lastUserId !== after.user.id) return 'load'
  if (before.isSignedIn) return before.organizationId === after.organizationId ? undefined : 'load'
  return before.isLoaded ? 'refresh' : undefined
}
