import type { SignedOutReason } from '../session/session-payload.ts'
import type { AuthClient } from './auth-client.ts'
import type { AuthState } from './auth-state.ts'

/** Something worth telling the app, its log or its analytics. Carries ids, never secrets. */
export type AuthEvent =
  | { type: 'signed-in'; userId: string }
  | { type: 'signed-out'; reason: SignedOutReason; userId: string }
  | { type: 'user-changed'; userId: string; previousUserId: string }
  | { type: 'organization-changed'; organizationId: string | null }
  | { type: 'stale' }
  | { type: 'recovered' }

/** Calls `listener` at every event of the session. The function it returns takes that back. */
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
 * Calls `listener` when data that was loaded for one user is another's now: after a sign-in, a sign-out, a change of the
 * user or of the organization. A session that is over by itself changes nothing: the same user may sign in again and go
 * on. The function it returns takes that back.
 */
export function onOwnerChange(client: AuthClient, listener: (event: AuthEvent) => void): () => void {
  let isKnown = client.getState().isLoaded
  const stop = onAuthEvent(client, (event) => {
    const isSameOwner = event.type === 'stale' || event.type === 'recovered'
    const isOverByItself = event.type === 'signed-out' && event.reason !== 'signed-out'
    if (isKnown && !isSameOwner && !isOverByItself) listener(event)
  })
  // The first word about a session is no change of it.
  const stopKnowing = client.subscribe(() => {
    isKnown = client.getState().isLoaded
  })
  return () => {
    stop()
    stopKnowing()
  }
}

/** The event that a change of state amounts to, if any. */
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
