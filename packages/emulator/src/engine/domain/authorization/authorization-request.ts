import * as v from 'valibot'
import { failOAuth } from '../../base/failure.ts'

/** The social providers that the emulator has a page for. */
export const PROVIDERS = [
  'AppleOAuth',
  'BitbucketOAuth',
  'GitHubOAuth',
  'GitLabOAuth',
  'GoogleOAuth',
  'IntuitOAuth',
  'LinkedInOAuth',
  'MicrosoftOAuth',
  'SalesforceOAuth',
  'SlackOAuth',
  'VercelMarketplaceOAuth',
  'VercelOAuth',
  'XeroOAuth',
] as const

const text = v.optional(v.string())

export const authorizeQuery = v.looseObject({
  client_id: v.string(),
  redirect_uri: text,
  response_type: text,
  provider: text,
  connection_id: text,
  connection: text,
  organization_id: text,
  organization: text,
  state: text,
  code_challenge: text,
  code_challenge_method: text,
  login_hint: text,
  domain_hint: text,
  /** For `/sso/authorize`: the domain of the connection. */
  domain: text,
  screen_hint: text,
  /** `none`: no page may be shown. Any other value: the sign-in page is shown, even to a remembered browser. */
  prompt: text,
  max_age: text,
  invitation_token: text,
  provider_scopes: v.optional(v.union([v.string(), v.array(v.string())])),
  /** Sent as `provider_query_params[key]=value`. */
  provider_query_params: v.optional(v.record(v.string(), v.string())),
})

export type AuthorizeQuery = v.InferOutput<typeof authorizeQuery>

/** An application's request, stored while the user is on our pages. */
export interface AuthorizationRequest {
  redirectUri: string
  state?: string
  codeChallenge?: string
  loginHint?: string
  screen: 'sign-in' | 'sign-up'
  invitationToken?: string
  organizationId?: string
  providerScopes: string[]
  /** Parameters that the application passes on to the provider. */
  providerQuery?: Record<string, string>
  target: Target
  /** Whether our pages authenticate the user and remember the browser. */
  remembers?: boolean
}

/** Where the user signs in: on our own pages, at a stand-in provider, or at a stand-in identity provider of an organization. */
export type Target =
  | { kind: 'authkit' }
  | { kind: 'provider'; provider: string }
  | { kind: 'connection'; id: string }

/** `provider_query_params[key]=value`, by key. */
export function providerQueryOf(query: AuthorizeQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => {
      const key = /^provider_query_params\[(.+)\]$/.exec(name)?.[1]
      return key === undefined ? [] : [[key, [value].flat().join(',')]]
    }),
  )
}

/** The maximum age of the last sign-in in seconds. Fails with `invalid_request`. */
export function checkedMaxAge({ max_age: maxAge }: AuthorizeQuery): number {
  if (maxAge === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d{1,10}$/.test(maxAge)) throw failOAuth('invalid_request', 'max_age must be a number of seconds.')
  return Number(maxAge)
}

/** The URL that the browser returns to with the outcome. Every parameter occurs once, and state is unchanged. */
export function redirectBack(
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  parameters: Record<string, string>,
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}

/** Only S256; either both parameters or none. Fails with `invalid_request`. */
export function checkedChallenge(query: AuthorizeQuery): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = query
  if (challenge === undefined && method === undefined) return undefined
  if (challenge === undefined || method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw failOAuth('invalid_request', 'A code_challenge needs code_challenge_method=S256.')
  }
  return challenge
}
