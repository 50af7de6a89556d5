import { SessionError } from '../errors/index.ts'
import type { Session } from './packed-session.ts'
import type {
  Impersonator,
  SessionPayload,
  SessionUser,
  SignedInPayload,
  SignedOutReason,
} from './session-payload.ts'
import type { AccessTokenClaims } from './token-verifier.ts'

/** A signed-in user: the session cookie is valid and the access token is verified. */
export interface SignedIn {
  status: 'signed-in'
  user: SessionUser
  sessionId: string
  organizationId: string | undefined
  /** The organization that the request named, if the user is not a member of it. */
  refusedOrganizationId: string | undefined
  role: string | undefined
  roles: readonly string[]
  permissions: readonly string[]
  entitlements: readonly string[]
  featureFlags: readonly string[]
  impersonator: Impersonator | undefined
  /** The sign-in method by the API's name, such as `Password`. */
  authenticationMethod: string | undefined
  /** When the user last signed in, in milliseconds since the epoch. */
  authenticatedAt: number
  /** When the access token expires, in milliseconds since the epoch. */
  expiresAt: number
  /** All claims of the verified access token. */
  claims: AccessTokenClaims
  rev: number
  /** Set if the request has an access token in `Authorization` instead of the session cookie. */
  isBearer?: true
  /**
   * Returns the access token, for calling other services. It is a function, so that no serializer includes it.
   *
   * @throws {SessionError} `organization_refused` if the request is for an organization that the user is not a member of.
   */
  accessToken(): string
}

/** No user is signed in. */
export interface SignedOut {
  status: 'signed-out'
  user: undefined
  reason: SignedOutReason
  /** Set if the request has a token in `Authorization: Bearer` that was not accepted. Its cookies were ignored. */
  isBearer?: true
}

/** There is a session, but the API could not be reached to confirm it. Never sign the user out for this reason. */
export interface Stale {
  status: 'stale'
  user: undefined
  /** The last known session, if the token's signature could be verified. */
  lastKnown: SignedIn | undefined
  /** Seconds to wait before the next attempt. */
  retryAfterSeconds: number | undefined
}

/** The session of a request. */
export type Auth = SignedIn | SignedOut | Stale

const NONE: readonly string[] = Object.freeze([])
const list = (value: unknown): readonly string[] =>
  Array.isArray(value) ? Object.freeze(value.filter((one) => typeof one === 'string')) : NONE

type Lists = Pick<SignedIn, 'roles' | 'permissions' | 'entitlements' | 'featureFlags'>
const lists = new WeakMap<AccessTokenClaims, Lists>()

/** The lists in a token, created once and shared by all requests with that token. */
function listsOf(claims: AccessTokenClaims): Lists {
  const known = lists.get(claims)
  if (known) return known
  const role = text(claims.role)
  const made = {
    roles: list(claims.roles ?? (role === undefined ? undefined : [role])),
    permissions: list(claims.permissions),
    entitlements: list(claims.entitlements),
    featureFlags: list(claims.feature_flags),
  }
  lists.set(claims, made)
  return made
}

/** Ignores a claim of another type, because a JWT template can put anything into a token. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The actor of an impersonated session, even if the claim does not name one. */
function actorOf({ act }: AccessTokenClaims): Impersonator | undefined {
  if (act == null) return undefined
  return { email: text((act as { sub?: unknown }).sub) ?? '', reason: null }
}

/** A copy, because the session may be cached for later requests and the app may change the object it receives. */
const copyOf = (user: SessionUser): SessionUser =>
  user.metadata === undefined ? { ...user } : { ...user, metadata: { ...user.metadata } }

/** The signed-in value of a session and its verified claims. */
export function signedIn(session: Session, claims: AccessTokenClaims): SignedIn {
  const { accessToken, impersonator } = session
  const { roles, permissions, entitlements, featureFlags } = listsOf(claims)
  return {
    status: 'signed-in',
    user: copyOf(session.user),
    sessionId: claims.sid,
    organizationId: text(claims.org_id),
    refusedOrganizationId: undefined,
    role: text(claims.role),
    roles,
    permissions,
    entitlements,
    featureFlags,
    impersonator: impersonator ? { ...impersonator } : actorOf(claims),
    authenticationMethod: session.authenticationMethod,
    authenticatedAt: authenticatedAt(session, claims),
    expiresAt: claims.exp * 1000,
    claims,
    rev: session.rev,
    accessToken: () => accessToken,
  }
}

/** Two timestamps from the issuer's clock can differ by this much because of rounding. */
const ROUNDING_SECONDS = 60

/**
 * Without `auth_time`, the sign-in counts as being as old as the session, because the `iat` of a refreshed token would
 * make it look new. The same applies if `auth_time` is later than the token was issued, for example because it is in
 * milliseconds.
 */
function authenticatedAt({ startedAt }: Session, { auth_time: claimed, iat }: AccessTokenClaims): number {
  const isPast = typeof claimed === 'number' && claimed <= iat + ROUNDING_SECONDS
  return isPast ? claimed * 1000 : Math.min(startedAt, iat * 1000)
}

/** The same user without an organization: no role, no permissions, and no token that is valid for an organization. */
export function withoutOrganization(auth: Auth, refusedOrganizationId: string): Auth {
  if (auth.status === 'signed-out') return auth
  if (auth.status === 'stale') return { ...auth, lastKnown: undefined }
  const { sub, sid, iss, iat, exp, auth_time, act } = auth.claims
  return {
    ...auth,
    organizationId: undefined,
    refusedOrganizationId,
    role: undefined,
    roles: NONE,
    permissions: NONE,
    entitlements: NONE,
    featureFlags: NONE,
    claims: { sub, sid, iss, iat, exp, auth_time, act },
    accessToken() {
      throw new SessionError('organization_refused')
    },
  }
}

const signedOutValues = new Map<SignedOutReason, SignedOut>()

/** The signed-out value for a reason. There is one frozen object per reason. */
export function signedOut(reason: SignedOutReason): SignedOut {
  let value = signedOutValues.get(reason)
  if (value === undefined) {
    value = Object.freeze({ status: 'signed-out' as const, user: undefined, reason })
    signedOutValues.set(reason, value)
  }
  return value
}

/** The signed-out value for a request whose access token was not accepted. */
export const signedOutBearer = (reason: SignedOutReason): SignedOut => ({
  ...signedOut(reason),
  isBearer: true,
})

/**
 * The part of a session that a page can have: an allow-list without tokens.
 *
 * @param now Milliseconds since the epoch. Used as the revision of a signed-out payload.
 * @returns `undefined` for a stale session without a last known state.
 */
export function sessionPayload(auth: Auth, now: number): SessionPayload | undefined {
  switch (auth.status) {
    case 'signed-in':
      return signedInPayload(auth, false)
    case 'signed-out':
      return { status: 'signed-out', reason: auth.reason, rev: now }
    case 'stale':
      return auth.lastKnown && signedInPayload(auth.lastKnown, true)
  }
}

function signedInPayload(auth: SignedIn, stale: boolean): SignedInPayload {
  return {
    status: 'signed-in',
    user: auth.user,
    sessionId: auth.sessionId,
    organizationId: auth.organizationId ?? null,
    refusedOrganizationId: auth.refusedOrganizationId ?? null,
    role: auth.role ?? null,
    roles: auth.roles,
    permissions: auth.permissions,
    entitlements: auth.entitlements,
    featureFlags: auth.featureFlags,
    impersonator: auth.impersonator ?? null,
    authenticationMethod: auth.authenticationMethod ?? null,
    authenticatedAt: auth.authenticatedAt,
    expiresAt: auth.expiresAt,
    stale,
    rev: auth.rev,
  }
}
