import type { SessionPayload } from '@latchkey/core'
import type { Brand } from '@latchkey/core/brand'
import type { Auth, AuthHandler, PendingCookies, SignedOut, Stale } from '@latchkey/core/server'
import { sessionPayload } from '@latchkey/core/server'
import type { RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { building } from '$app/env'
import { getRequestEvent } from '$app/server'
import type { LatchkeyOptions } from './settings.ts'

/** The part of {@link Auth} that a page can have: an allow-list without tokens. */
export type AuthData = (SessionPayload | { status: 'stale'; retryAfterSeconds?: number }) & {
  /** The hook's `brand` option, for components. */
  brand?: Brand
}

declare global {
  namespace App {
    interface Locals {
      /** Set by the `latchkey` hook; missing before the hook has run. `getAuth()` then throws. */
      auth?: Auth
    }
    interface PageData {
      /** From `authData()` in the root layout. */
      auth?: AuthData
    }
  }
}

/** No user, for prerendered pages, which are the same for all visitors. */
export const SIGNED_OUT: SignedOut = Object.freeze({ status: 'signed-out', user: undefined, reason: 'none' })

/**
 * The part of the session that the browser can have, for the root layout: `export const load = (event) => ({ auth:
 * authData(event) })`. It runs again on every navigation, so that the server sees every page change and its guards apply, also
 * for pages without their own server `load`.
 */
export function authData(event: Pick<ServerLoadEvent, 'locals' | 'depends' | 'url'>): AuthData {
  // `refreshAuth` of the client entry invalidates this.
  event.depends('latchkey:auth')
  // Reading it makes Kit run the load function again when it changes.
  void event.url.pathname
  const { brand } = states.get(event.locals)?.options ?? {}
  const known = { ...publicAuth(getAuth(event)), ...(brand && { brand }) }
  // Older than any state in a browser: a prerendered page knows nothing about its visitor.
  return building && known.status === 'signed-out' ? { ...known, rev: 0 } : known
}

/**
 * The load of the root layout: `export { authLoader as load } from '@latchkey/sveltekit'`. For one of your own:
 * `({ ...authLoader(event), … })`.
 *
 * @see authData
 */
export const authLoader = (
  event: Pick<ServerLoadEvent, 'locals' | 'depends' | 'url'>,
): { auth: AuthData } => ({
  auth: authData(event),
})

/** The session of a request. @throws {Error} if the `latchkey` hook has not run, so that a missing hook never grants access. */
export function getAuth(event: Pick<RequestEvent, 'locals'> = getRequestEvent()): Auth {
  const { auth } = event.locals
  if (auth === undefined) throw missingHook()
  return auth
}

/** The allow-list itself. */
export function publicAuth(auth: Auth): AuthData {
  const payload = sessionPayload(auth, Date.now())
  return payload ?? { status: 'stale', retryAfterSeconds: (auth as Stale).retryAfterSeconds }
}

/** The state of a request in addition to `locals.auth`. */
export interface RequestState {
  handler: AuthHandler
  options: LatchkeyOptions
  /** Cookies to add to the response when it is ready. If several have the same name, the last one counts. */
  cookies: PendingCookies[]
  /** Whether the response is for this visitor only, signed in or not: it contains a step of a flow, or a token from the URL. */
  isPersonal?: boolean
  /** The headers of a guard's refusal, where Kit loses them. */
  refusalHeaders?: Readonly<Record<string, string>>
}

// Kit copies the event for every hook, action and remote call. `locals` is the only object that stays the same.
const states = new WeakMap<App.Locals, RequestState>()

/** Makes the session available to guards and actions. */
export function setLocals(event: RequestEvent, auth: Auth, state?: RequestState): void {
  event.locals.auth = auth
  if (state !== undefined) states.set(event.locals, state)
}

/** The state of a request, if our hook has run. */
export const findState = (event: RequestEvent): RequestState | undefined => states.get(event.locals)

/** @throws {Error} if our hook has not run, so that a missing hook never grants access. */
export function stateOf(event: RequestEvent): RequestState {
  const state = states.get(event.locals)
  if (state === undefined) throw missingHook()
  return state
}

/** The error for a developer whose hook is missing or runs too late. */
const missingHook = (): Error =>
  new Error(
    'The session of this request is unknown, because the `latchkey` hook has not run. Export `handle` of `latchkey()` from src/hooks.server.ts, and put it before every hook that reads the session.',
  )
