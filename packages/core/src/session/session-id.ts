import { fromBase64Url, fromUtf8 } from './crypto.ts'

/**
 * The session that an access token names, read without a look at its signature.
 * Only for ending that session, and only for tokens out of our own sealed cookie or straight from the service:
 * signing out has to work while the keys cannot be fetched.
 */
export function sessionIdOf(accessToken: string): string | undefined {
  const body = fromBase64Url(accessToken.split('.')[1] ?? '')
  const text = body && fromUtf8(body)
  if (text === undefined) return undefined
  try {
    const { sid } = JSON.parse(text) as { sid?: unknown }
    return typeof sid === 'string' && sid !== '' ? sid : undefined
  } catch {
    return undefined
  }
}
