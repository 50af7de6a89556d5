/**
 * The session and guards for `getServerSideProps` and the API routes of the Pages Router. The settings come from the
 * environment.
 *
 * @module @latchkey/next/pages
 */

import type { FlowKind, FlowPayload, SessionPayload } from '@latchkey/core'
import { keepPersonal } from '@latchkey/core/node'
import { type Auth, serializeCookie, sessionPayload } from '@latchkey/core/server'
import { getInitialFlow } from '@latchkey/react/server'
import type { LatchkeyOptions } from './handler.ts'
import { createPagesAuthed, createPagesGuards, type PagesAuthed, type PagesGuards } from './pages-authed.ts'
import { createPagesRequest, type PagesContext } from './pages-request.ts'

export {
  AccessRefusedError,
  type Auth,
  type Requirement,
  type RequireOptions,
  type SignedIn,
  type SignedInToOrganization,
} from '@latchkey/core/server'
export type { LatchkeyOptions } from './handler.ts'
export type { PagesAuthed, PagesAuthedFunctions, PagesGuards } from './pages-authed.ts'
export type { PagesContext } from './pages-request.ts'

/** Everything that pages and API routes need from Latchkey, bound to one set of options. */
export interface LatchkeyPages extends PagesGuards {
  /**
   * The session of a request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. Takes the argument of
   * `getServerSideProps`, or `{ req, res }` of an API route. Refreshes an expired session, once per request, and keeps the
   * user's response out of caches.
   */
  auth(context: PagesContext): Promise<Auth>
  /** Pages and API routes for signed-in users only. */
  authed: PagesAuthed
  /** The session for `<AuthProvider initialAuth>`, an allow-list without tokens; `null` if the page must request it. */
  readAuth(context: PagesContext): Promise<SessionPayload | null>
  /**
   * The flow for `<SignIn initialFlow>` and the other flow components; `null` if the page must request it. With it, every step
   * works without JavaScript.
   */
  readFlow(context: PagesContext, kind: FlowKind): Promise<FlowPayload | null>
}

/**
 * Binds everything to your options. Without options, the package's own exports do the same.
 *
 * ```ts
 * // auth.ts
 * export const { auth, authed } = latchkey({ organizationPath: '/organizations' })
 * ```
 */
export function latchkey(options: LatchkeyOptions = {}): LatchkeyPages {
  const requestOf = createPagesRequest(options)
  const guards = createPagesGuards(requestOf, options.organizationPath)
  return {
    ...guards,
    auth: async (context) => (await requestOf(context)).auth,
    authed: createPagesAuthed(requestOf, guards),
    async readAuth(context) {
      const { auth, handler } = await requestOf(context)
      return sessionPayload(auth, handler.clock.now()) ?? null
    },
    async readFlow(context, kind) {
      const { handler, request } = await requestOf(context)
      const { headers, url } = request
      const { value, cookies } = await getInitialFlow(handler, new Request(url, { headers }), kind)
      // A step contains data of a user who has not been authenticated yet.
      keepPersonal(context.res)
      for (const cookie of await cookies()) context.res.appendHeader('set-cookie', serializeCookie(cookie))
      // Props must be JSON, and Next refuses undefined values.
      return value === undefined ? null : JSON.parse(JSON.stringify(value))
    },
  }
}

const ofEnvironment: LatchkeyPages = latchkey()

/**
 * The session of a request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. Takes the argument of
 * `getServerSideProps`, or `{ req, res }` of an API route. Refreshes an expired session, once per request, and keeps the user's
 * response out of caches.
 */
export const auth: LatchkeyPages['auth'] = ofEnvironment.auth
/** Pages and API routes for signed-in users only. */
export const authed: PagesAuthed = ofEnvironment.authed
/**
 * Returns the signed-in user. Visitors are redirected to the sign-in page and back. Call it inside `authed.props` and
 * `authed.api`, like all guards.
 */
export const requireUser: PagesGuards['requireUser'] = ofEnvironment.requireUser
/** Returns the signed-in user with an active organization: any, or the one with the given id. */
export const requireOrganization: PagesGuards['requireOrganization'] = ofEnvironment.requireOrganization
/** Returns the signed-in user with a role, or with one of several roles. */
export const requireRole: PagesGuards['requireRole'] = ofEnvironment.requireRole
/** Returns the signed-in user with a permission, or with all of several permissions. */
export const requirePermission: PagesGuards['requirePermission'] = ofEnvironment.requirePermission
/** Returns the signed-in user who meets a whole requirement. */
export const requireAccess: PagesGuards['requireAccess'] = ofEnvironment.requireAccess
/** The session for `<AuthProvider initialAuth>`, so that a page shows the user before any script has run. */
export const readAuth: LatchkeyPages['readAuth'] = ofEnvironment.readAuth
/** The flow for `<SignIn initialFlow>` and the other flow components, so that every step works without JavaScript. */
export const readFlow: LatchkeyPages['readFlow'] = ofEnvironment.readFlow
