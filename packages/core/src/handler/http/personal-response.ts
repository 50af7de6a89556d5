import type { SetCookie } from '../../session/cookie.ts'
import { serializeCookie } from '../../session/cookie.ts'

/**
 * Makes a response personal: no shared cache stores it, and it carries these cookies, except for names that it
 * sets itself. Of several cookies with the same name the last counts. Pass on what is returned: headers that take no
 * changes are copied.
 */
export function personalResponse(response: Response, cookies: readonly SetCookie[]): Response {
  const answer = withChangeableHeaders(response)
  if (cookies.length === 0) return answer
  const lines = answer.headers.getSetCookie()
  const byName = new Map(cookies.map((cookie) => [`${cookie.name};${cookie.domain}`, cookie]))
  for (const cookie of byName.values()) {
    const isThere = lines.some((line) => line.startsWith(`${cookie.name}=`))
    if (!isThere) answer.headers.append('set-cookie', serializeCookie(cookie))
  }
  return answer
}

const PERSONAL = 'private, no-store'

function withChangeableHeaders(response: Response): Response {
  try {
    response.headers.set('cache-control', PERSONAL)
    return response
  } catch {
    // `Response.redirect()` and fetched answers refuse changes.
    const copy = new Response(response.body, response)
    copy.headers.set('cache-control', PERSONAL)
    return copy
  }
}
