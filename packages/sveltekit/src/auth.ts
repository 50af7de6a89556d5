import type { SessionPayload } from '@latchkey/core'
import type { Brand } from '@latchkey/core/brand'
import type { AuthHandler, PendingCookies, Resolved, SignedIn, SignedOut, Stale } from '@latchkey/core/server'
import { sessionPayload } from '@latchkey/core/server'
import type { RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { building } from '$app/env'
import { getRequestEvent } from '$app/server'
import type { LatchkeyOptions } from './settings.ts'

/** There is a session, but the API could not be reached to confirm it. Its cookie is kept. */
export interface Unavailable extends Omit<Stale, 'status'> {
  status: 'unavailable'
}

/** Who sent the request. `auth.user` narrows: it is `undefined` for visitors who are not signed in. */
export type Auth = SignedIn | SignedOut | Unavailable

/** {@link Auth} as a page may know it: an allow-list without tokens. */
export type AuthData = (SessionPayload | { status: 'unavailable'; retryAfterSeconds?: number }) & {
  /** The option `brand` of the hook, for components. */
  brand?: Brand
}

declare global {
  namespace App {
    interface Locals {
      /** Set by the `latchkey` hook; absent before it. `getAuth()` is never absent: it throws. */
      auth?: Auth
    }
    interface PageData {
      /** From `authData()` in the root layout. */
      auth?: AuthData
    }
  }
}

/** Nobody: for pages that are prerendered, which belong to no visitor. */
export const SIGNED_OUT: SignedOut = Object.freeze({ status: 'signed-out', user: undefined, reason: 'none' })

/**
 * What the browser may know of the session, for the root layout:
 * `export const load = (event) => ({ auth: authData(event) })`.
 *
 * Asked again at each navigation, so that the server sees every page change and its guards decide it, also for
 * pages without a server `load` of their own.
 */
export function authData(event: Pick<ServerLoadEvent, 'locals' | 'depends' | 'url'>): AuthData {
  // What `refreshAuth` of the client entry asks for again.
  event.depends('latchkey:auth')
  // Reading it is what makes Kit ask again when it changes.
  void event.url.pathname
  const { brand } = states.get(event.locals)?.options ?? {}
  const known = { ...publicAuth(getAuth(event)), ...(brand && { brand }) }
  // Older than anything that a browser knows: a page prerendered tells nothing about its visitor.
  return building && known.status === 'signed-out' ? { ...known, rev: 0 } : known
}

/** Who sent the request. @throws {Error} when the `latchkey` hook has not run: closed, never open. */
export function getAuth(event: Pick<RequestEvent, 'locals'> = getRequestEvent()): Auth {
  const { auth } = event.locals
  if (auth === undefined) throw missingHook()
  return auth
}

/** The allow-list itself. */
export function publicAuth(auth: Auth): AuthData {
  const payload = sessionPayload(verdictOf(auth), Date.now())
  return payload ?? { status: 'unavailable', retryAfterSeconds: (auth as Unavailable).retryAfterSeconds }
}

/** Core's verdict, of this package's word for it. */
export const verdictOf = (auth: Auth): Resolved['auth'] =>
  auth.status === 'unavailable' ? { ...auth, status: 'stale' } : auth

/** What one request knows besides `locals.auth`. */
export interface RequestState {
  handler: AuthHandler
  options: LatchkeyOptions
  /** Cookies that the response takes along, asked for when it is ready; of several with one name the last counts. */
  cookies: PendingCookies[]
  /** Whether the response is this visitor's, signed in or not: a step of a flow, a token in the address. */
  isPersonal?: boolean
  /** Headers that a guard's refusal has, where Kit loses them. */
  refusalHeaders?: Readonly<Record<string, string>>
}

// Kit copies the event at every hook, action and remote call; `locals` is the one object that stays.
const states = new WeakMap<App.Locals, RequestState>()

/** Makes a request known to guards and actions, with core's verdict in this package's words. */
export function setLocals(event: RequestEvent, auth: Resolved['auth'], state?: RequestState): void {
  event.locals.auth = auth.status === 'stale' ? { ...auth, status: 'unavailable' } : auth
  if (state !== undefined) states.set(event.locals, state)
}

/** The state of a request, if our hook has seen it. */
export const findState = (event: RequestEvent): RequestState | undefined => states.get(event.locals)

/** @throws {Error} when our hook has not seen the request: closed, never open. */
export function stateOf(event: RequestEvent): RequestState {
  const state = states.get(event.locals)
  if (state === undefined) throw missingHook()
  return state
}

/** What to tell a developer whose hook is missing or comes too late. */
const missingHook = (): Error =>
  new Error(
    'Nothing is known about this request. Export `handle` of `latchkey()` from src/hooks.server.ts, and put it before any hook that asks who is signed in.',
  )
