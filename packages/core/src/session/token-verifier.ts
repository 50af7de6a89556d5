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
 * The result of verifying a token. An `expired` token has a valid signature and valid claims. `early` means that the
 * token was issued in this machine's future, which indicates a wrong clock rather than a bad token.
 */
export type TokenVerification =
  | { status: 'valid' | 'expired'; claims: AccessTokenClaims }
  | { status: 'early' }
  | { status: 'invalid'; reason: TokenRefusal }

/** Why a token was refused. */
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

/** Why the claims of a token with a valid signature were refused. */
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
 * The problem with a token that the API issued. `claims` are set once the signature has been verified.
 *
 * - `early`: issued `offsetSeconds` in this machine's future.
 * - `over`: just issued, but already expired by this machine's clock, which is `offsetSeconds` ahead.
 * - `not theirs`: for another user or session than the requested one.
 */
export type TokenProblem =
  | { reason: TokenRefusal; claims?: AccessTokenClaims }
  | { reason: 'early' | 'over'; offsetSeconds: number }
  | { reason: 'not theirs' }

/** Verifies access tokens of one client. */
export interface TokenVerifier {
  /** Rejects if the keys could not be fetched: nothing is known about the token then. */
  verify(token: string): MaybePromise<TokenVerification>
  /** Removes the cached verifications of a session, because it was signed out. */
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
  /** Seconds by which clocks can differ. Default 30. */
  clockSkewSeconds?: number
  /** The maximum number of verified tokens to cache. At least the most recently used half is kept. Default 20,000. */
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

/** Far more than fits in cookies, so that a token that is too large for them is not mistaken for an invalid one. */
const MAXIMUM_LENGTH = 64 * 1024
/** A reason that says more about the keys than about the token. */
export const UNKNOWN_KEY = 'unknown key'
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt'])

/** The default number of verified tokens, and of sessions with them, to cache. */
export const REMEMBERED = 20_000
/** The average size in bytes of a cached token with its claims. */
const TOKEN_BYTES = 2_048

interface Remembered {
  claims: AccessTokenClaims
  keyId: string
}

/**
 * Verifies RS256 access tokens (RFC 7519, RFC 8725), and caches the verified ones in this process. A cached token is
 * dropped immediately if its key is removed from the key set or its session is forgotten.
 *
 * @throws {ConfigError} `option_invalid` for a negative or invalid clock skew.
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

  /** The cached verification, if it is still valid. */
  function recall(token: string): TokenVerification | undefined {
    const known = remembered.get(token)
    if (known === undefined) return undefined
    if (keySet.has(known.keyId)) return statusOf(known.claims)
    remembered.delete(token)
    return undefined
  }

  /** The last accepted header. All tokens signed with the same key have the same header. */
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
    // For an old token, this means that keys were rotated; for a new one, that the settings are wrong. The caller knows
    // which.
    if (key === undefined) return { status: 'invalid', reason: UNKNOWN_KEY }
    if (!(await key.verify(parsed.signed, parsed.signature))) return refused('signature')
    const reason = refuse(claims, options, clock.now() / 1000 + clockSkewSeconds)
    if (reason !== undefined) return refused(reason, claims)
    // Only these two: caching the signed bytes would keep them in memory.
    remembered.set(token, { keyId, claims: frozen(claims) })
    return statusOf(claims)
  }

  function refused(reason: TokenRefusal, claims?: AccessTokenClaims): TokenVerification {
    onProblem?.({ reason, claims })
    return { status: 'invalid', reason }
  }

  return {
    verify(token) {
      // Whether this is a fault depends on where the token came from, so the caller reports it.
      if (token.length > MAXIMUM_LENGTH) return { status: 'invalid', reason: 'too long' }
      return recall(token) ?? verifyFully(token)
    },
    forget(sessionId) {
      remembered.deleteWhere(({ claims }) => claims.sid === sessionId)
    },
  }
}

/** All requests with the token share its claims, so no request may change them for the next one. */
function frozen(claims: AccessTokenClaims): AccessTokenClaims {
  const found: object[] = [claims]
  // The list grows during the iteration. Recursion could overflow the stack, because claims may be nested deeply.
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

/** The parts of a compact JWS, or why it is not accepted. Nothing in it is trusted yet. */
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

/** The key that a header names, or why the header is not accepted. */
function readHeader(head: string): { keyId: string } | TokenRefusal {
  const header = readJson(head)
  if (header === undefined) return 'header'
  if (header.alg !== 'RS256') return 'algorithm'
  if (header.crit !== undefined) return 'critical header'
  if (header.typ !== undefined && !TYPES.has(String(header.typ).toLowerCase())) return 'type'
  // `jku`, `x5u` and `jwk` would let the token choose its own key, so only the key id is read.
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
  // One key set may sign for several clients, so the token must state that it is for this one.
  return claims.client_id === undefined && claims.aud === undefined ? 'no client' : undefined
}
