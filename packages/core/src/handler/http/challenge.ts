import type { Auth } from '../../session/auth.ts'

/**
 * The header that tells a caller with an access token why the request was refused. `undefined` for callers with
 * cookies, and while the token cannot be checked.
 *
 * @param code The code of the refusal.
 * @see RFC 6750 §3, RFC 9470 §3 for `insufficient_user_authentication`
 */
export function challengeFor(auth: Auth, code: string): Record<string, string> | undefined {
  if (auth.status === 'stale' || !auth.isBearer) return undefined
  if (auth.status === 'signed-out') {
    const description =
      auth.reason === 'expired' ? 'The access token has expired' : 'The access token is not valid'
    return challenge('invalid_token', description)
  }
  if (code === 'reauthentication_required') return challenge('insufficient_user_authentication')
  return SCOPE.has(code) ? challenge('insufficient_scope') : undefined
}

const SCOPE: ReadonlySet<string> = new Set([
  'forbidden',
  'organization_required',
  'impersonation_not_allowed',
  'role_not_allowed',
])

const challenge = (error: string, description?: string) => ({
  'www-authenticate': `Bearer error="${error}"${description ? `, error_description="${description}"` : ''}`,
})
