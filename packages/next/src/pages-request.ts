import type { IncomingMessage, ServerResponse } from 'node:http'
import { keepPersonal, webHeaders } from '@latchkey/core/node'
import { type Auth, type AuthHandler, publicPath, serializeCookie } from '@latchkey/core/server'
import { createHandlerOf, type HandlerOf, type LatchkeyOptions } from './handler.ts'

/** The argument of `getServerSideProps`; in an API route, `{ req, res }`. */
export interface PagesContext {
  req: IncomingMessage
  res: ServerResponse
  /** Set only for `getServerSideProps`. */
  resolvedUrl?: string
  locale?: string | undefined
  defaultLocale?: string | undefined
}

/** A request of the Pages Router, with the URL that the browser sees. */
export interface PagesRequest {
  handler: AuthHandler
  auth: Auth
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** The page to return to after sign-in; `undefined` in an API route. */
  page: string | undefined
}

/**
 * Reads the session of a request, once per request. A response of the Pages Router can set cookies, so an expired session is
 * refreshed if the proxy did not run.
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

/** The app's handlers by base path. There is only one, unless Next stops providing the undocumented base path. */
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

/** The requested path, before any rewrite. For a page's data request it is the path of the page. */
function requestedPath({ req: { url = '/' }, resolvedUrl }: PagesContext): string {
  return resolvedUrl !== undefined && url.startsWith(DATA) ? resolvedUrl : url
}

/** Next removes the language from a page's URL. */
const localeOf = ({ locale, defaultLocale }: PagesContext): string =>
  locale === undefined || locale === defaultLocale ? '' : `/${locale}`

// The key under which Next stores what it knows about a request. Packages are not bundled in the Pages Router, so no build
// replaces the `basePath`, and nothing else provides it.
const META = Symbol.for('NextInternalRequestMeta')

/** The app's `basePath`: the part of the URL before the path that the page receives. */
function basePathOf({ req, locale }: PagesContext): string | undefined {
  const { initURL = '' } = (req as { [META]?: { initURL?: string } })[META] ?? {}
  if (!URL.canParse(initURL)) return undefined
  const whole = withoutSlash(new URL(initURL).pathname)
  const path = withoutSlash((req.url ?? '').split('?', 1)[0] as string)
  const data = whole.indexOf(DATA)
  // Not the path of a page that matches any path: its first part would be an app of the visitor's choice.
  if (data >= 0 && path.lastIndexOf(DATA) <= 0) return whole.slice(0, data)
  const end = [`/${locale}${path}`, path].find((one) => whole.endsWith(one))
  return end === undefined ? undefined : whole.slice(0, whole.length - end.length)
}

const withoutSlash = (path: string) => path.replace(/\/$/, '')
