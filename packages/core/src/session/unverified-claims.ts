import { fromBase64Url, fromJson } from '../base/cryptography.ts'

/**
 * The session that an access token names, read without a look at its signature.
 * Only for tokens from our own sealed cookie or directly from the API, and never to grant access: a session must be
 * ended or refreshed while the keys cannot be fetched, too.
 */
export const sessionIdOf = (accessToken: string): string | undefined => textClaim(accessToken, 'sid')

/**
 * The organization that an access token names, read without a look at its signature.
 * Only for choosing among the tokens of one session; it never grants access.
 */
export const organizationOf = (accessToken: string): string | undefined => textClaim(accessToken, 'org_id')

/**
 * Milliseconds since the epoch at which an access token expires, read without a look at its signature.
 * Only for choosing between refreshing it now and verifying it.
 */
export function expiryOf(accessToken: string): number | undefined {
  const value = claimOf(accessToken, 'exp')
  return typeof value === 'number' ? value * 1000 : undefined
}

/**
 * Whether an access token says that someone acts as its user, read without a look at its signature.
 * Only for refusing; it never grants access.
 */
export const hasActor = (accessToken: string): boolean => claimOf(accessToken, 'act') != null

function textClaim(accessToken: string, name: string): string | undefined {
  const value = claimOf(accessToken, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function claimOf(accessToken: string, name: string): unknown {
  const body = fromBase64Url(accessToken.split('.')[1] ?? '')
  const claims = (body && fromJson(body)) as Record<string, unknown> | null | undefined
  return claims?.[name]
}
