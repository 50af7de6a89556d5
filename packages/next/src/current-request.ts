import { type Auth, type AuthHandler, ConfigError } from '@latchkey/core/server'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import type { HandlerOf, LatchkeyOptions } from './handler.ts'
import { openPassedPath, PATH_HEADER } from './path-header.ts'

/** A request, as seen by a render, an action or a route. */
export interface CurrentRequest {
  handler: AuthHandler
  headers: Headers
  /** The requested URL, from the proxy. The root of the app's origin if the proxy did not run. */
  url: string
  auth: Auth
  /** The page to return to after sign-in. */
  page: string
}

const IN_CACHED_SCOPE =
  'A result that is cached for all users cannot depend on the current user. Call auth() outside of "use cache" or ' +
  'unstable_cache(), and pass what the cached function needs, such as user.id, as an argument.'

/**
 * The headers of the current request. Nothing may be read before them, not even a clock. What is derived from them is valid
 * only for this request, because browsers keep pages that Next prerenders.
 */
export async function requestHeaders(): Promise<Headers> {
  try {
    const found = await headers()
    await connection()
    return found
  } catch (error) {
    unstable_rethrow(error)
    const isCached = error instanceof Error && /"use cache"|unstable_cache/.test(error.message)
    throw isCached ? new ConfigError('auth_in_cached_scope', IN_CACHED_SCOPE, { cause: error }) : error
  }
}

/** Reads the session of a request, once per render. Does not refresh it, because only the proxy can set cookies. */
export function createCurrentRequest(
  handlerOf: HandlerOf,
  { log = console.warn, organizationOf }: LatchkeyOptions,
): () => Promise<CurrentRequest> {
  let hasWarned = false
  function warnOfMissingProxy(effect: string) {
    if (hasWarned || log === false || process.env.NODE_ENV === 'production') return
    hasWarned = true
    log(
      `@latchkey/next: ${effect}, because the proxy did not run for this request. Export ` +
        "`proxy` in proxy.ts (`middleware` in middleware.ts before Next 16), with `matcher: ['/((?!_next/static|_next/image|auth/).*)']` " +
        'in its config.',
    )
  }
  return cache(async () => {
    const headers = await requestHeaders()
    const handler = handlerOf()
    const { path } = (await openPassedPath(handler, headers.get(PATH_HEADER))) ?? {}
    const url = path === undefined ? undefined : handler.appOrigin + path
    const { auth } = await handler.resolve({ headers, url }, { refresh: false })
    if (path === undefined && auth.status === 'stale')
      warnOfMissingProxy('an expired session was not refreshed')
    if (path === undefined && auth.status === 'signed-in' && organizationOf !== undefined)
      warnOfMissingProxy('the organization of the URL is unknown')
    return { handler, headers, url: url ?? `${handler.appOrigin}/`, auth, page: handler.returnTo(path) }
  })
}
