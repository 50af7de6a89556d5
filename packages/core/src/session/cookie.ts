import { ConfigError } from '../errors/index.ts'

/** A cookie to set, before it is written as a header. */
export interface SetCookie {
  name: string
  value: string
  /** Seconds. 0 deletes the cookie; absent lasts as long as the browser runs. */
  maxAge?: number
  httpOnly: boolean
  secure: boolean
  sameSite: 'lax' | 'strict' | 'none'
  path: string
  domain?: string
}

/** How this app's cookies are named and scoped. */
export interface CookieScope {
  secure: boolean
  domain?: string
  /** `__Host-`, `__Secure-` or nothing. */
  prefix: string
}

/**
 * `__Host-` on https, so that no subdomain can plant one; `__Secure-` when a domain is wanted;
 * plain names on http, which only a loopback origin may use.
 *
 * @throws {ConfigError} `cookie_domain_invalid` when the domain does not cover the app's own host.
 */
export function cookieScope(appOrigin: URL, domain?: string): CookieScope {
  const secure = appOrigin.protocol === 'https:'
  if (domain === undefined) return { secure, prefix: secure ? '__Host-' : '' }
  const host = appOrigin.hostname
  const bare = domain.replace(/^\./, '').toLowerCase()
  if (!secure || !bare.includes('.') || (host !== bare && !host.endsWith(`.${bare}`))) {
    throw new ConfigError(
      'cookie_domain_invalid',
      `cookieDomain "${domain}" must be a parent domain of appOrigin's host "${host}", on https.`,
    )
  }
  return { secure, domain: bare, prefix: '__Secure-' }
}

/** A cookie of ours with its safe defaults. */
export function ownCookie(scope: CookieScope, name: string, value: string, maxAge?: number): SetCookie {
  return {
    name: scope.prefix + name,
    value,
    maxAge,
    httpOnly: true,
    secure: scope.secure,
    sameSite: 'lax',
    path: '/',
    domain: scope.domain,
  }
}

const SAME_SITE = { lax: 'Lax', strict: 'Strict', none: 'None' }

/** One `Set-Cookie` header line. */
export function serializeCookie(cookie: SetCookie): string {
  const parts = [`${cookie.name}=${cookie.value}`, `Path=${cookie.path}`]
  if (cookie.domain !== undefined) parts.push(`Domain=${cookie.domain}`)
  if (cookie.maxAge !== undefined) parts.push(`Max-Age=${cookie.maxAge}`)
  // Max-Age wins everywhere; Expires deletes in the old stores that do not know it.
  if (cookie.maxAge === 0) parts.push('Expires=Thu, 01 Jan 1970 00:00:00 GMT')
  if (cookie.httpOnly) parts.push('HttpOnly')
  if (cookie.secure) parts.push('Secure')
  parts.push(`SameSite=${SAME_SITE[cookie.sameSite]}`)
  return parts.join('; ')
}

/** Spaces alone stand around a cookie: a name that begins with another blank is one that a subdomain may set. */
function withoutSpaces(cookie: string): string {
  let [start, end] = [0, cookie.length]
  while (cookie[start] === ' ') start += 1
  while (end > start && cookie[end - 1] === ' ') end -= 1
  return cookie.slice(start, end)
}

/** Longest `Cookie` header that is looked at, in characters. */
const HEADER_LIMIT = 64 * 1024

/**
 * All values of each cookie whose name starts with `prefix`, in the order sent. Oversized headers are not read.
 * Values are as they came: all that are read this way are sealed, and a seal takes base64url alone.
 */
export function readCookies(header: string | null | undefined, prefix: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (!header || header.length > HEADER_LIMIT) return found
  for (const cookie of header.split(';')) {
    const text = withoutSpaces(cookie)
    const equals = text.indexOf('=')
    if (equals === -1 || !text.startsWith(prefix)) continue
    const name = text.slice(0, equals)
    const value = text.slice(equals + 1).trim()
    const values = found.get(name)
    if (values === undefined) found.set(name, [value])
    else values.push(value)
  }
  return found
}

/**
 * The `Cookie` header that a browser sends once an answer has set these cookies: for a proxy that renews the session
 * before a page renders, and has to tell the page so.
 *
 * @param header The header of the request. Cookies of other names stay as they are.
 */
export function applyCookies(header: string | null | undefined, cookies: readonly SetCookie[]): string {
  const set = new Map(cookies.map((cookie) => [cookie.name, cookie]))
  const sent = (header ?? '').split(';').map(withoutSpaces)
  const kept = sent.filter((text) => text !== '' && !set.has(text.split('=', 1)[0] as string))
  const added = [...set.values()].filter(({ maxAge }) => maxAge !== 0)
  return [...kept, ...added.map(({ name, value }) => `${name}=${value}`)].join('; ')
}
