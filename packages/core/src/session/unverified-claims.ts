import { fromBase64Url, fromJson } from '../base/cryptography.ts'

/**
 * The session id in an access token, read without verifying its signature. Only for tokens from our own sealed cookie
 * or directly from the API, and never to grant access: a session must be ended or refreshed even while the keys cannot
 * be fetched.
 */
export const sessionIdOf = (accessToken: string): string | undefined => textClaim(accessToken, 'sid')

/**
 * The organization in an access token, read without verifying its signature. Only for choosing among the tokens of one
 * session; it never grants access.
 */
export const organizationOf = (accessToken: string): string | undefined => textClaim(accessToken, 'org_id')

/**
 * When an access token expires, in milliseconds since the epoch, read without verifying its signature. Only for
 * choosing between refreshing the token now and verifying it.
 */
export function expiryOf(accessToken: string): number | undefined {
  const value = claimOf(accessToken, 'exp')
  return typeof value === 'number' ? value * 1000 : undefined
}

/**
 * Whether an access token has an actor who impersonates its user, read without verifying its signature. Only for
 * refusing; it never grants access.
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
