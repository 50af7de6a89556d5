/** Refuses state-changing requests of other sites, whatever their content type or method spelling. */
export type SameOriginCheck = (request: Pick<Request, 'headers'>) => boolean

/**
 * `Origin` must be the app's own or a listed one, and `Sec-Fetch-Site`, when sent, `same-origin`
 * (`same-site` only for a listed origin). Where `Origin` is absent or `null`, `Sec-Fetch-Site` decides, which no page
 * can set. Neither header: refused.
 *
 * @see https://fetch.spec.whatwg.org/#append-a-request-origin-header
 * @see https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
 * @see OWASP CSRF prevention, "Verifying origin with standard headers"
 */
export function createSameOriginCheck(
  appOrigin: URL,
  trustedOrigins: readonly ((url: URL) => boolean)[] = [],
): SameOriginCheck {
  const own = appOrigin.origin
  function isTrusted(origin: string): boolean {
    const url = URL.canParse(origin) ? new URL(origin) : undefined
    return url?.origin === origin && trustedOrigins.some((matches) => matches(url))
  }

  return (request) => {
    const origin = request.headers.get('origin')
    const site = request.headers.get('sec-fetch-site')
    // A page with the referrer policy `no-referrer` posts its own forms with the origin "null". A sandboxed frame or a
    // redirect by way of another site does so too, but then the browser says `cross-site`.
    if (origin === null || origin === 'null') return site === 'same-origin'
    if (site === null || site === 'same-origin') return origin === own || isTrusted(origin)
    return site === 'same-site' && isTrusted(origin)
  }
}
