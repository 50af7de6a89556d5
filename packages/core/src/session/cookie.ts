import { ConfigError } from '../errors/index.ts'

/** A cookie to set, before it is serialized. */
export interface SetCookie {
  name: string
  value: string
  /** Seconds. 0 deletes the cookie. If absent, the cookie lasts until the browser is closed. */
  maxAge?: number
  httpOnly: boolean
  secure: boolean
  sameSite: 'lax' | 'strict' | 'none'
  path: string
  domain?: string
}

/** The names and scope of this app's cookies. */
export interface CookieScope {
  secure: boolean
  domain?: string
  /** The common prefix of the names of all cookies of this app, such as `lk-1f3k9xw`. */
  name: string
  /** The prefix of the names of cookies that scripts cannot read, such as `__Host-lk-1f3k9xw-`. */
  prefix: string
}

const COOKIE_NAME = /^[A-Za-z0-9][\w-]{0,39}$/

/**
 * Uses `__Host-` on https, so that no subdomain can set such a cookie; `__Secure-` if a domain is configured; and plain
 * names on http, which is allowed only for loopback origins.
 *
 * @throws {ConfigError} `option_invalid` for an invalid name, or `cookie_domain_invalid` if the domain does not cover
 *   the app's own host.
 */
export function cookieScope(appOrigin: URL, name: string, domain?: string): CookieScope {
  const secure = appOrigin.protocol === 'https:'
  if (!COOKIE_NAME.test(name)) {
    throw new ConfigError(
      'option_invalid',
      'cookieName must be 1 to 40 letters, digits, hyphens and underscores, such as orchard-admin.',
      { option: 'cookieName' },
    )
  }
  if (domain === undefined) return { secure, name, prefix: `${secure ? '__Host-' : ''}${name}-` }
  const host = appOrigin.hostname
  const bare = domain.replace(/^\./, '').toLowerCase()
  if (!secure || !bare.includes('.') || (host !== bare && !host.endsWith(`.${bare}`))) {
    throw new ConfigError(
      'cookie_domain_invalid',
      `cookieDomain "${domain}" must be a parent domain of appOrigin's host "${host}", on https.`,
    )
  }
  return { secure, name, domain: bare, prefix: `__Secure-${name}-` }
}

/**
 * The default cookie name of an app: `lk`, the port of its origin if there is one, a hyphen, and a short hash of the
 * client ID. Cookies do not depend on the port, so two apps on one host would otherwise overwrite each other's cookies.
 */
export function defaultCookieName(appOrigin: URL, clientId: string): string {
  let hash = 0x811c9dc5
  // FNV-1a is sufficient: the client ID is not secret, and the hash only needs to distinguish it from others.
  for (const byte of new TextEncoder().encode(clientId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return `lk${appOrigin.port}-${hash.toString(36)}`
}

/** A cookie of this app, with secure defaults. */
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

/** A `Set-Cookie` header line. */
export function serializeCookie(cookie: SetCookie): string {
  const parts = [`${cookie.name}=${cookie.value}`, `Path=${cookie.path}`]
  if (cookie.domain !== undefined) parts.push(`Domain=${cookie.domain}`)
  if (cookie.maxAge !== undefined) parts.push(`Max-Age=${cookie.maxAge}`)
  // Browsers prefer Max-Age; Expires deletes the cookie in old clients that do not support it.
  if (cookie.maxAge === 0) parts.push('Expires=Thu, 01 Jan 1970 00:00:00 GMT')
  if (cookie.httpOnly) parts.push('HttpOnly')
  if (cookie.secure) parts.push('Secure')
  parts.push(`SameSite=${SAME_SITE[cookie.sameSite]}`)
  return parts.join('; ')
}

/** Removes only spaces around a cookie. A name that begins with other whitespace could have been set by a subdomain. */
function withoutSpaces(cookie: string): string {
  let [start, end] = [0, cookie.length]
  while (cookie[start] === ' ') start += 1
  while (end > start && cookie[end - 1] === ' ') end -= 1
  return cookie.slice(start, end)
}

/** Whether a cookie begins at `at`: only spaces separate it from the previous semicolon or from `start`. */
function isFirst(header: string, at: number, start: number): boolean {
  let before = at
  while (before > start && header[before - 1] === ' ') before -= 1
  return before === start || header[before - 1] === ';'
}

/** The maximum length of a `Cookie` header that is parsed, in characters. */
const HEADER_LIMIT = 64 * 1024

/**
 * All values of each cookie whose name starts with `prefix`, in the order sent. Oversized headers are not parsed.
 * Values are not decoded: all cookies read here are sealed, and sealed values contain only base64url characters.
 */
export function readCookies(header: string | null | undefined, prefix: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (!header || header.length > HEADER_LIMIT) return found
  // Searches for the prefix instead of parsing each cookie, because most of a header is other cookies. `start` is where
  // a cookie begins.
  for (let start = 0, end: number; start <= header.length; start = end + 1) {
    let at = header.indexOf(prefix, start)
    if (at === -1) break
    if (prefix === '') while (header[at] === ' ') at += 1
    end = header.indexOf(';', at)
    if (end === -1) end = header.length
    if (!isFirst(header, at, start)) continue
    const text = header.slice(at, end)
    const equals = text.indexOf('=')
    if (equals === -1) continue
    const name = text.slice(0, equals)
    const value = text.slice(equals + 1).trim()
    const values = found.get(name)
    if (values === undefined) found.set(name, [value])
    else values.push(value)
  }
  return found
}

/**
 * The `Cookie` header that the browser will send after a response has set these cookies. For a proxy that refreshes the
 * session before a page renders and must pass the new session on to the page.
 *
 * @param header The request's header. Cookies with other names stay unchanged.
 */
export function applyCookies(header: string | null | undefined, cookies: readonly SetCookie[]): string {
  const set = new Map(cookies.map((cookie) => [cookie.name, cookie]))
  const sent = (header ?? '').split(';').map(withoutSpaces)
  const unchanged = sent.filter((text) => text !== '' && !set.has(text.split('=', 1)[0] as string))
  const added = [...set.values()].filter(({ maxAge }) => maxAge !== 0)
  return [...unchanged, ...added.map(({ name, value }) => `${name}=${value}`)].join('; ')
}
