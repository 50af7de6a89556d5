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
 * The hooks of an app: `export const { handle, init } = latchkey()` in `src/hooks.server.ts`.
 *
 * `handle` serves everything under `basePath`, sets `event.locals.auth`, renews the session before the page runs,
 * and applies the `guard`. It goes before any hook that asks who is signed in, and into `sequence` at any place.
 *
 * @param options Settings, or a function of the event where they come from the platform. What differs between two
 *   calls of the function must be the address, the client, the secret or the origin. Default: the environment.
 * @throws {ConfigError} `option_invalid` for a `guard` that is not one, naming the rule at fault.
 */
export function latchkey(options: Settings = {}): { handle: Handle; init: () => MaybePromise<void> } {
  const handlerFor = createAuthHandlers()
  const warnOnce = createOriginWarning()
  const settingsFor = createSettings(options)

  const handle: Handle = async function latchkey({ event, resolve }) {
    if (building) return respondFromBuild({ event, resolve }, options, settingsFor)
    const current = settingsFor(event)
    const handler = handlerFor(current)
    // The event's own URL is what a remote call claims; the request's is where it was sent.
    const { pathname, origin } = new URL(event.request.url)
    const base = pathInKit(handler.basePath, handler)
    const sheet = brandResponse(current.brand, pathname, base)
    if (sheet !== undefined) return sheet
    if (pathname.startsWith(`${base}/`)) return handler.handle(event.request)
    warnOnce(origin, handler.appOrigin)

    const resolved = await handler.resolve(event.request)
    const { auth } = resolved
    const state: RequestState = { handler, options: current, cookies: [resolved.cookies] }
    setLocals(event, auth, state)
    let response: Response | undefined
    try {
      const branded = linkBrand(current.brand, handler.basePath)
      response = guard(event, current.guard, handler) ?? (await resolve(event, branded))
    } finally {
      // A redirect thrown by a guard or a later hook is answered by Kit, which adds its own cookies only.
      if (response === undefined) leaveCookies(event, await allCookies(state.cookies)())
    }
    // A slow page must not bring back a session that was signed out or refreshed in the meantime.
    const cookies = await allCookies(state.cookies)()
    const isCacheable =
      auth.status === 'signed-out' && !auth.isBearer && cookies.length === 0 && !state.isPersonal
    // Not left to Kit, which breaks on the headers of `Response.redirect()`, and on a later hook's own response.
    return isCacheable ? response : personalResponse(response, cookies, auth)
  }

  const init = () => {
    if (building || typeof options === 'function') return
    // A setting that is missing stops the server here, not at the first visitor. The keys may arrive later.
    void handlerFor(settingsFor()).warm()
  }
  return { handle, init }
}

/** Lets the request through, throws, or responds where Kit would lose a part of what is thrown. */
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

/** The settings of a request: read once where they are an object, and its guard checked whenever they are made. */
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
 * A page that is prerendered may link to our routes: they exist, and there is nothing to write. A page that is not
 * public is not built, because nobody would be asked who they are.
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
  // Kit asks for every page that is linked; this is how it says that one is not prerendered.
  if (response.status === 204) return response
  try {
    const settings = settingsOfBuild(event, settingsFor)
    if (settings.guard !== undefined) demandPublic(event, settings.guard, addressOf(settings))
    return response
  } catch (error) {
    // Kit lets an app ignore pages that fail (`handleHttpError`). This ends the build in any case, in these words.
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
      `The route ${event.route.id} is prerendered (prerender), and its rule cannot be told: the function given to latchkey() failed without a request. Return the \`guard\` without reading the platform while \`building\` of $app/env is true.`,
      { option: 'guard', cause },
    )
  }
}

/** Sets cookies in Kit's way, so that they survive a redirect or an error that is thrown. */
function leaveCookies(event: RequestEvent, cookies: readonly SetCookie[]): void {
  try {
    for (const { name, value, ...attributes } of cookies) {
      // Sealed values are cookie-safe already; encoding them would change them.
      event.cookies.set(name, value, { ...attributes, encode: (text) => text })
    }
  } catch {
    // The page was rendered already, and Kit takes no more. The next request finds the same renewed session.
  }
}

/** Kit compares the origin of a form with its own, which has to be the app's. */
function createOriginWarning(): (own: string, appOrigin: string) => void {
  let hasWarned = false
  return (own, appOrigin) => {
    if (hasWarned || own === appOrigin) return
    hasWarned = true
    console.warn(
      `latchkey: the app takes itself for ${own}, but its origin is ${appOrigin}. Kit refuses the forms of another origin: ${originFix(appOrigin)}.`,
    )
  }
}

const originFix = (origin: string): string =>
  VERSION.startsWith('2.')
    ? `with adapter-node, start it with ORIGIN=${origin}`
    : `build with paths.origin = '${origin}' (adapter-node has no ORIGIN variable and assumes https)`
