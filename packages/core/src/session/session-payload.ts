/**
 * Names the organization that a page stays in, on each of its requests to the handler. Send it along with requests to
 * your own routes, and the handler resolves them in that organization too.
 */
export const ORGANIZATION_HEADER = 'latchkey-organization'

/** The signed-in user, as far as a page may know them. */
export interface SessionUser {
  id: string
  email: string
  emailVerified: boolean
  firstName: string | null
  lastName: string | null
  /** An https URL, or `null`. */
  profilePictureUrl: string | null
  /** ISO 8601, UTC. */
  createdAt: string
}

/** A member of your support team, or of WorkOS, acting as the user. */
export interface Impersonator {
  email: string
  reason: string | null
}

/** What `GET /session` returns for a signed-in user. */
export interface SignedInPayload {
  status: 'signed-in'
  user: SessionUser
  sessionId: string
  organizationId: string | null
  /** The organization that the page stays in, if the user is not a member of it. */
  refusedOrganizationId: string | null
  role: string | null
  roles: readonly string[]
  permissions: readonly string[]
  entitlements: readonly string[]
  featureFlags: readonly string[]
  impersonator: Impersonator | null
  /** As the API names it, such as `Password` or `GoogleOAuth`. */
  authenticationMethod: string | null
  /** Milliseconds since the epoch of the last active sign-in. */
  authenticatedAt: number
  /** Milliseconds since the epoch at which the server has to refresh. Never a reason to sign out. */
  expiresAt: number
  /** The last known state, because the API could not be reached. */
  stale: boolean
  /** Rises whenever the session changes. The higher one is the newer one. */
  rev: number
}

/** What `GET /session` returns for all other visitors. */
export interface SignedOutPayload {
  status: 'signed-out'
  reason: SignedOutReason
  rev: number
}

/** Why nobody is signed in. */
export type SignedOutReason = 'none' | 'signed-out' | 'expired' | 'revoked' | 'invalid'

/** What a page may know of the session: an allow-list without tokens. */
export type SessionPayload = SignedInPayload | SignedOutPayload
