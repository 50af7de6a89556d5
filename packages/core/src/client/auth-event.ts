import type { SignedOutReason } from '../session/payload.ts'
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

/** The event that a change of state amounts to, if any. */
function eventOf(before: AuthState, after: AuthState): AuthEvent | undefined {
  if (before.status === 'signed-in') {
    const userId = before.user.id
    if (after.status === 'signed-out') return { type: 'signed-out', reason: after.reason, userId }
    if (after.status !== 'signed-in') return
    if (userId !== after.user.id)
      return { type: 'user-changed', userId: after.user.id, previousUserId: userId }
    if (before.organizationId !== after.organizationId)
      return { type: 'organization-changed', organizationId: after.organizationId }
    if (before.stale !== after.stale) return { type: after.stale ? 'stale' : 'recovered' }
  } else if (after.status === 'signed-in') return { type: 'signed-in', userId: after.user.id }
}
