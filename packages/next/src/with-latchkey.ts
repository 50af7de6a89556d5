import { applyCookies, isOwnPath, personalResponse, publicPath } from '@latchkey/core/server'
import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server'
import type { HandlerOf } from './handler.ts'
import { PATH_HEADER, sealPassedPath } from './path-header.ts'

/** A proxy of Next 16, or a middleware of Next 15. */
export type ProxyFunction = (
  request: NextRequest,
  event: NextFetchEvent,
) => ProxyResult | Promise<ProxyResult>
type ProxyResult = Response | null | undefined

/**
 * The proxy refreshes sessions before pages render, because a render cannot set cookies. It passes the new cookies and the
 * requested path to the render. It refuses nothing: pages, actions and routes must check the session.
 */
export function createWithLatchkey(handlerOf: HandlerOf): (inner?: ProxyFunction) => ProxyFunction {
  return (inner) => async (request, event) => {
    const handler = handlerOf()
    const { headers, nextUrl } = request
    const path = publicPath(handler, nextUrl.pathname)
    const target = path + nextUrl.search
    // Set on every request: Next fetches the page that an action redirects to with the headers of the action.
    const passed = { path: target, basePath: nextUrl.basePath }
    headers.set(PATH_HEADER, await sealPassedPath(handler, passed))
    // The handler's own routes refresh the session when needed.
    const isOwn = isOwnPath(handler, path)
    const resolved = isOwn ? undefined : await handler.resolve({ headers, url: handler.appOrigin + target })
    const renewed = resolved ? await resolved.cookies() : []
    if (renewed.length > 0) {
      const cookie = applyCookies(headers.get('cookie'), renewed)
      // For `request.cookies` in the app's own proxy, which were parsed before. Setting them rewrites the header.
      for (const { name, value, maxAge } of renewed) {
        if (maxAge === 0) request.cookies.delete(name)
        else request.cookies.set(name, value)
      }
      headers.set('cookie', cookie)
    }
    const next = NextResponse.next({ request })
    const own = await inner?.(request, event)
    const response = own ? withRequestHeaders(own, next) : next
    // Read again, because the user may have signed out while the app's own proxy was running.
    const cookies = resolved ? await resolved.cookies() : []
    return cookies.length === 0 ? response : personalResponse(response, cookies)
  }
}

const CHANGED = 'x-middleware-override-headers'
const changed = (name: string) => `x-middleware-request-${name}`

/** Adds the request headers of `next` to a response of the app's own proxy that continues to a page. */
function withRequestHeaders(response: Response, next: Response): Response {
  const { headers } = response
  if (!headers.has('x-middleware-next') && !headers.has('x-middleware-rewrite')) return response
  const names = headers.get(CHANGED)
  if (names === null) {
    for (const [name, value] of next.headers) if (name !== 'x-middleware-next') headers.set(name, value)
  } else {
    // The proxy's own request headers, based on those that it received. The path must not be dropped by accident.
    headers.set(CHANGED, `${names},${PATH_HEADER}`)
    headers.set(changed(PATH_HEADER), next.headers.get(changed(PATH_HEADER)) as string)
  }
  return response
}
