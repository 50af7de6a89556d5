import { ApiError, SessionError, TransportError } from '../../errors/index.ts'
import { KeySetError } from '../../session/key-set.ts'
import type { TokenProblem } from '../../session/token-verifier.ts'

/** Details of a fault. None of them is secret. */
export interface FaultDetails {
  /** The values that the app is configured to accept. */
  expected?: readonly string[]
  /** The value that was received. */
  got?: string
  /** Seconds by which this server's clock is ahead of the API's; negative if it is behind. */
  offsetSeconds?: number
  /** The HTTP status of the API's response. */
  status?: number
  /** The `X-Request-ID` of the API's response. */
  requestId?: string
}

/**
 * A fault that only the app's operator can fix: what was observed, the setting to check, and the fix. The visitor sees only
 * that sign-in is currently unavailable, or that the session is too large.
 */
export interface Fault extends FaultDetails {
  code: FaultCode
  /** What was observed and how to fix it, in one or two sentences for a log. May change. */
  message: string
  /** The option of `createAuthHandler` that it concerns, if any. */
  setting?: string
}

interface Description {
  setting?: string
  /** What was observed, and the fix. */
  text: (details: FaultDetails) => string
}

const list = (values: readonly string[] = []) => values.join(' or ')

/** By how much the clock is off, in words. */
const clockText = ({ offsetSeconds = 0 }: FaultDetails) =>
  `This server's clock is ${Math.abs(offsetSeconds)} seconds ${offsetSeconds < 0 ? 'behind' : 'ahead of'} the API's: synchronize it (NTP), or raise clockSkewSeconds.`

const NETWORK = 'Check WORKOS_BASE_URL (baseUrl) and the network path from this server to it.'

/** Every fault, by its code. */
const FAULTS = {
  // The API refuses the app.
  api_key_refused: {
    setting: 'apiKey',
    text: () =>
      'The API refused the API key. Set WORKOS_API_KEY (apiKey) to a key from the environment that WORKOS_CLIENT_ID (clientId) belongs to.',
  },
  client_id_unknown: {
    setting: 'clientId',
    text: ({ got }) =>
      `The API has no client ${got}. Set WORKOS_CLIENT_ID (clientId) to the client ID of the environment of the API key.`,
  },
  client_refused: {
    setting: 'clientId',
    text: () =>
      'The API refused the combination of client ID and API key. Check WORKOS_CLIENT_ID (clientId) and WORKOS_API_KEY (apiKey): both must belong to the same environment.',
  },
  api_forbidden: {
    setting: 'apiKey',
    text: () =>
      'The API accepted the API key, but the key lacks a permission (403). Grant it to the key in WORKOS_API_KEY (apiKey) in the dashboard, or use another key.',
  },
  grant_not_allowed: {
    setting: 'clientId',
    text: () =>
      'The API does not allow this sign-in method for the client in WORKOS_CLIENT_ID (clientId). Enable it in the dashboard.',
  },
  claims_too_large: {
    text: () =>
      'The API could not create an access token, because its claims are too large. Make the JWT template smaller in the dashboard.',
  },
  // The API cannot be reached, or the response is not from the API.
  api_dns_failed: {
    setting: 'baseUrl',
    text: ({ got }) => `The host name of the API could not be resolved (${got}). ${NETWORK}`,
  },
  api_tls_failed: {
    setting: 'baseUrl',
    text: ({ got }) =>
      `The TLS connection to the API was not established (${got}). Check WORKOS_BASE_URL (baseUrl), the certificate of that server, and the certificate authorities that this server trusts.`,
  },
  api_connection_refused: {
    setting: 'baseUrl',
    text: ({ got }) => `Nothing accepts connections at the address of the API (${got}). ${NETWORK}`,
  },
  api_unreachable: {
    setting: 'baseUrl',
    text: ({ got }) => `There is no route to the API (${got}). ${NETWORK}`,
  },
  api_connection_lost: {
    setting: 'baseUrl',
    text: ({ got }) => `The connection to the API failed (${got}). ${NETWORK}`,
  },
  api_timeout: {
    setting: 'baseUrl',
    text: () => `The API did not respond within the time limit (timeoutMs of the client). ${NETWORK}`,
  },
  api_redirected: {
    setting: 'baseUrl',
    text: ({ status }) =>
      `The address of the API responded with a redirect (${status}), which is never followed. Set WORKOS_BASE_URL (baseUrl) to the target of the redirect.`,
  },
  api_response_invalid: {
    setting: 'baseUrl',
    text: ({ status }) =>
      `The address of the API returned a response that is not from the API (${status}). Check WORKOS_BASE_URL (baseUrl) and the proxies in between.`,
  },
  api_response_too_large: {
    setting: 'baseUrl',
    text: () =>
      'The response from the address of the API is larger than any response of the API. Check WORKOS_BASE_URL (baseUrl).',
  },
  api_failing: {
    text: ({ status, requestId }) =>
      `The API responded with ${status}${requestId === undefined ? '' : ` (request ${requestId})`}. The problem is on the API's side: see its status page.`,
  },
  // The keys that sign access tokens.
  keys_unreachable: {
    setting: 'baseUrl',
    text: ({ got }) => `The keys that verify access tokens could not be fetched (${got}). ${NETWORK}`,
  },
  keys_empty: {
    setting: 'clientId',
    text: () =>
      'The key set of the client contains no key for RS256. Check WORKOS_CLIENT_ID (clientId) and WORKOS_BASE_URL (baseUrl).',
  },
  keys_too_weak: {
    setting: 'clientId',
    text: () =>
      'Every key in the key set of the client is shorter than the 2048 bits that RS256 requires. Rotate the signing key, or check WORKOS_CLIENT_ID (clientId).',
  },
  // Access tokens.
  token_key_unknown: {
    setting: 'clientId',
    text: () =>
      'An access token was signed with a key that is not in the key set of the client. Check that WORKOS_CLIENT_ID (clientId) and WORKOS_BASE_URL (baseUrl) belong to the environment that issues the tokens.',
  },
  token_signature_invalid: {
    setting: 'baseUrl',
    text: () =>
      'The signature of an access token is wrong. Check that WORKOS_BASE_URL (baseUrl) is the URL of the API that issues the tokens.',
  },
  token_issuer_unexpected: {
    setting: 'issuers',
    text: ({ expected, got }) =>
      `An access token has the issuer ${got}, but ${list(expected)} is expected. If baseUrl is a proxy or the API has your own domain, set issuers to ["${got}"].`,
  },
  token_client_unexpected: {
    setting: 'clientId',
    text: ({ expected, got }) =>
      `An access token was issued for the client ${got}, not for ${list(expected)}. Check WORKOS_CLIENT_ID (clientId).`,
  },
  token_audience_unexpected: {
    setting: 'audience',
    text: ({ expected, got }) =>
      `An access token has the audience ${got}, but ${list(expected)} is expected. If the JWT template sets "aud", set audience to the same value.`,
  },
  token_client_missing: {
    setting: 'audience',
    text: ({ expected }) =>
      `An access token does not contain its client: it has neither client_id nor aud. Set "aud" in the JWT template to ${list(expected)}, or to another value that audience has too.`,
  },
  token_session_missing: {
    text: () =>
      'An access token has no session ID (sid). Only tokens of user sessions are accepted: check what issues this token.',
  },
  token_invalid: {
    text: ({ got }) =>
      `An access token cannot be used (${got}). Check that WORKOS_BASE_URL (baseUrl) is the URL of the API.`,
  },
  token_mismatched: {
    text: () => 'The API issued an access token for a different user or session than requested.',
  },
  clock_behind: { setting: 'clockSkewSeconds', text: clockText },
  clock_ahead: { setting: 'clockSkewSeconds', text: clockText },
  // The session cookie.
  session_too_large: {
    text: ({ got }) => `A session does not fit in cookies: many proxies accept only 8 kB. ${got}`,
  },
  user_fields_too_large: {
    setting: 'userFields',
    text: ({ got }) =>
      `Metadata of a user was left out of the session, because it does not fit: ${got}. A session keeps 1,000 bytes of metadata, and less if the access token is large. List fewer keys in userFields, or shorten the values.`,
  },
  cookie_secret_unknown: {
    setting: 'cookieSecret',
    text: () =>
      'A session cookie was sealed with another secret. After changing LATCHKEY_COOKIE_SECRET (cookieSecret) keep the old secret after the new one, separated by a comma. If another app on this host set the cookie, set cookieName.',
  },
  // Requests.
  cross_origin: {
    setting: 'appOrigin',
    text: ({ expected, got }) =>
      `A request from ${got} was refused: this app is at ${list(expected)}. Open the app there, or change LATCHKEY_APP_ORIGIN (appOrigin) or trustedOrigins.`,
  },
  address_mismatch: {
    setting: 'basePath',
    text: ({ expected, got }) =>
      `A request for ${JSON.stringify(got)} reached the auth handler, which browsers find under ${list(expected)}. It was not handled. If browsers find it elsewhere, set basePath, or appPath if the whole app is under a path. If a proxy or a server changes the path, set mountPath to the path that requests have instead of ${list(expected)}.`,
  },
  forwarded_prefix: {
    setting: 'appPath',
    text: ({ expected, got }) =>
      `A proxy reports that it removed ${JSON.stringify(got)} from the path of a request (X-Forwarded-Prefix), but the auth handler expects to be at ${list(expected)}. Redirect URIs and links lead there. Set appPath to the path that the app is under.`,
  },
  body_consumed: {
    text: () =>
      'A request has a body, but nothing was left to read. Mount the handler before middleware that reads bodies (such as express.json()), or pass it the unread request.',
  },
  coordinator_unavailable: {
    setting: 'coordinator',
    text: () =>
      'The coordinator failed or did not respond in time. Check the PostgreSQL or Redis server behind the coordinator. Until it is back, sessions whose access token has expired are stale.',
  },
  email_not_sent: {
    setting: 'sendEmail',
    text: ({ got }) => `An email was not sent: sendEmail failed (${got}).`,
  },
} satisfies Record<string, Description>

/**
 * The faults that are reported to the operator, by cause.
 *
 * - `api_key_refused` `client_id_unknown` `client_refused` `api_forbidden` `grant_not_allowed` `claims_too_large`: the API
 *   refuses the key, the client ID, both together, a permission, a sign-in method, or its own token.
 * - `api_dns_failed` `api_tls_failed` `api_connection_refused` `api_unreachable` `api_connection_lost` `api_timeout`
 *   `api_redirected` `api_response_invalid` `api_response_too_large` `api_failing`: no usable response came.
 * - `keys_unreachable` `keys_empty` `keys_too_weak`: the keys that verify access tokens.
 * - `token_key_unknown` `token_signature_invalid` `token_issuer_unexpected` `token_client_unexpected`
 *   `token_audience_unexpected` `token_client_missing` `token_session_missing` `token_invalid` `token_mismatched`
 *   `clock_behind` `clock_ahead`: an access token that the API issued is not accepted here.
 * - `session_too_large` `user_fields_too_large` `cookie_secret_unknown`: the session cookie.
 * - `cross_origin` `address_mismatch` `forwarded_prefix` `body_consumed`: a request.
 * - `coordinator_unavailable` `email_not_sent`: functions that you passed to the handler.
 */
export type FaultCode = keyof typeof FAULTS

/** Creates a fault with its message. */
export function fault(code: FaultCode, details: FaultDetails = {}): Fault {
  const { setting, text }: Description = FAULTS[code]
  return { ...details, code, message: text(details), ...(setting !== undefined && { setting }) }
}

const NETWORK_FAULTS = {
  dns: 'api_dns_failed',
  tls: 'api_tls_failed',
  refused: 'api_connection_refused',
  unreachable: 'api_unreachable',
  timeout: 'api_timeout',
  broken: 'api_connection_lost',
} as const

const TRANSPORT_FAULTS = {
  timeout: 'api_timeout',
  redirected: 'api_redirected',
  invalid_response: 'api_response_invalid',
  response_too_large: 'api_response_too_large',
} as const

/** The fault behind a failed call; `undefined` if it is for the visitor to fix, or for no one. */
export function faultOf(cause: unknown): Fault | undefined {
  if (cause instanceof TransportError) return transportFault(cause)
  if (cause instanceof ApiError) return apiFault(cause)
  if (cause instanceof SessionError && cause.code === 'session_too_large')
    return fault('session_too_large', { got: cause.message })
  return undefined
}

function transportFault(error: TransportError): Fault | undefined {
  const { code, status, requestId } = error
  if (code === 'aborted') return undefined
  if (code !== 'network') return fault(TRANSPORT_FAULTS[code], { status, requestId })
  const { code: got = error.reason } = (error.cause ?? {}) as { code?: string }
  return fault(NETWORK_FAULTS[error.reason ?? 'broken'], { got })
}

function apiFault({ code, status, requestId }: ApiError): Fault | undefined {
  const details = { status, requestId }
  if (status === 401 && code !== 'invalid_client') return fault('api_key_refused', details)
  if (code === 'invalid_client') return fault('client_refused', details)
  if (code === 'unauthorized_client') return fault('grant_not_allowed', details)
  if (code === 'token_too_big') return fault('claims_too_large', details)
  // A refusal that concerns the visitor has its own code; one that concerns the API key has none.
  if (status === 403 && code === 'forbidden') return fault('api_forbidden', details)
  return status >= 500 ? fault('api_failing', details) : undefined
}

/** Why the signing keys are not available. */
export function keySetFault(cause: unknown, clientId: string): Fault {
  if (cause instanceof KeySetError) return fault(cause.code === 'weak' ? 'keys_too_weak' : 'keys_empty')
  if (cause instanceof ApiError && cause.status === 404) return fault('client_id_unknown', { got: clientId })
  const { code = 'unknown', status } = faultOf(cause) ?? {}
  return fault('keys_unreachable', { got: code, status })
}

/** The error in a token that the API issued. */
export function tokenFault(
  problem: TokenProblem,
  accepted: { clientId: string; issuers: readonly string[]; audiences: readonly string[] },
): Fault {
  if (problem.reason === 'early') return fault('clock_behind', { offsetSeconds: -problem.offsetSeconds })
  if (problem.reason === 'over') return fault('clock_ahead', { offsetSeconds: problem.offsetSeconds })
  if (problem.reason === 'not theirs') return fault('token_mismatched')
  const { reason, claims } = problem as Extract<TokenProblem, { claims?: unknown }>
  const audiences = [accepted.clientId, ...accepted.audiences]
  switch (reason) {
    case 'issuer':
      return fault('token_issuer_unexpected', { expected: accepted.issuers, got: shown(claims?.iss) })
    case 'client':
      return fault('token_client_unexpected', {
        expected: [accepted.clientId],
        got: shown(claims?.client_id),
      })
    case 'audience':
      return fault('token_audience_unexpected', { expected: audiences, got: shown(claims?.aud) })
    case 'no client':
      return fault('token_client_missing', { expected: audiences })
    case 'session id':
      return fault('token_session_missing')
    case 'unknown key':
      return fault('token_key_unknown')
    case 'signature':
      return fault('token_signature_invalid')
    case 'too long':
      return fault('session_too_large', {
        got: 'The access token is larger than 64 KiB. Put fewer permissions, entitlements and custom claims into it.',
      })
    default:
      return fault('token_invalid', { got: reason })
  }
}

/** A claim of a verified token, truncated. */
const shown = (claim: unknown) =>
  (typeof claim === 'string' ? claim : (JSON.stringify(claim) ?? 'none')).slice(0, 200)
