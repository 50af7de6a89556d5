import { fromBase64Url, fromJson } from './crypto.ts'

/**
 * The session that an access token names, read without a look at its signature.
 * Only for ending that session, and only for tokens out of our own sealed cookie or straight from the service:
 * signing out has to work while the keys cannot be fetched.
 */
export const sessionIdOf = (accessToken: string): string | undefined => textClaim(accessToken, 'sid')

/**
 * The organization that an access token names, read without a look at its signature.
 * Only for choosing among the tokens of one session: nobody is let in by it.
 */
export const organizationOf = (accessToken: string): string | undefined => textClaim(accessToken, 'org_id')

function textClaim(accessToken: string, name: string): string | undefined {
  const body = fromBase64Url(accessToken.split('.')[1] ?? '')
  const claims = (body && fromJson(body)) as Record<string, unknown> | null | undefined
  const value = claims?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
