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
 * The token in `Authorization: Bearer`. Empty when the header says Bearer without one token behind it: such a request is
 * refused, and never taken for one that has a cookie. `undefined` for no header, and for another scheme.
 *
 * @see RFC 9110 §11.4, schemes are case-insensitive
 */
export function bearerToken({ headers }: Pick<Request, 'headers'>): string | undefined {
  const match = BEARER.exec(headers.get('authorization')?.trim() ?? '')
  if (match === null) return undefined
  const token = match[1]?.trim() ?? ''
  return TOKEN.test(token) ? token : ''
}

/** Resolves the caller of an access token. */
export type BearerResolver = (token: string, organizationId: string | undefined) => Promise<Auth>

export interface BearerOptions {
  verifier: TokenVerifier
  clock: Clock
  /** Milliseconds from sign-in to the end of any session, where the token says when the sign-in was. */
  maximumAgeMs: number
  /** Whether the session was signed out in this process. */
  wasSignedOutHere: (sessionId: string) => boolean
  /** The user of an id; `undefined` for one that does not exist any more. Rejects when the API cannot be asked. */
  findUser: (userId: string) => Promise<SessionUser | undefined>
}

/**
 * Decides whether to accept an access token that a caller sends itself. The rules are those of the session cookie, but
 * nothing is refreshed: a caller with a token has the refresh token as well.
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
    // A token is for the one organization it was issued for.
    return organizationId !== undefined && isElsewhere ? withoutOrganization(auth, organizationId) : auth
  }
}

/**
 * A session as far as a token tells of it. Of a token that does not say when the sign-in was, the sign-in is as old as can
 * be: every refresh gives a new `iat`.
 */
const sessionOf = (accessToken: string, user: SessionUser, { iat }: AccessTokenClaims) => ({
  accessToken,
  refreshToken: '',
  user,
  startedAt: 0,
  rev: iat * 1000,
})
