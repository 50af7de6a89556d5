import { applyCookies, isOwnPath, personalResponse, publicPath } from '@latchkey/core/server'
import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server'
import type { HandlerOf } from './handler.ts'
import { PATH_HEADER } from './path-header.ts'

/** A proxy of Next 16, or a middleware of Next 15. */
export type ProxyFunction = (
  request: NextRequest,
  event: NextFetchEvent,
) => ProxyResult | Promise<ProxyResult>
type ProxyResult = Response | null | undefined

/**
 * The proxy refreshes sessions before pages render, since a render cannot set cookies. It tells the render what the
 * browser is told, and which path was asked for. It refuses nothing: pages, actions and routes check by themselves.
 */
export function createWithLatchkey(handlerOf: HandlerOf): (inner?: ProxyFunction) => ProxyFunction {
  return (inner) => async (request, event) => {
    const handler = handlerOf()
    const { headers, nextUrl } = request
    const path = publicPath(handler, nextUrl.pathname)
    const target = path + nextUrl.search
    // Set each time: Next fetches the page that an action redirects to with the headers of the action.
    headers.set(PATH_HEADER, target)
    // The handler's own routes refresh by themselves.
    const isOwn = isOwnPath(handler, path)
    const resolved = isOwn ? undefined : await handler.resolve({ headers, url: handler.appOrigin + target })
    const renewed = resolved ? await resolved.cookies() : []
    if (renewed.length > 0) {
      const cookie = applyCookies(headers.get('cookie'), renewed)
      // For `request.cookies` of a proxy of the app's own, which were read before. Setting them rewrites the header.
      for (const { name, value, maxAge } of renewed) {
        if (maxAge === 0) request.cookies.delete(name)
        else request.cookies.set(name, value)
      }
      headers.set('cookie', cookie)
    }
    const next = NextResponse.next({ request })
    const own = await inner?.(request, event)
    const response = own ? withRequestHeaders(own, next) : next
    // Asked for again: the user may have signed out while the app's own proxy was at work.
    const cookies = resolved ? await resolved.cookies() : []
    return cookies.length === 0 ? response : personalResponse(response, cookies)
  }
}

const CHANGED = 'x-middleware-override-headers'
const changed = (name: string) => `x-middleware-request-${name}`

/** A response of the app's own proxy that continues to a page, which then sees the headers of `next`. */
function withRequestHeaders(response: Response, next: Response): Response {
  const { headers } = response
  if (!headers.has('x-middleware-next') && !headers.has('x-middleware-rewrite')) return response
  const names = headers.get(CHANGED)
  if (names === null) {
    for (const [name, value] of next.headers) if (name !== 'x-middleware-next') headers.set(name, value)
  } else {
    // Its own headers, made of those that it was given. It must not be able to drop the path by accident.
    headers.set(CHANGED, `${names},${PATH_HEADER}`)
    headers.set(changed(PATH_HEADER), next.headers.get(changed(PATH_HEADER)) as string)
  }
  return response
}
