import { fromBase64Url, fromJson } from './crypto.ts'

/**
 * The session that an access token names, read without a look at its signature.
 * Only for ending that session, and only for tokens out of our own sealed cookie or straight from the service:
 * signing out has to work while the keys cannot be fetched.
 */
export function sessionIdOf(accessToken: string): string | undefined {
  const body = fromBase64Url(accessToken.split('.')[1] ?? '')
  const claims = (body && fromJson(body)) as { sid?: unknown } | null | undefined
  const sid = claims?.sid
  return typeof sid === 'string' && sid !== '' ? sid : undefined
}
