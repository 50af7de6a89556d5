import type { Auth } from '../../session/auth.ts'
import type { SetCookie } from '../../session/cookie.ts'
import { serializeCookie } from '../../session/cookie.ts'
import { challengeFor } from './challenge.ts'

/** What caches are told of a response for one user. */
export const PERSONAL = 'private, no-store'

/**
 * Makes a response personal: no shared cache stores it, and it carries these cookies, except for names that it
 * sets itself. Of several cookies with the same name the last counts. Pass on what is returned: headers that take no
 * changes are copied.
 *
 * @param auth Of the request. A 401 to the caller of an access token then says so in `WWW-Authenticate` (RFC 6750).
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
    response.headers.set('cache-control', PERSONAL)
    return response
  } catch {
    // `Response.redirect()` and fetched responses refuse changes.
    const copy = new Response(response.body, response)
    copy.headers.set('cache-control', PERSONAL)
    return copy
  }
}
