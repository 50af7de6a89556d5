import { BRAND, isBranded } from './brand.ts'
/**
 * The reason why a session cookie, an access token or an API key is not accepted.
 *
 * - `session_missing`: there is no session.
 * - `session_invalid`: forged, damaged, or sealed with a secret that is no longer in use.
 * - `session_expired`: the session is past its maximum age.
 * - `session_revoked`: the session was signed out or revoked.
 * - `session_too_large`: the session does not fit in cookies.
 * - `organization_refused`: the user is not a member of the requested organization.
 * - `token_invalid`: the signature, issuer, audience or shape of an access token is wrong.
 * - `token_expired`: the access token is past its `exp`.
 * - `token_early`: the access token was issued in the future, according to this server's clock.
 * - `keys_unavailable`: the signing keys cannot be fetched, so the token could not be verified.
 * - `api_key_missing`: a request without a session has no API key.
 * - `api_key_invalid`: the API key is unknown, revoked or expired.
 * - `api_key_unavailable`: the API could not be reached, so the API key could not be validated.
 */
export type SessionErrorCode =
  | 'session_missing'
  | 'session_invalid'
  | 'session_expired'
  | 'session_revoked'
  | 'session_too_large'
  | 'organization_refused'
  | 'token_invalid'
  | 'token_expired'
  | 'token_early'
  | 'keys_unavailable'
  | 'api_key_missing'
  | 'api_key_invalid'
  | 'api_key_unavailable'

const sentences: Record<SessionErrorCode, string> = {
  session_missing: 'There is no session',
  session_invalid: 'The session cookie is damaged or was sealed with another secret',
  session_expired: 'The session has expired',
  session_revoked: 'The session was signed out',
  session_too_large: 'The session does not fit in cookies',
  organization_refused: 'The user is not a member of the requested organization',
  token_invalid: 'The access token is not valid',
  token_expired: 'The access token has expired',
  token_early: "The access token was issued in the future, according to this machine's clock",
  keys_unavailable: 'The keys that verify access tokens could not be fetched',
  api_key_missing: 'The request has no API key',
  api_key_invalid: 'The API key is unknown, revoked or expired',
  api_key_unavailable: 'The API could not be reached to check the API key',
}

/** The cookie, token or API key of this request is not accepted. */
export class SessionError extends Error {
  /** @internal */
  static override [Symbol.hasInstance](value: unknown): value is SessionError {
    return isBranded(value, 'SessionError')
  }

  override readonly name = 'SessionError'
  readonly code: SessionErrorCode

  constructor(code: SessionErrorCode, message: string = sentences[code], options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  /** @internal */
  get [BRAND](): string {
    return 'SessionError'
  }
}
