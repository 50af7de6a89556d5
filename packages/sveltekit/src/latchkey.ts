import { readBrand } from '@latchkey/core/brand'
import type { AuthHandler, SetCookie } from '@latchkey/core/server'
import { allCookies, ConfigError, createAuthHandlers, personalResponse } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import { VERSION } from '@sveltejs/kit'
import { building, dev } from '$app/env'
import { refusal } from './access.ts'
import { addressOf } from './address.ts'
import type { RequestState } from './auth.ts'
import { SIGNED_OUT, setLocals } from './auth.ts'
import { appBase, pathInKit } from './base.ts'
import { brandResponse, linkBrand } from './brand-sheet.ts'
import { settingsInFiles, withSettings } from './dev-environment.ts'
import type { GuardOptions } from './guard-options.ts'
import type { Handle, MaybePromise } from './kit-types.ts'
import { checkGuard, demandPublic, enforce } from './route-rules.ts'
import { demandSameUser } from './same-user.ts'
import type { LatchkeyOptions } from './settings.ts'

type Settings = LatchkeyOptions | ((event: RequestEvent) => LatchkeyOptions)

/**
 * Creates the hooks of an app: `export const { handle, init } = latchkey()` in `src/hooks.server.ts`.
 *
 * `handle` serves everything under `basePath`, sets `event.locals.auth`, refreshes the session before the page runs, and
 * applies the `guard`. Put it before every hook that reads the session. It works at any position in `sequence`.
 *
 * @param options Options, or a function that returns them for an event, if they come from the platform. Two calls of the
 * function may differ only in the URL, the client, the secret or the origin. Default: the environment variables.
 * @throws {ConfigError} `option_invalid` for an invalid `guard`, naming the rule.
 */
export function latchkey(options: Settings = {}): { handle: Handle; init: () => MaybePromise<void> } {
  const handlerFor = createAuthHandlers()
  const warnOnce = createOriginWarning()
  const settingsFor = createSettings(options)

  const handle: Handle = async function latchkey({ event, resolve }) {
    if (building) return respondFromBuild({ event, resolve }, options, settingsFor)
    const current = settingsFor(event)
    const handler = handlerFor(current)
    // For a remote call, the event's own URL is what the sender claims; the request's URL is where it was sent.
    const { pathname, origin } = new URL(event.request.url)
    const base = pathInKit(handler.basePath, handler)
    const sheet = brandResponse(current.brand, pathname, base)
    if (sheet !== undefined) return sheet
    if (pathname.startsWith(`${base}/`)) return handler.handle(event.request)
    warnOnce(origin, handler.appOrigin)

    // A request for a page's data has a suffix that the page's route does not have.
    const { href: url } = event.isRemoteRequest ? new URL(event.request.url) : event.url
    const resolved = await handler.resolve({ headers: event.request.headers, url })
    const { auth } = resolved
    const state: RequestState = { handler, options: current, cookies: [resolved.cookies] }
    setLocals(event, auth, state)
    let response: Response | undefined
    try {
      const branded = linkBrand(current.brand, handler.basePath)
      response = guard(event, current.guard, handler) ?? (await resolve(event, branded))
    } finally {
      // Kit responds to a redirect thrown by a guard or a later hook, and adds only its own cookies.
      if (response === undefined) leaveCookies(event, await allCookies(state.cookies)())
    }
    // A slow page must not restore a session that was signed out or refreshed in the meantime.
    const cookies = await allCookies(state.cookies)()
    const isCacheable =
      auth.status === 'signed-out' && !auth.isBearer && cookies.length === 0 && !state.isPersonal
    // Not left to Kit, which fails on the headers of `Response.redirect()` and of a later hook's own response.
    return isCacheable ? response : personalResponse(response, cookies, auth)
  }

  const init = () => {
    if (building || typeof options === 'function') return
    // A missing setting stops the server here, not at the first visitor. The keys may load later.
    void handlerFor(settingsFor()).warm()
  }
  return { handle, init }
}

/** Returns for allowed requests. Otherwise throws, or responds if Kit would lose a part of what is thrown. */
function guard(
  event: RequestEvent,
  rules: GuardOptions | undefined,
  handler: AuthHandler,
): Response | undefined {
  try {
    demandSameUser(event)
    enforce(event, rules, handler)
    return undefined
  } catch (thrown) {
    const response = refusal(event, thrown)
    if (response === undefined) throw thrown
    return response
  }
}

/** The options of a request: read once if they are an object. The guard is checked whenever they are created. */
function createSettings(options: Settings): (event?: RequestEvent) => LatchkeyOptions {
  const files = dev && !building ? settingsInFiles() : {}
  const read = (given: LatchkeyOptions) => {
    checkGuard(given)
    if (given.brand !== undefined) readBrand(given.brand)
    const settings = Object.keys(files).length > 0 ? withSettings(given, files) : given
    return appBase === '' ? settings : { appPath: appBase, ...settings }
  }
  if (typeof options === 'function') return (event) => read(options(event as RequestEvent))
  const settings = read(options)
  return () => settings
}

/**
 * A prerendered page can link to our routes: they exist, but no file is written. A page that is not public is not built,
 * because its file would be served without a check.
 */
async function respondFromBuild(
  { event, resolve }: Parameters<Handle>[0],
  options: Settings,
  settingsFor: (event: RequestEvent) => LatchkeyOptions,
): Promise<Response> {
  const address = addressOf(typeof options === 'function' ? {} : options)
  if (event.url.pathname.startsWith(`${pathInKit(address.basePath, address)}/`))
    return new Response(null, { status: 204 })
  setLocals(event, SIGNED_OUT)
  const { brand } = typeof options === 'function' ? {} : options
  const response = await resolve(event, linkBrand(brand, address.basePath))
  // Kit requests every linked page. This tells it that the page is not prerendered.
  if (response.status === 204) return response
  try {
    const settings = settingsOfBuild(event, settingsFor)
    if (settings.guard !== undefined) demandPublic(event, settings.guard, addressOf(settings))
    return response
  } catch (error) {
    // Apps can make Kit ignore failing pages (`handleHttpError`). This ends the build in any case, with this error.
    setTimeout(() => {
      throw error
    })
    return new Promise(() => {})
  }
}

function settingsOfBuild(
  event: RequestEvent,
  settingsFor: (event: RequestEvent) => LatchkeyOptions,
): LatchkeyOptions {
  try {
    return settingsFor(event)
  } catch (cause) {
    throw new ConfigError(
      'option_invalid',
      `The route ${event.route.id} is prerendered (prerender), but its rule is unknown: the function passed to latchkey() failed without a request. Return the \`guard\` without reading the platform while \`building\` of $app/env is true.`,
      { option: 'guard', cause },
    )
  }
}

/** Sets cookies through Kit, so that they survive a thrown redirect or error. */
function leaveCookies(event: RequestEvent, cookies: readonly SetCookie[]): void {
  try {
    for (const { name, value, ...attributes } of cookies) {
      // Sealed values contain only characters that are allowed in cookies; encoding would change them.
      event.cookies.set(name, value, { ...attributes, encode: (text) => text })
    }
  } catch {
    // The page has already been rendered, and Kit accepts no more cookies. The next request finds the same refreshed session.
  }
}

/** Kit compares the origin of a form with its own origin, which must be the app's. */
function createOriginWarning(): (own: string, appOrigin: string) => void {
  let hasWarned = false
  return (own, appOrigin) => {
    if (hasWarned || own === appOrigin) return
    hasWarned = true
    console.warn(
      `latchkey: SvelteKit sees the app at ${own}, but its origin is ${appOrigin}. SvelteKit refuses forms from another origin: ${originFix(appOrigin)}.`,
    )
  }
}

const originFix = (origin: string): string =>
  VERSION.startsWith('2.')
    ? `with adapter-node, start it with ORIGIN=${origin}`
    : `build with paths.origin = '${origin}' (adapter-node has no ORIGIN variable and assumes https)`
