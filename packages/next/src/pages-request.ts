import type { IncomingMessage, ServerResponse } from 'node:http'
import { keepPersonal, webHeaders } from '@latchkey/core/node'
import { type Auth, type AuthHandler, publicPath, serializeCookie } from '@latchkey/core/server'
import { createHandlerOf, type HandlerOf, type LatchkeyOptions } from './handler.ts'

/** What `getServerSideProps` is called with; in an API route, `{ req, res }`. */
export interface PagesContext {
  req: IncomingMessage
  res: ServerResponse
  /** Of `getServerSideProps` alone. */
  resolvedUrl?: string
  locale?: string | undefined
  defaultLocale?: string | undefined
}

/** A request of the Pages Router, with the address that browsers know. */
export interface PagesRequest {
  handler: AuthHandler
  auth: Auth
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** The page to come back to after signing in; `undefined` in an API route. */
  page: string | undefined
}

/**
 * Reads who sent a request, once for each. A response of the Pages Router can set cookies, so that an expired session is
 * refreshed where the proxy did not run.
 */
export function createPagesRequest(
  options: LatchkeyOptions,
): (context: PagesContext) => Promise<PagesRequest> {
  const known = new WeakMap<IncomingMessage, Promise<PagesRequest>>()
  const handlerFor = createHandlers(options)
  return (context) => {
    const earlier = known.get(context.req)
    if (earlier !== undefined) return earlier
    const found = resolve(handlerFor(basePathOf(context)), context)
    known.set(context.req, found)
    return found
  }
}

/** The handlers of an app by the path that it is below. There is one, unless Next stops saying what it does not document. */
function createHandlers(options: LatchkeyOptions): (basePath: string | undefined) => AuthHandler {
  const made = new Map<string, HandlerOf>()
  return (basePath = made.keys().next().value ?? '') => {
    const handlerOf =
      made.get(basePath) ?? createHandlerOf({ ...(basePath && { appPath: basePath }), ...options })
    made.set(basePath, handlerOf)
    return handlerOf()
  }
}

async function resolve(handler: AuthHandler, context: PagesContext): Promise<PagesRequest> {
  const { req, res, resolvedUrl } = context
  const headers = webHeaders(req)
  const path = publicPath(handler, localeOf(context) + requestedPath(context))
  const request = { method: req.method ?? 'GET', headers, url: handler.appOrigin + path }
  const resolved = await handler.resolve(request, { refresh: !res.headersSent })
  const { auth, hasCookies } = resolved
  if ((auth.status !== 'signed-out' || hasCookies) && !res.headersSent) {
    keepPersonal(res)
    for (const cookie of await resolved.cookies()) res.appendHeader('set-cookie', serializeCookie(cookie))
  }
  return { handler, auth, request, page: resolvedUrl === undefined ? undefined : handler.returnTo(path) }
}

const DATA = '/_next/data/'

/** What was asked for, whatever it was rewritten to; for the data of a page it is the page. */
function requestedPath({ req: { url = '/' }, resolvedUrl }: PagesContext): string {
  return resolvedUrl !== undefined && url.startsWith(DATA) ? resolvedUrl : url
}

/** Next takes the language out of the address of a page. */
const localeOf = ({ locale, defaultLocale }: PagesContext): string =>
  locale === undefined || locale === defaultLocale ? '' : `/${locale}`

// Where Next keeps what it knows of a request. Packages are not bundled with the Pages Router, so that no build tells them
// the `basePath`, and nothing else does.
const META = Symbol.for('NextInternalRequestMeta')

/** The `basePath` of the app: what stands in the address before the path that the page is told. */
function basePathOf({ req, locale }: PagesContext): string | undefined {
  const { initURL = '' } = (req as { [META]?: { initURL?: string } })[META] ?? {}
  if (!URL.canParse(initURL)) return undefined
  const whole = withoutSlash(new URL(initURL).pathname)
  const data = whole.indexOf(DATA)
  if (data >= 0) return whole.slice(0, data)
  const path = withoutSlash((req.url ?? '').split('?', 1)[0] as string)
  const end = [`/${locale}${path}`, path].find((one) => whole.endsWith(one))
  return end === undefined ? undefined : whole.slice(0, whole.length - end.length)
}

const withoutSlash = (path: string) => path.replace(/\/$/, '')
