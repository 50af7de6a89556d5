import { type Auth, type AuthHandler, ConfigError } from '@latchkey/core/server'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import type { HandlerOf, LatchkeyOptions } from './handler.ts'
import { PATH_HEADER } from './path-header.ts'

/** A request, as a render, an action or a route knows it. */
export interface CurrentRequest {
  handler: AuthHandler
  headers: Headers
  /** What was asked for, as the proxy has it; the app's own address where it did not run. */
  url: string
  auth: Auth
  /** The page to come back to after signing in. */
  page: string
}

const IN_CACHED_SCOPE =
  'A result that is cached for all users cannot depend on who one of them is. Call auth() outside of "use cache" or ' +
  'unstable_cache(), and pass what the cached function needs, such as user.id, as an argument.'

/**
 * The headers of the request that is being answered. Nothing may be read, not even a clock, before they are there; and
 * what they lead to is for this moment alone: browsers keep what Next renders ahead.
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

/** Reads who sent the request: once in a render. Refreshes nothing, since only the proxy can set cookies. */
export function createCurrentRequest(
  handlerOf: HandlerOf,
  { log = console.warn }: LatchkeyOptions,
): () => Promise<CurrentRequest> {
  let hasWarned = false
  function warnOfMissingProxy() {
    if (hasWarned || log === false || process.env.NODE_ENV === 'production') return
    hasWarned = true
    log(
      '@latchkey/next: an expired session was not refreshed, because the proxy did not run for this request. Export ' +
        "`proxy` in proxy.ts (`middleware` in middleware.ts before Next 16), with `matcher: ['/((?!_next/static|_next/image|auth/).*)']` " +
        'in its config.',
    )
  }
  return cache(async () => {
    const headers = await requestHeaders()
    const handler = handlerOf()
    const path = headers.get(PATH_HEADER)
    const url = handler.appOrigin + (path?.startsWith('/') ? path : '/')
    const { auth } = await handler.resolve({ headers, url }, { refresh: false })
    if (auth.status === 'stale' && path === null) warnOfMissingProxy()
    return { handler, headers, url, auth, page: handler.returnTo(path) }
  })
}
