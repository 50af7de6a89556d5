import type { EnvironmentState } from '../environment/state.ts'

const REFUSED_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'])
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a browser may be sent there: an exact or wildcard match of the list, or loopback if allowed. */
export async function isRegisteredRedirect(env: EnvironmentState, uri: string): Promise<boolean> {
  if (!isRedirectUri(uri)) return false
  const rows = await env.db.selectFrom('redirect_uris').select('uri').execute()
  if (rows.some((row) => matches(row.uri, uri))) return true
  return env.settings.allow_loopback_redirects && isLoopback(uri)
}

/** Where to go when the application named no page, or one that is not registered. */
export async function defaultRedirect(env: EnvironmentState): Promise<string> {
  if (env.settings.logout_url !== null) return env.settings.logout_url
  const row = await env.db
    .selectFrom('redirect_uris')
    .select('uri')
    .where('is_default', '=', 1)
    .executeTakeFirst()
  return row === undefined
    ? `${env.config.baseUrl}/hosted/${env.clientId}/signed-out`
    : new URL(row.uri).origin
}

/** An absolute URI with an authority, in a scheme that runs no code. Custom schemes are fine. */
export function isRedirectUri(uri: string): boolean {
  if (
    !/^[a-z][a-z0-9+.-]*:\/\/[^/\s\\]/i.test(uri) ||
    /[\s\\]/.test(uri) ||
    !URL.canParse(uri.replace('*', 'x'))
  ) {
    return false
  }
  return !REFUSED_SCHEMES.has(new URL(uri.replace('*', 'x')).protocol)
}

function isLoopback(uri: string): boolean {
  const { protocol, hostname, username, password } = new URL(uri)
  if (username !== '' || password !== '') return false
  const local = LOOPBACK_HOSTS.has(hostname) || hostname.endsWith('.localhost')
  return (protocol === 'http:' || protocol === 'https:') && local
}

/** One `*` in the left-most label stands for letters, digits, `-` and `_`, never for a dot. */
function matches(registered: string, uri: string): boolean {
  const [before, after] = registered.split('*')
  if (before === undefined || after === undefined) return registered === uri
  if (!uri.startsWith(before) || !uri.endsWith(after) || uri.length < before.length + after.length)
    return false
  return /^[A-Za-z0-9_-]+$/.test(uri.slice(before.length, uri.length - after.length))
}
