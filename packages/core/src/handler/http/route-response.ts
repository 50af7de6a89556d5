import type { ErrorPayload } from '../../account/account-payload.ts'
import type { FlowError } from '../../flow/index.ts'
import type { SetCookie } from '../../session/cookie.ts'
import { serializeCookie } from '../../session/cookie.ts'
import { ORGANIZATION_HEADER } from '../../session/session-payload.ts'
import { retryAfter } from '../route/route.ts'
import { PERSONAL } from './personal-response.ts'

/** On every response of the handler: it depends on a session, so no shared cache may store it. */
const HEADERS = {
  'cache-control': PERSONAL,
  vary: `Cookie, Authorization, Accept, ${ORGANIZATION_HEADER}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
}

function withCookies(headers: Headers, cookies: readonly SetCookie[]): Headers {
  // If several cookies have the same name, only the last one is sent.
  const byName = new Map(cookies.map((cookie) => [`${cookie.name};${cookie.domain}`, cookie]))
  for (const cookie of byName.values()) headers.append('set-cookie', serializeCookie(cookie))
  return headers
}

/** A JSON response. */
export function jsonResponse(
  body: unknown,
  options: { status?: number; cookies?: readonly SetCookie[]; headers?: Record<string, string> } = {},
): Response {
  const headers = new Headers({
    ...HEADERS,
    'content-type': 'application/json; charset=utf-8',
    ...options.headers,
  })
  const text = JSON.stringify(body).replace(/[<\u2028\u2029]/g, escapeInJson)
  return new Response(text, {
    status: options.status ?? 200,
    headers: withCookies(headers, options.cookies ?? []),
  })
}

// Inside a script element, `<` could end the element, and U+2028/2029 end a line in old parsers.
const escapeInJson = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** An HTML page that runs no script and loads nothing. */
export function pageResponse(
  html: string,
  { status, headers }: { status: number; headers?: Record<string, string> },
): Response {
  const all = { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CLOSED }
  return new Response(html, { status, headers: { ...all, ...headers } })
}

const CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A 303 to a location that comes from `ReturnTo` or the configuration. */
export function redirectResponse(location: string, cookies: readonly SetCookie[] = []): Response {
  return new Response(null, {
    status: 303,
    headers: withCookies(new Headers({ ...HEADERS, location }), cookies),
  })
}

/** An error response for scripts. */
export function errorResponse(
  status: number,
  error: FlowError,
  cookies: readonly SetCookie[] = [],
  headers: Record<string, string> = {},
): Response {
  const all = { ...retryAfter(error), ...headers }
  return jsonResponse({ error } satisfies ErrorPayload, { status, cookies, headers: all })
}

/** The caller's copy is up to date. */
export function notModifiedResponse(
  headers: Record<string, string> = {},
  cookies: readonly SetCookie[] = [],
): Response {
  const all = withCookies(new Headers({ ...HEADERS, ...headers }), cookies)
  return new Response(null, { status: 304, headers: all })
}
