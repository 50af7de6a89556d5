import { ConfigError } from '../errors/index.ts'
import { generateCodeChallenge, generateCodeVerifier } from './pkce.ts'
import { type Api, requireClientId } from './request/api.ts'
import { hide } from './request/hide.ts'

/** The provider that signs the user in. Names that are not listed here are accepted too. */
export type Provider =
  | 'authkit'
  | 'AppleOAuth'
  | 'BitbucketOAuth'
  | 'GitHubOAuth'
  | 'GitLabOAuth'
  | 'GoogleOAuth'
  | 'IntuitOAuth'
  | 'LinkedInOAuth'
  | 'MicrosoftOAuth'
  | 'SalesforceOAuth'
  | 'SlackOAuth'
  | 'VercelMarketplaceOAuth'
  | 'VercelOAuth'
  | 'XeroOAuth'
  | (string & {})

/** At least one of `provider`, `connectionId` and `organizationId` is required, to select who signs the user in. */
export interface GetAuthorizationUrlParams {
  /** Default: the client ID of the API client. */
  clientId?: string
  /** The URL that the browser returns to, with `code` and `state`. It must be registered. */
  redirectUri: string
  provider?: Provider
  /** The single sign-on connection to use. */
  connectionId?: string
  /** The organization whose connection is used. */
  organizationId?: string
  /** A value that the callback returns unchanged. */
  state?: string
  codeChallenge?: string
  codeChallengeMethod?: 'S256'
  /** The email address that the sign-in page fills in. */
  loginHint?: string
  /** The domain of the connection to use. */
  domainHint?: string
  /** The page that `authkit` opens. Default: `sign-in`. */
  screenHint?: 'sign-in' | 'sign-up'
  prompt?: string
  /** For `authkit`: the maximum age of the last sign-in, in seconds. 0 requires a new one. */
  maxAge?: number
  invitationToken?: string
  providerScopes?: readonly string[]
  /** Query parameters for the provider. */
  providerQueryParams?: Readonly<Record<string, string>>
}

/**
 * Builds the URL that starts a sign-in in the browser. Sends no request.
 *
 * Fails with {@link ConfigError} `client_id_missing` or `input_invalid`.
 * @see OpenAPI `GET /user_management/authorize`
 */
export function getAuthorizationUrl(api: Api, params: GetAuthorizationUrlParams): string {
  checkSelector(params)
  checkRedirectUri(params.redirectUri)
  if ((params.codeChallenge === undefined) !== (params.codeChallengeMethod === undefined)) {
    throw invalid('codeChallenge', 'Pass codeChallenge and codeChallengeMethod together.')
  }
  const query = new URLSearchParams()
  // `set` is called once per name, so no parameter occurs twice.
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) query.set(name, checkText(name, String(value)))
  }
  set('client_id', requireClientId(api, params.clientId))
  set('code_challenge', params.codeChallenge)
  set('code_challenge_method', params.codeChallengeMethod)
  set('connection_id', params.connectionId)
  set('domain_hint', params.domainHint)
  set('invitation_token', params.invitationToken)
  set('login_hint', params.loginHint)
  set('max_age', params.maxAge)
  set('organization_id', params.organizationId)
  set('prompt', params.prompt)
  set('provider', params.provider)
  for (const [key, value] of Object.entries(params.providerQueryParams ?? {})) {
    set(`provider_query_params[${key}]`, value)
  }
  set('provider_scopes', params.providerScopes?.join(','))
  set('redirect_uri', params.redirectUri)
  set('response_type', 'code')
  set('screen_hint', params.screenHint)
  set('state', params.state)
  return `${api.baseUrl}/user_management/authorize?${query}`
}

/** An authorization URL, and the values to store until the browser returns. */
export interface AuthorizationUrlWithPkce {
  url: string
  /** Compare it with the returned `state`. */
  state: string
  /** The verifier for `authenticateWithCode`. Secret: redacted in logs and JSON. */
  codeVerifier: string
}

/**
 * Builds the URL like {@link getAuthorizationUrl}, with a new PKCE verifier, and a new `state` unless you pass one.
 * @see OpenAPI `GET /user_management/authorize`, and RFC 7636
 */
export async function getAuthorizationUrlWithPkce(
  api: Api,
  params: Omit<GetAuthorizationUrlParams, 'codeChallenge' | 'codeChallengeMethod'>,
): Promise<AuthorizationUrlWithPkce> {
  const codeVerifier = generateCodeVerifier()
  const codeChallenge = await generateCodeChallenge(codeVerifier)
  const state = params.state ?? generateCodeVerifier()
  const url = getAuthorizationUrl(api, { ...params, state, codeChallenge, codeChallengeMethod: 'S256' })
  return hide({ url, state, codeVerifier }, ['codeVerifier'])
}

function checkSelector({
  provider,
  connectionId,
  organizationId,
  screenHint,
}: GetAuthorizationUrlParams): void {
  if (!provider && !connectionId && !organizationId) {
    throw invalid('provider', 'Pass provider, connectionId or organizationId.')
  }
  if (screenHint !== undefined && provider !== 'authkit') {
    throw invalid('screenHint', "screenHint works only with provider 'authkit'.")
  }
}

const dangerous = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'])

function checkRedirectUri(redirectUri: string): void {
  const why = 'redirectUri must be an absolute URL, such as https://app.example/callback.'
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) throw invalid('redirectUri', why)
  if (dangerous.has(new URL(redirectUri).protocol)) throw invalid('redirectUri', why)
}

function checkText(name: string, value: string): string {
  // URLSearchParams would silently replace half of a surrogate pair with another character.
  if (/[\ud800-\udfff]/u.test(value)) throw invalid(name, `${name} contains an unpaired surrogate.`)
  return value
}

function invalid(option: string, why: string): ConfigError {
  return new ConfigError('input_invalid', why, { option })
}
