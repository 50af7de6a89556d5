/** Refuses state-changing requests of other sites, whatever their content type or method spelling. */
export type SameOriginCheck = (request: Request) => boolean

/**
 * `Origin` must be the app's own or a listed one, and `Sec-Fetch-Site`, when sent, `same-origin`
 * (`same-site` only for a listed origin). Neither header: refused.
 *
 * @see OWASP CSRF prevention, "Verifying origin with standard headers"
 */
export function createSameOriginCheck(appOrigin: URL, trustedOrigins?: readonly URL[]): SameOriginCheck {
  const own = appOrigin.origin
  const trusted = new Set(trustedOrigins?.map((url) => url.origin))

  return (request) => {
    const origin = request.headers.get('origin')
    const site = request.headers.get('sec-fetch-site')
    if (origin === null) return site === 'same-origin'
    if (site === null || site === 'same-origin') return origin === own || trusted.has(origin)
    return site === 'same-site' && trusted.has(origin)
  }
}
