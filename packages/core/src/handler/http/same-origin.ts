/** Refuses state-changing requests from other sites, whatever their content type or the spelling of their method. */
export type SameOriginCheck = (request: Pick<Request, 'headers'>) => boolean

/**
 * `Origin` must be the app's own or a trusted one, and `Sec-Fetch-Site`, if sent, must be `same-origin` (`same-site`
 * only for a trusted origin). If `Origin` is absent or `null`, `Sec-Fetch-Site` decides, because no page can set it. A
 * request with neither header is refused.
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
    // A page with the referrer policy `no-referrer` posts its own forms with the origin "null". A sandboxed frame, or a
    // redirect through another site, does so too, but then the browser sends `cross-site`.
    if (origin === null || origin === 'null') return site === 'same-origin'
    if (site === null || site === 'same-origin') return origin === own || isTrusted(origin)
    return site === 'same-site' && isTrusted(origin)
  }
}
