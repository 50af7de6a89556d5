/**
 * The header with the organization to which a page is pinned, on each of its requests to the handler. Send it with
 * requests to your own routes too, and the handler resolves them in that organization.
 */
export const ORGANIZATION_HEADER = 'latchkey-organization'

/** The data of the signed-in user that a page can have. */
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
  /** Your own ID of the user. Present if the handler has `userFields: { externalId: true }`. */
  externalId?: string | null
  /** The metadata of the user, with the keys that `userFields` of the handler names. Present if it names any. */
  metadata?: Readonly<Record<string, string | undefined>>
}

/** A member of your support team, or of WorkOS, who is impersonating the user. */
export interface Impersonator {
  email: string
  reason: string | null
}

/** The response of `GET /session` for a signed-in user. */
export interface SignedInPayload {
  status: 'signed-in'
  user: SessionUser
  sessionId: string
  organizationId: string | null
  /** The organization to which the page is pinned, if the user is not a member of it. */
  refusedOrganizationId: string | null
  role: string | null
  roles: readonly string[]
  permissions: readonly string[]
  entitlements: readonly string[]
  featureFlags: readonly string[]
  impersonator: Impersonator | null
  /** The API's name for the sign-in method, such as `Password` or `GoogleOAuth`. */
  authenticationMethod: string | null
  /** When the user last signed in, in milliseconds since the epoch. */
  authenticatedAt: number
  /** When the server must refresh the session, in milliseconds since the epoch. Never a reason to sign out. */
  expiresAt: number
  /** Whether this is the last known state, because the API could not be reached. */
  stale: boolean
  /** Increases with every change of the session. The higher revision is the newer one. */
  rev: number
}

/** The response of `GET /session` for all other visitors. */
export interface SignedOutPayload {
  status: 'signed-out'
  reason: SignedOutReason
  rev: number
}

/** Why no user is signed in. */
export type SignedOutReason = 'none' | 'signed-out' | 'expired' | 'revoked' | 'invalid'

/** The data of the session that a page can have: an allow-list without tokens. */
export type SessionPayload = SignedInPayload | SignedOutPayload
