import type { IncomingMessage, ServerResponse } from 'node:http'
import { keepPersonal, webHeaders } from '@latchkey/core/node'
import { type Auth, type AuthHandler, publicPath, serializeCookie } from '@latchkey/core/server'
import { createHandlerOf, type HandlerOf, type LatchkeyOptions } from './handler.ts'
import { openPassedPath, PATH_HEADER } from './path-header.ts'

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
    const found = handlerFor(context).then((handler) => resolve(handler, context))
    known.set(context.req, found)
    return found
  }
}

/**
 * Returns the handler for a request. The app's `basePath` comes from the settings, the build or the proxy. Next documents no way
 * to find it where the proxy does not run, so its own record is the last resort.
 */
function createHandlers(options: LatchkeyOptions): (context: PagesContext) => Promise<AuthHandler> {
  const made = new Map<string, HandlerOf>()
  let latest: string | undefined
  function handlerAt(basePath: string): AuthHandler {
    const handlerOf =
      made.get(basePath) ?? createHandlerOf({ ...(basePath && { appPath: basePath }), ...options })
    made.set(basePath, handlerOf)
    return handlerOf()
  }
  return async (context) => {
    const handler = handlerAt('')
    if (options.handler !== undefined || handler.appPath !== '') return handler
    const passed = await openPassedPath(handler, webHeaders(context.req).get(PATH_HEADER))
    const recorded = recordedUrl(context.req)
    if (passed === undefined && recorded === undefined && latest === undefined) reportUnknown(options)
    latest = passed?.basePath ?? (recorded && basePathIn(recorded, context)) ?? latest ?? ''
    return handlerAt(latest)
  }
}

/** Reports once, in production too: links and redirects of an app with a `basePath` lead to pages that do not exist. */
function reportUnknown({ log = console.warn }: LatchkeyOptions): void {
  if (log === false) return
  log(
    '@latchkey/next: the `basePath` of the app is unknown in the Pages Router, because the proxy did not run for this ' +
      'request and this version of Next does not provide it. If next.config has a `basePath`, export `proxy` in proxy.ts, ' +
      'or add the path to LATCHKEY_APP_ORIGIN (appOrigin), such as https://app.example.com/docs. Otherwise, ignore this.',
  )
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

// The key under which Next stores what it knows about a request.
const META = Symbol.for('NextInternalRequestMeta')

/** The requested URL in Next's undocumented record. */
function recordedUrl(req: IncomingMessage & { [META]?: { initURL?: string } }): URL | undefined {
  const { initURL = '' } = req[META] ?? {}
  return URL.canParse(initURL) ? new URL(initURL) : undefined
}

/** The app's `basePath`: the part of the requested URL before the path that the page receives. */
function basePathIn({ pathname }: URL, { req, locale }: PagesContext): string | undefined {
  const whole = withoutSlash(pathname)
  const path = withoutSlash((req.url ?? '').split('?', 1)[0] as string)
  const data = whole.indexOf(DATA)
  // Not the path of a page that matches any path: its first part would be an app of the visitor's choice.
  if (data >= 0 && path.lastIndexOf(DATA) <= 0) return whole.slice(0, data)
  const end = [`/${locale}${path}`, path].find((one) => whole.endsWith(one))
  return end === undefined ? undefined : whole.slice(0, whole.length - end.length)
}

const withoutSlash = (path: string) => path.replace(/\/$/, '')
