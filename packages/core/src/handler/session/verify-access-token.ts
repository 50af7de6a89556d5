import { getJwks } from '../../api/jwks.ts'
import { createApi } from '../../api/request/api.ts'
import type { Fetch } from '../../api/request/fetch.ts'
import type { Clock } from '../../base/clock.ts'
import { cryptography } from '../../base/cryptography.ts'
import { ConfigError, SessionError } from '../../errors/index.ts'
import { createKeySet } from '../../session/key-set.ts'
import type { AccessTokenClaims, TokenVerification } from '../../session/token-verifier.ts'
import { createTokenVerifier, issuersOf } from '../../session/token-verifier.ts'

/** Options for verifying access tokens. */
export interface VerifyAccessTokenOptions {
  /** The client ID of the accepted tokens. Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** The API's base URL, for the signing keys and the issuer. Default: `WORKOS_BASE_URL`, else `https://api.workos.com`. */
  baseUrl?: string
  /** Accepted `iss` values. Default: the forms that the API uses for this client. */
  issuers?: readonly string[]
  /** Accepted `aud` values in addition to the client ID. Default: none. */
  audience?: string | readonly string[]
  /** Seconds by which clocks can differ. Default 30. */
  clockSkewSeconds?: number
  /** Default: the system's clock. */
  clock?: Clock
  /** Fetches the signing keys. Default: the runtime's `fetch`. */
  fetch?: Fetch
  /** Milliseconds until fetching the signing keys times out. Default 10,000. */
  timeoutMs?: number
}

/** Verifies access tokens, and caches the signing keys and verified tokens. */
export type AccessTokenVerifier = (token: string) => Promise<AccessTokenClaims>

/**
 * Creates a function that verifies access tokens of one client, for a process without a handler or an API key: a second
 * service, a gateway or a WebSocket server. It fetches the keys once, again every ten minutes in the background, and when
 * a token names a key that it does not know (at most five times per minute).
 *
 * It checks the signature, `exp`, `iat`, `nbf`, `iss`, `aud` or `client_id`, `sub` and `sid`. A token does not show
 * whether the session was revoked since, which is why access tokens are valid only for minutes. Check `claims.act` if
 * an action is not allowed during impersonation.
 *
 * The returned function rejects with {@link SessionError} `token_invalid`, `token_expired`, `token_early`, or
 * `keys_unavailable`, which means that the token could not be verified: respond with 503 and not with 401.
 *
 * @throws {ConfigError} `client_id_missing`, `base_url_invalid` or `option_invalid`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725 RFC 8725}
 */
export function createAccessTokenVerifier(options: VerifyAccessTokenOptions = {}): AccessTokenVerifier {
  const { clientId: given, baseUrl, fetch, clock, timeoutMs, clockSkewSeconds } = options
  const api = createApi({ apiKey: null, clientId: given, baseUrl, fetch, clock, timeoutMs })
  const { clientId } = api
  if (clientId === undefined) {
    throw new ConfigError('client_id_missing', 'Pass clientId, or set WORKOS_CLIENT_ID.', {
      option: 'clientId',
    })
  }
  const primitives = cryptography()
  const verifier = createTokenVerifier({
    keySet: createKeySet({ cryptography: primitives, clock: api.clock, fetchKeys: () => getJwks(api) }),
    clock: api.clock,
    clientId,
    issuers: options.issuers ?? issuersOf(api.baseUrl, clientId),
    audiences: [options.audience ?? []].flat(),
    clockSkewSeconds,
  })
  return async (token) => {
    // Callers without types may pass anything, such as a missing header.
    if (typeof token !== 'string') throw new SessionError('token_invalid')
    return claimsOf(await verified(token))
  }

  async function verified(token: string): Promise<TokenVerification> {
    try {
      return await verifier.verify(token)
    } catch (cause) {
      throw new SessionError('keys_unavailable', undefined, { cause })
    }
  }
}

function claimsOf(verification: TokenVerification): AccessTokenClaims {
  switch (verification.status) {
    case 'valid':
      return verification.claims
    case 'expired':
      throw new SessionError('token_expired')
    case 'early':
      throw new SessionError('token_early')
    case 'invalid':
      throw new SessionError('token_invalid', `The access token is not valid: ${verification.reason}`)
  }
}

/** Verifiers by the options that they were created with. */
const made = new WeakMap<VerifyAccessTokenOptions, AccessTokenVerifier>()

/** The options of a call without options. */
const FROM_ENVIRONMENT: VerifyAccessTokenOptions = {}

/**
 * Verifies an access token with only the client ID: see {@link createAccessTokenVerifier}, which this calls on
 * first use. The keys are kept with the options, so pass the same object each time, or none.
 *
 * ```ts
 * const options = { clientId: 'client_123' }
 * const { sub, org_id, permissions } = await verifyAccessToken(token, options)
 * ```
 *
 * Fails with {@link SessionError} `token_invalid`, `token_expired`, `token_early` or `keys_unavailable`.
 */
export async function verifyAccessToken(
  token: string,
  options: VerifyAccessTokenOptions = FROM_ENVIRONMENT,
): Promise<AccessTokenClaims> {
  const verify = made.get(options) ?? createAccessTokenVerifier(options)
  made.set(options, verify)
  return verify(token)
}
