import type { FlowError } from '../flow/flow-payload.ts'
import type { Permission, Role } from '../session/register.ts'
import type { SessionPayload, SignedInPayload, SignedOutReason } from '../session/session-payload.ts'

/** It is not known yet whether a user is signed in. Happens at most once in a page's life. */
export interface LoadingState {
  status: 'loading'
  isLoaded: false
  isLoading: true
  isSignedIn: undefined
  user: null
  /** What the last visit's cookie suggests; for choosing a placeholder, never for showing anything private. */
  hint: 'in' | 'out' | null
  /** Why it takes longer, when the handler could not be asked. It is asked again by itself. */
  error: FlowError | null
}

/** Nobody is signed in, on the handler's word. */
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

/** What a page knows of the session. Narrows on `status`, `isSignedIn`, `isLoaded` or `isLoading`. */
export type AuthState = LoadingState | SignedOutState | SignedInState

/** Before anything is known; also what a server renders when it was told nothing. */
export const LOADING: LoadingState = {
  status: 'loading',
  isLoaded: false,
  isLoading: true,
  isSignedIn: undefined,
  user: null,
  hint: null,
  error: null,
}

/** The state that a handler's answer stands for. */
export function stateOf(payload: SessionPayload): AuthState {
  const isSignedIn = payload.status === 'signed-in'
  return { user: null, ...payload, isLoaded: true, isLoading: false, isSignedIn } as AuthState
}

/** What a sign-out leaves behind. */
export const signedOut = (rev: number): SessionPayload => ({
  status: 'signed-out',
  reason: 'signed-out',
  rev,
})

/** Whether a response has the shape of a session. Anything else means nothing, least of all "signed out". */
export function isSessionPayload(value: unknown): value is SessionPayload {
  const { status, rev, user } = (value ?? {}) as { status?: string; rev?: unknown; user?: unknown }
  return typeof rev === 'number' && status === (user ? 'signed-in' : 'signed-out')
}

/** Whether two states say the same, so that nobody has to render again. */
export function sameState(one: AuthState, other: AuthState): boolean {
  if (!one.isSignedIn || !other.isSignedIn) return one.status === other.status
  const identity = ['rev', 'sessionId', 'organizationId', 'expiresAt', 'stale'] as const
  return identity.every((key) => one[key] === other[key])
}
