import type { SignedOutReason } from '../session/session-payload.ts'
import type { AuthClient } from './auth-client.ts'
import type { AuthState } from './auth-state.ts'

/** A session event for the app, its log or its analytics. Contains ids, never secrets. */
export type AuthEvent =
  | { type: 'signed-in'; userId: string }
  | { type: 'signed-out'; reason: SignedOutReason; userId: string }
  | { type: 'user-changed'; userId: string; previousUserId: string }
  | { type: 'organization-changed'; organizationId: string | null }
  | { type: 'stale' }
  | { type: 'recovered' }

/** Calls `listener` on every session event. Returns a function that unsubscribes. */
export function onAuthEvent(client: AuthClient, listener: (event: AuthEvent) => void): () => void {
  let before = client.getState()
  return client.subscribe(() => {
    const after = client.getState()
    const event = eventOf(before, after)
    before = after
    if (event) listener(event)
  })
}

/**
 * Calls `listener` when loaded data no longer belongs to the current user: after a sign-in, a sign-out, or a change of the user
 * or organization. An expired session is not a change, because the same user may sign in again and continue. Returns a function
 * that unsubscribes.
 */
export function onOwnerChange(client: AuthClient, listener: (event: AuthEvent) => void): () => void {
  let isKnown = client.getState().isLoaded
  const stop = onAuthEvent(client, (event) => {
    const isSameOwner = event.type === 'stale' || event.type === 'recovered'
    const isOverByItself = event.type === 'signed-out' && event.reason !== 'signed-out'
    if (isKnown && !isSameOwner && !isOverByItself) listener(event)
  })
  // The first known state is not a change.
  const stopKnowing = client.subscribe(() => {
    isKnown = client.getState().isLoaded
  })
  return () => {
    stop()
    stopKnowing()
  }
}

/** The event for a change of state, if there is one. */
function eventOf(before: AuthState, after: AuthState): AuthEvent | undefined {
  if (!after.isSignedIn) {
    if (!before.isSignedIn || !after.isLoaded) return
    return { type: 'signed-out', reason: after.reason, userId: before.user.id }
  }
  const { organizationId, stale, user } = after
  const userId = user.id
  if (!before.isSignedIn) return { type: 'signed-in', userId }
  if (userId !== before.user.id) return { type: 'user-changed', userId, previousUserId: before.user.id }
  if (organizationId !== before.organizationId) return { type: 'organization-changed', organizationId }
  if (stale !== before.stale) return { type: stale ? 'stale' : 'recovered' }
}
