import type { Auth } from '../../session/auth.ts'
import type { SetCookie } from '../../session/cookie.ts'
import { serializeCookie } from '../../session/cookie.ts'
import { challengeFor } from './challenge.ts'

/** The cache header of a response for one user. */
export const PERSONAL = 'private, no-store'

const CACHE_HEADER = /^(?:(?:.+-)?cache-control|surrogate-control|edge-control|x-accel-expires)$/i

/** Whether shared caches follow this header: `Cache-Control`, those of RFC 9213 for one CDN each, or the older ones. */
export const isCacheHeader = (name: string): boolean => CACHE_HEADER.test(name)

/**
 * Makes a response personal: no shared cache stores it, and these cookies are added, except those with names that it sets
 * itself. If several cookies have the same name, the last one counts. Use the returned response: if its headers are immutable,
 * it is a copy.
 *
 * @param auth The session of the request. A 401 for a client with an access token then has a `WWW-Authenticate` header (RFC
 * 6750).
 */
export function personalResponse(response: Response, cookies: readonly SetCookie[], auth?: Auth): Response {
  const result = withChangeableHeaders(response)
  const challenge = auth && result.status === 401 ? challengeFor(auth, 'signed_out') : undefined
  for (const [name, value] of Object.entries(challenge ?? {})) result.headers.set(name, value)
  if (cookies.length === 0) return result
  const lines = result.headers.getSetCookie()
  const byName = new Map(cookies.map((cookie) => [`${cookie.name};${cookie.domain}`, cookie]))
  for (const cookie of byName.values()) {
    const isThere = lines.some((line) => line.startsWith(`${cookie.name}=`))
    if (!isThere) result.headers.append('set-cookie', serializeCookie(cookie))
  }
  return result
}

function withChangeableHeaders(response: Response): Response {
  try {
    setPersonal(response.headers)
    return response
  } catch {
    // The headers of `Response.redirect()` and of fetched responses are immutable.
    const copy = new Response(response.body, response)
    setPersonal(copy.headers)
    return copy
  }
}

function setPersonal(headers: Headers): void {
  // Setting it first throws for immutable headers, before anything was changed.
  headers.set('cache-control', PERSONAL)
  for (const name of [...headers.keys()])
    if (isCacheHeader(name) && name !== 'cache-control') headers.delete(name)
}
