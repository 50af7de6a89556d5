import type { SessionUser } from './session-payload.ts'

/** An access token for one organization, or for none. */
export interface OrganizationToken {
  accessToken: string
  /** When a refresh returned the token, in milliseconds since the epoch by this server's clock. */
  refreshedAt?: number
}

/** The contents of the sealed session cookie. Never leaves the server unsealed. */
export interface Session extends OrganizationToken {
  refreshToken: string
  user: SessionUser
  authenticationMethod?: string
  impersonator?: { email: string; reason: string | null }
  /** When the user signed in, in milliseconds since the epoch. The maximum age counts from here. */
  startedAt: number
  /** Increases with each change of the session. */
  rev: number
  /** Tokens of the organizations that individual tabs are pinned to, newest first. */
  others?: readonly OrganizationToken[]
}

/** The compact form that is sealed, because it is sent with every request. */
type Packed = [
  format: 1,
  accessToken: string,
  refreshToken: string,
  user: PackedUser,
  startedAt: number,
  rev: number,
  authenticationMethod: string | null,
  impersonator: [string, string | null] | null,
  refreshedAt: number | null,
]

type NamedUser = [string, string, 0 | 1, string | null, string | null, string | null, string]

/** Has the last element only if the app stores more fields of the user. */
type PackedUser = [...NamedUser, fields?: Pick<SessionUser, 'externalId' | 'metadata'>]

/** Has the last element only while tabs are pinned to other organizations. */
type PackedWithOthers = [...Packed, others: [accessToken: string, refreshedAt: number | null][]]

/** Packs a session for sealing. */
export function packSession(session: Session): Packed | PackedWithOthers {
  const { user, impersonator, others = [] } = session
  const packed: Packed = [
    1,
    session.accessToken,
    session.refreshToken,
    packUser(user),
    session.startedAt,
    session.rev,
    session.authenticationMethod ?? null,
    impersonator ? [impersonator.email, impersonator.reason] : null,
    session.refreshedAt ?? null,
  ]
  if (others.length === 0) return packed
  const tokens = others.map(({ accessToken, refreshedAt }): [string, number | null] => [
    accessToken,
    refreshedAt ?? null,
  ])
  return [...packed, tokens]
}

function packUser(user: SessionUser): PackedUser {
  const { externalId, metadata } = user
  const named: NamedUser = [
    user.id,
    user.email,
    user.emailVerified ? 1 : 0,
    user.firstName,
    user.lastName,
    user.profilePictureUrl,
    user.createdAt,
  ]
  return externalId === undefined && metadata === undefined ? named : [...named, { externalId, metadata }]
}

/** Leaves out what the app no longer stores of a user. */
export type CurrentUser = (user: SessionUser) => SessionUser

/**
 * The session in a packed value, or `undefined` if the value has another format.
 *
 * @param currentUser The session may have been packed with other options of the app.
 */
export function unpackSession(
  value: unknown,
  currentUser: CurrentUser = (user) => user,
): Session | undefined {
  if (!Array.isArray(value) || value[0] !== 1) return undefined
  const [, accessToken, refreshToken, user, startedAt, rev, authenticationMethod, impersonator, ...last] =
    value as PackedWithOthers
  const [refreshedAt, others] = last
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || !Array.isArray(user))
    return undefined
  if (typeof startedAt !== 'number' || typeof rev !== 'number') return undefined
  const [id, email, verified, firstName, lastName, profilePictureUrl, createdAt, fields] = user
  return {
    accessToken,
    refreshToken,
    user: currentUser({
      ...{ id, email, emailVerified: verified === 1, firstName, lastName, profilePictureUrl, createdAt },
      ...fields,
    }),
    startedAt,
    rev,
    refreshedAt: refreshedAt ?? undefined,
    authenticationMethod: authenticationMethod ?? undefined,
    impersonator: impersonator ? { email: impersonator[0], reason: impersonator[1] } : undefined,
    others: others?.map(([token, at]) => ({ accessToken: token, refreshedAt: at ?? undefined })),
  }
}

/** The data of a user that a page can have: an allow-list. */
export function sessionUser(user: {
  id: string
  email: string
  emailVerified: boolean
  firstName?: string | null
  lastName?: string | null
  profilePictureUrl?: string | null
  createdAt?: string
}): SessionUser {
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.emailVerified,
    firstName: user.firstName ?? null,
    lastName: user.lastName ?? null,
    profilePictureUrl: httpsUrl(user.profilePictureUrl),
    createdAt: user.createdAt ?? '',
  }
}

/** Longer URLs are usually embedded images, and the session is sent with every request. */
const LONGEST_URL = 1_024

function httpsUrl(value: string | null | undefined): string | null {
  const isShort = value && value.length <= LONGEST_URL
  return isShort && /^https:\/\//i.test(value) && URL.canParse(value) ? value : null
}
