import type { SetCookie } from '@latchkey/core/server'
import { createAuthHandlers, personalResponse } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import type { Handle, ServerInit } from '@sveltejs/kit/hooks'
import { building } from '$app/env'
import { begin, NOBODY, setCookies } from './auth.ts'
import { enforce } from './route-rules.ts'
import type { LatchkeyOptions } from './settings.ts'

type Settings = LatchkeyOptions | ((event: RequestEvent) => LatchkeyOptions)

/**
 * The hooks of an app: `export const { handle, init } = latchkey()` in `src/hooks.server.ts`.
 *
 * `handle` answers everything below `basePath`, sets `event.locals.auth`, renews the session before the page runs,
 * and applies the `guard`. It goes before any hook that asks who is signed in, and into `sequence` at any place.
 *
 * @param options Settings, or a function of the event where they come from the platform. What differs between two
 *   calls of the function must be the address, the client, the secret or the origin. Default: the environment.
 */
export function latchkey(options: Settings = {}): { handle: Handle; init: ServerInit } {
  const handlerFor = createAuthHandlers()
  const warnOnce = createOriginWarning()

  const handle: Handle = async function latchkey({ event, resolve }) {
    if (building) return answerBuild({ event, resolve }, options)
    const current = typeof options === 'function' ? options(event) : options
    const handler = handlerFor(current)
    // The event's own URL is what a remote call claims; the request's is where it was sent.
    const { pathname, origin } = new URL(event.request.url)
    if (pathname.startsWith(`${handler.basePath}/`)) return handler.handle(event.request)
    warnOnce(origin, handler.appOrigin)

    const resolved = await handler.resolve(event.request)
    const { auth } = resolved
    const changed: SetCookie[] = []
    begin(event, auth, { handler, options: current, changed })
    let response: Response | undefined
    try {
      enforce(event, current.guard, handler.pages)
      response = await resolve(event)
    } finally {
      // A redirect thrown by a guard or a later hook is answered by Kit, which adds its own cookies only.
      if (response === undefined) leaveCookies(event, await handler.confirm(resolved), changed)
    }
    // A page that took long must not bring back the session that was signed out or renewed meanwhile.
    const cookies = [...(await handler.confirm(resolved)), ...changed]
    const isForAnybody = auth.status === 'signed-out' && cookies.length === 0
    // Not left to Kit, which breaks on the headers of `Response.redirect()`, and on a later hook's own answer.
    return isForAnybody ? response : personalResponse(response, cookies)
  }

  const init: ServerInit = () => {
    if (building || typeof options === 'function') return
    // A setting that is missing stops the server here, not at the first visitor. The keys may arrive later.
    void handlerFor(options).warm()
  }
  return { handle, init }
}

/** A page that is built ahead may link to our routes: they exist, and there is nothing to write. */
function answerBuild({ event, resolve }: Parameters<Handle>[0], options: Settings): ReturnType<Handle> {
  const { basePath = '/auth' } = typeof options === 'function' ? {} : options
  if (event.url.pathname.startsWith(`${basePath}/`)) return new Response(null, { status: 204 })
  begin(event, NOBODY)
  return resolve(event)
}

/** Those that the request has set itself stay: a sign-out wins over a renewal that happened on the way to it. */
function leaveCookies(event: RequestEvent, renewed: readonly SetCookie[], own: readonly SetCookie[]): void {
  const names = new Set(own.map(({ name }) => name))
  try {
    setCookies(
      event,
      renewed.filter(({ name }) => !names.has(name)),
    )
  } catch {
    // The page was rendered already, and Kit takes no more. The next request finds the same renewed session.
  }
}

/** Kit compares the origin of a form with its own, which has to be the app's. */
function createOriginWarning(): (own: string, appOrigin: string) => void {
  let isTold = false
  return (own, appOrigin) => {
    if (isTold || own === appOrigin) return
    isTold = true
    console.warn(
      `latchkey: the app takes itself for ${own}, but its origin is ${appOrigin}. Kit refuses the forms of another origin: build with paths.origin = '${appOrigin}' (adapter-node has no ORIGIN variable and assumes https).`,
    )
  }
}
