import type { Clock } from '../base/clock.ts'
import type { Auth } from './auth.ts'
import { signedIn, signedOutBearer, withoutOrganization } from './auth.ts'
import { stale, verificationOf } from './resolve-session.ts'
import type { SessionUser } from './session-payload.ts'
import type { AccessTokenClaims, TokenVerifier } from './token-verifier.ts'

const BEARER = /^bearer(?: +(.*))?$/i

/** @see RFC 6750 §2.1, `b64token` */
const TOKEN = /^[\w.~+/-]+=*$/

/**
 * The token in `Authorization: Bearer`. Empty if the header does not have exactly one token after `Bearer`: such a
 * request is refused, even if it has a session cookie. `undefined` without the header, and for other schemes.
 *
 * @see RFC 9110 §11.4, schemes are case-insensitive
 */
export function bearerToken({ headers }: Pick<Request, 'headers'>): string | undefined {
  const match = BEARER.exec(headers.get('authorization')?.trim() ?? '')
  if (match === null) return undefined
  const token = match[1]?.trim() ?? ''
  return TOKEN.test(token) ? token : ''
}

/** Resolves the user of an access token. */
export type BearerResolver = (token: string, organizationId: string | undefined) => Promise<Auth>

export interface BearerOptions {
  verifier: TokenVerifier
  clock: Clock
  /**
   * The maximum age of a session in milliseconds, counted from the sign-in. Checked only if the token contains the time
   * of the sign-in.
   */
  maximumAgeMs: number
  /** Whether the session was signed out in this process. */
  wasSignedOutHere: (sessionId: string) => boolean
  /** The user with an id; `undefined` if the user no longer exists. Rejects if the API cannot be reached. */
  findUser: (userId: string) => Promise<SessionUser | undefined>
}

/**
 * Decides whether to accept an access token that a caller sends itself. The same rules as for the session cookie apply,
 * but nothing is refreshed, because a caller with an access token also has the refresh token.
 */
export function createBearerResolver(options: BearerOptions): BearerResolver {
  const { verifier, clock, maximumAgeMs, wasSignedOutHere, findUser } = options

  async function resolve(token: string): Promise<Auth> {
    const verification = await verificationOf({ accessToken: token }, verifier)
    if (verification.status === 'unknown' || verification.status === 'early') return stale(undefined)
    if (verification.status === 'invalid') return signedOutBearer('invalid')
    const { claims } = verification
    if (wasSignedOutHere(claims.sid)) return signedOutBearer('signed-out')
    if (verification.status === 'expired' || isTooOld(claims)) return signedOutBearer('expired')
    try {
      const user = await findUser(claims.sub)
      if (user === undefined) return signedOutBearer('revoked')
      return { ...signedIn(sessionOf(token, user, claims), claims), isBearer: true }
    } catch {
      return stale(undefined)
    }
  }

  function isTooOld({ auth_time: signedInAt }: AccessTokenClaims): boolean {
    return typeof signedInAt === 'number' && clock.now() - signedInAt * 1000 >= maximumAgeMs
  }

  return async (token, organizationId) => {
    const auth = await resolve(token)
    const isElsewhere = auth.status === 'signed-in' && auth.organizationId !== organizationId
    // A token is valid only for the organization that it was issued for.
    return organizationId !== undefined && isElsewhere ? withoutOrganization(auth, organizationId) : auth
  }
}

/**
 * The session as far as the token describes it. If the token does not contain the time of the sign-in, the sign-in
 * counts as infinitely old, because every refresh sets a new `iat`.
 */
const sessionOf = (accessToken: string, user: SessionUser, { iat }: AccessTokenClaims) => ({
  accessToken,
  refreshToken: '',
  user,
  startedAt: 0,
  rev: iat * 1000,
})
