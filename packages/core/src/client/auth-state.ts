import type { FlowError } from '../flow/flow-payload.ts'
import type { Permission, Role } from '../session/register.ts'
import type { SessionPayload, SignedInPayload, SignedOutReason } from '../session/session-payload.ts'

/** Whether a user is signed in is not known yet. Happens at most once per page load. */
export interface LoadingState {
  status: 'loading'
  isLoaded: false
  isLoading: true
  isSignedIn: undefined
  user: null
  /** The state that the cookie of the last visit suggests. Use it to choose a placeholder, never to show private content. */
  hint: 'in' | 'out' | null
  /** Why loading takes longer, if the handler could not be reached. The client retries automatically. */
  error: FlowError | null
}

/** No user is signed in, as confirmed by the handler. */
export interface SignedOutState {
  status: 'signed-out'
  isLoaded: true
  isLoading: false
  isSignedIn: false
  user: null
  reason: SignedOutReason
  rev: number
}

/** A user is signed in. `stale` means that the handler could not confirm it. */
export interface SignedInState extends Omit<SignedInPayload, 'role' | 'roles' | 'permissions'> {
  isLoaded: true
  isLoading: false
  isSignedIn: true
  role: Role | null
  roles: readonly Role[]
  permissions: readonly Permission[]
}

/** What a page knows about the session. Narrows on `status`, `isSignedIn`, `isLoaded` or `isLoading`. */
export type AuthState = LoadingState | SignedOutState | SignedInState

/** The state before anything is known. A server without session data also renders it. */
export const LOADING: LoadingState = {
  status: 'loading',
  isLoaded: false,
  isLoading: true,
  isSignedIn: undefined,
  user: null,
  hint: null,
  error: null,
}

/** Converts a response of the handler to a state. */
export function stateOf(payload: SessionPayload): AuthState {
  const isSignedIn = payload.status === 'signed-in'
  return { user: null, ...payload, isLoaded: true, isLoading: false, isSignedIn } as AuthState
}

/** The session payload after a sign-out. */
export const signedOut = (rev: number): SessionPayload => ({
  status: 'signed-out',
  reason: 'signed-out',
  rev,
})

/** Whether a response has the shape of a session. Any other response is ignored and never counts as "signed out". */
export function isSessionPayload(value: unknown): value is SessionPayload {
  const { status, rev, user } = (value ?? {}) as { status?: string; rev?: unknown; user?: unknown }
  return typeof rev === 'number' && status === (user ? 'signed-in' : 'signed-out')
}

/** Whether two states are equal, so that subscribers need not render again. */
export function sameState(one: AuthState, other: AuthState): boolean {
  if (!one.isSignedIn || !other.isSignedIn) return one.status === other.status
  const identity = ['rev', 'sessionId', 'organizationId', 'expiresAt', 'stale'] as const
  return identity.every((key) => one[key] === other[key])
}
