import type { Clock } from '../base/clock.ts'
import type { Bytes, MaybePromise } from '../base/cryptography.ts'
import { fromBase64Url, fromJson, utf8 } from '../base/cryptography.ts'
import { ConfigError } from '../errors/index.ts'
import type { KeySet } from './key-set.ts'
import { byEnd, createRecent } from './recent.ts'

/** The claims of an access token whose signature has been verified. */
export interface AccessTokenClaims {
  /** User id. */
  sub: string
  /** Session id. */
  sid: string
  iss: string
  jti?: string
  /** Seconds since the epoch. */
  iat: number
  /** Seconds since the epoch. */
  exp: number
  /** When the user last signed in, in seconds since the epoch. */
  auth_time?: number
  org_id?: string
  role?: string
  roles?: readonly string[]
  permissions?: readonly string[]
  entitlements?: readonly string[]
  feature_flags?: readonly string[]
  act?: { sub: string }
  [claim: string]: unknown
}

/**
 * What a token turned out to be. `expired` has a good signature and good claims, but is over;
 * `early` was issued in this machine's future, which says more about its clock than about the token.
 */
export type TokenVerification =
  | { status: 'valid' | 'expired'; claims: AccessTokenClaims }
  | { status: 'early' }
  | { status: 'invalid'; reason: TokenRefusal }

/** Why a token is refused. */
export type TokenRefusal =
  | 'too long'
  | 'not a compact JWS'
  | 'header'
  | 'algorithm'
  | 'critical header'
  | 'type'
  | 'key id'
  | 'encoding'
  | typeof UNKNOWN_KEY
  | 'signature'
  | ClaimRefusal

/** Why the claims of a token with a good signature are refused. */
export type ClaimRefusal =
  | 'issuer'
  | 'subject'
  | 'session id'
  | 'times'
  | 'not valid yet'
  | 'client'
  | 'audience'
  | 'no client'

/**
 * What is wrong with a token that the API issued. `claims` are there once the signature has been verified.
 *
 * - `early`: issued `offsetSeconds` in this machine's future.
 * - `over`: has only just been issued, and is over by this machine's clock, which is `offsetSeconds` ahead.
 * - `not theirs`: for another user or session than the requested one.
 */
export type TokenProblem =
  | { reason: TokenRefusal; claims?: AccessTokenClaims }
  | { reason: 'early' | 'over'; offsetSeconds: number }
  | { reason: 'not theirs' }

/** Verifies access tokens of one client. */
export interface TokenVerifier {
  /** Rejects when the keys could not be fetched at all: nothing is known about the token then. */
  verify(token: string): MaybePromise<TokenVerification>
  /** Forgets what was verified for a session, because it was signed out. */
  forget(sessionId: string): void
}

export interface TokenVerifierOptions {
  keySet: KeySet
  clock: Clock
  clientId: string
  /** Accepted `iss` values. */
  issuers: readonly string[]
  /** Accepted `aud` values in addition to the client ID. */
  audiences?: readonly string[]
  /** Seconds that clocks may differ. Default 30. */
  clockSkewSeconds?: number
  /** Verified tokens to remember at most; the half that was used last always is. Default 20,000. */
  cacheSize?: number
  /** Called with the reason each time a token is refused, or was issued in this machine's future. */
  onProblem?: (problem: TokenProblem) => void
}

/** The forms of `iss` that the API is known to use for a client. */
export const issuersOf = (baseUrl: string, clientId: string): readonly string[] => [
  `${baseUrl}/user_management/${clientId}`,
  baseUrl,
  `${baseUrl}/`,
]

/** Far more than fits in cookies, so that a token that is too large for them is not mistaken for a bad one. */
const MAXIMUM_LENGTH = 64 * 1024
/** The reason that says more about the keys than about the token. */
export const UNKNOWN_KEY = 'unknown key'
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt'])

/** Verified tokens to remember, and sessions with them, unless the app says otherwise. */
export const REMEMBERED = 20_000
/** Bytes that a remembered token may take on average, with its claims. */
const TOKEN_BYTES = 2_048

interface Remembered {
  claims: AccessTokenClaims
  keyId: string
}

/**
 * Verifies RS256 access tokens (RFC 7519, RFC 8725), and remembers the ones this process has verified.
 * A remembered token is dropped at once when its key leaves the key set or its session is forgotten.
 *
 * @throws {ConfigError} `option_invalid` for a negative or unusable skew.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { keySet, clock, onProblem } = options
  const { clockSkewSeconds = 30, cacheSize = REMEMBERED } = options
  if (!Number.isFinite(clockSkewSeconds) || clockSkewSeconds < 0) {
    throw new ConfigError('option_invalid', 'clockSkewSeconds must be a number of seconds, 0 or more.', {
      option: 'clockSkewSeconds',
    })
  }
  const remembered = createRecent<Remembered>(cacheSize, {
    maximumWeight: cacheSize * TOKEN_BYTES,
    weigh: (token) => 2 * token.length,
    indexOf: byEnd,
  })

  function statusOf(claims: AccessTokenClaims): TokenVerification {
    const now = clock.now() / 1000
    if (claims.iat > now + clockSkewSeconds) {
      onProblem?.({ reason: 'early', offsetSeconds: Math.round(claims.iat - now) })
      return { status: 'early' }
    }
    return { status: claims.exp + clockSkewSeconds > now ? 'valid' : 'expired', claims }
  }

  /** What was found out before, and still counts. */
  function recall(token: string): TokenVerification | undefined {
    const known = remembered.get(token)
    if (known === undefined) return undefined
    if (keySet.has(known.keyId)) return statusOf(known.claims)
    remembered.delete(token)
    return undefined
  }

  /** The last header that was accepted: all tokens of one key have the same. */
  let last: { head: string; keyId: string } | undefined

  function keyIdOf(head: string): { keyId: string } | TokenRefusal {
    if (last?.head === head) return last
    const header = readHeader(head)
    if (typeof header !== 'string') last = { head, ...header }
    return header
  }

  async function verifyFully(token: string): Promise<TokenVerification> {
    const parsed = parse(token, keyIdOf)
    if (typeof parsed === 'string') return refused(parsed)
    const { keyId, claims } = parsed
    const key = await keySet.find(keyId)
    // Of a token from long ago that says that keys rotate, of a new one that the settings are wrong: the caller knows.
    if (key === undefined) return { status: 'invalid', reason: UNKNOWN_KEY }
    if (!(await key.verify(parsed.signed, parsed.signature))) return refused('signature')
    const reason = refuse(claims, options, clock.now() / 1000 + clockSkewSeconds)
    if (reason !== undefined) return refused(reason, claims)
    // Only these two: the signed bytes would stay in memory with them.
    remembered.set(token, { keyId, claims: frozen(claims) })
    return statusOf(claims)
  }

  function refused(reason: TokenRefusal, claims?: AccessTokenClaims): TokenVerification {
    onProblem?.({ reason, claims })
    return { status: 'invalid', reason }
  }

  return {
    verify(token) {
      // Whether that is a fault depends on where it came from: the caller reports it.
      if (token.length > MAXIMUM_LENGTH) return { status: 'invalid', reason: 'too long' }
      return recall(token) ?? verifyFully(token)
    },
    forget(sessionId) {
      remembered.deleteWhere(({ claims }) => claims.sid === sessionId)
    },
  }
}

/** All requests with the token share its claims, so none of them may change what the next one reads. */
function frozen(claims: AccessTokenClaims): AccessTokenClaims {
  const found: object[] = [claims]
  // The list grows while it is walked: claims may be nested deeper than calls can be.
  for (const value of found) {
    Object.freeze(value)
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner) found.push(inner)
  }
  return claims
}

interface ParsedToken {
  keyId: string
  claims: AccessTokenClaims
  signed: Bytes
  signature: Bytes
}

/** The parts of a compact JWS, or why it is none that we accept. Nothing in it is trusted yet. */
function parse(token: string, keyIdOf: typeof readHeader): ParsedToken | TokenRefusal {
  const parts = token.split('.')
  if (parts.length !== 3) return 'not a compact JWS'
  const [head, body, tail] = parts as [string, string, string]
  const header = keyIdOf(head)
  if (typeof header === 'string') return header
  const claims = readJson(body)
  const signature = fromBase64Url(tail)
  if (claims === undefined || signature === undefined) return 'encoding'
  return {
    keyId: header.keyId,
    claims: claims as AccessTokenClaims,
    signed: utf8(token.slice(0, head.length + 1 + body.length)),
    signature,
  }
}

/** The key that a header names, or why the header is none that we accept. */
function readHeader(head: string): { keyId: string } | TokenRefusal {
  const header = readJson(head)
  if (header === undefined) return 'header'
  if (header.alg !== 'RS256') return 'algorithm'
  if (header.crit !== undefined) return 'critical header'
  if (header.typ !== undefined && !TYPES.has(String(header.typ).toLowerCase())) return 'type'
  // `jku`, `x5u` and `jwk` would let the token choose its own key: only the id is looked at.
  return typeof header.kid === 'string' && header.kid !== '' ? { keyId: header.kid } : 'key id'
}

function readJson(part: string): Record<string, unknown> | undefined {
  const bytes = fromBase64Url(part)
  const value = bytes && fromJson(bytes)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** Why claims are refused although their signature is valid, or `undefined`. */
function refuse(
  claims: AccessTokenClaims,
  { clientId, issuers, audiences = [] }: TokenVerifierOptions,
  latestSeconds: number,
): ClaimRefusal | undefined {
  if (!issuers.includes(claims.iss)) return 'issuer'
  if (typeof claims.sub !== 'string' || claims.sub === '') return 'subject'
  if (typeof claims.sid !== 'string' || claims.sid === '') return 'session id'
  if (!Number.isFinite(claims.exp) || !Number.isFinite(claims.iat)) return 'times'
  if (claims.nbf !== undefined && !((claims.nbf as number) <= latestSeconds)) return 'not valid yet'
  if (claims.client_id !== undefined && claims.client_id !== clientId) return 'client'
  const expected = [clientId, ...audiences]
  if (claims.aud !== undefined && ![claims.aud].flat().some((one) => expected.includes(one as string)))
    return 'audience'
  // One key set may sign for several clients: a token has to say that it is for this one.
  return claims.client_id === undefined && claims.aud === undefined ? 'no client' : undefined
}
