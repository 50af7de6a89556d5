import * as v from 'valibot'
import { failOAuth } from '../../base/failure.ts'

/** Social providers that the emulator has a page for. */
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
  /** Of `/sso/authorize`: the domain whose connection is meant. */
  domain: text,
  screen_hint: text,
  /** `none`: no page may be shown. Any other: the sign-in page is, also to a browser that is remembered. */
  prompt: text,
  max_age: text,
  invitation_token: text,
  provider_scopes: v.optional(v.union([v.string(), v.array(v.string())])),
  /** Sent as `provider_query_params[key]=value`. */
  provider_query_params: v.optional(v.record(v.string(), v.string())),
})

export type AuthorizeQuery = v.InferOutput<typeof authorizeQuery>

/** What an application asked for, kept while the user is on our pages. */
export interface AuthorizationRequest {
  redirectUri: string
  state?: string
  codeChallenge?: string
  loginHint?: string
  screen: 'sign-in' | 'sign-up'
  invitationToken?: string
  organizationId?: string
  providerScopes: string[]
  /** What the application passes on to the provider. */
  providerQuery?: Record<string, string>
  target: Target
  /** Whether our pages ask, and remember the browser. */
  remembers?: boolean
}

/** Who asks the user: our own pages, a stand-in provider, or a stand-in identity provider of an organization. */
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

/** Seconds since the user showed a credential, at most. Fails with `invalid_request`. */
export function checkedMaxAge({ max_age: maxAge }: AuthorizeQuery): number {
  if (maxAge === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d{1,10}$/.test(maxAge)) throw failOAuth('invalid_request', 'max_age must be a number of seconds.')
  return Number(maxAge)
}

/** Where the browser goes with the outcome; every parameter once, state echoed. */
export function redirectBack(
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  parameters: Record<string, string>,
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  if (state !== undefined) url.searchParams.set('state', state)
  return url.href
}

/** Only S256; both parameters or none. Fails with `invalid_request`. */
export function checkedChallenge(query: AuthorizeQuery): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = query
  if (challenge === undefined && method === undefined) return undefined
  if (challenge === undefined || method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw failOAuth('invalid_request', 'A code_challenge needs code_challenge_method=S256.')
  }
  return challenge
}
