/** A cache in front of the app that stores everything that RFC 9111 §3 allows. */
export interface SharedCache {
  send(request: Request): Promise<Response>
  /** Stored responses, by method and URL. */
  readonly stored: ReadonlyMap<string, Response>
}

/** The statuses that RFC 9110 §15.1 allows caches to store. */
const CACHEABLE = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501])

function isCacheable(request: Request, response: Response): boolean {
  const directives = response.headers.get('cache-control') ?? ''
  if (/\b(no-store|private)\b/.test(directives)) return false
  return (
    request.method === 'GET' && (CACHEABLE.has(response.status) || /\b(max-age|public)\b/.test(directives))
  )
}

/** Serves stored responses from memory. It ignores `Vary`, as some misconfigured caches do. */
export function sharedCache(origin: (request: Request) => Promise<Response>): SharedCache {
  const stored = new Map<string, Response>()
  return {
    stored,
    async send(request) {
      const key = `${request.method} ${request.url}`
      const hit = stored.get(key)
      if (hit !== undefined) return hit.clone()
      const response = await origin(request)
      if (isCacheable(request, response)) stored.set(key, response.clone())
      return response
    },
  }
}
