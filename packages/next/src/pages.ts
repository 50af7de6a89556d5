/**
 * Who is signed in, and guards, for `getServerSideProps` and the API routes of the Pages Router. The settings come from the
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

/** Everything that pages and API routes need of Latchkey, bound to one set of options. */
export interface LatchkeyPages extends PagesGuards {
  /**
   * Who sent a request: `signed-in`, `signed-out`, or `stale` where that cannot be checked right now. Takes what
   * `getServerSideProps` is called with, or `{ req, res }` of an API route. Refreshes a session that has expired, once for
   * each request, and keeps the response of a user out of caches.
   */
  auth(context: PagesContext): Promise<Auth>
  /** Pages and API routes that only signed-in users reach. */
  authed: PagesAuthed
  /** The session for `<AuthProvider initialAuth>`, an allow-list without tokens; `null` where the page has to ask. */
  readAuth(context: PagesContext): Promise<SessionPayload | null>
  /**
   * The flow for `<SignIn initialFlow>` and its siblings; `null` where the page has to ask. With it, every step works
   * without JavaScript.
   */
  readFlow(context: PagesContext, kind: FlowKind): Promise<FlowPayload | null>
}

/**
 * Binds everything to options beyond the environment. Without options the package's own exports are the same.
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
      // A step tells of the user, whom nobody has proved to be yet.
      keepPersonal(context.res)
      for (const cookie of await cookies()) context.res.appendHeader('set-cookie', serializeCookie(cookie))
      // Props are JSON, and Next refuses those that are undefined.
      return value === undefined ? null : JSON.parse(JSON.stringify(value))
    },
  }
}

const ofEnvironment: LatchkeyPages = latchkey()

/**
 * Who sent a request: `signed-in`, `signed-out`, or `stale` where that cannot be checked right now. Takes what
 * `getServerSideProps` is called with, or `{ req, res }` of an API route. Refreshes a session that has expired, once for each
 * request, and keeps the response of a user out of caches.
 */
export const auth: LatchkeyPages['auth'] = ofEnvironment.auth
/** Pages and API routes that only signed-in users reach. */
export const authed: PagesAuthed = ofEnvironment.authed
/** The signed-in user; visitors sign in and come back. Within `authed.props` and `authed.api`, as all guards. */
export const requireUser: PagesGuards['requireUser'] = ofEnvironment.requireUser
/** The signed-in user, with an organization open: any, or the one of an id. */
export const requireOrganization: PagesGuards['requireOrganization'] = ofEnvironment.requireOrganization
/** The signed-in user, who has a role, or one of several. */
export const requireRole: PagesGuards['requireRole'] = ofEnvironment.requireRole
/** The signed-in user, who has a permission, or all of several. */
export const requirePermission: PagesGuards['requirePermission'] = ofEnvironment.requirePermission
/** The signed-in user, who meets a whole requirement. */
export const requireAccess: PagesGuards['requireAccess'] = ofEnvironment.requireAccess
/** The session for `<AuthProvider initialAuth>`, so that a page shows who is signed in before any script has run. */
export const readAuth: LatchkeyPages['readAuth'] = ofEnvironment.readAuth
/** The flow for `<SignIn initialFlow>` and its siblings, so that every step works without JavaScript. */
export const readFlow: LatchkeyPages['readFlow'] = ofEnvironment.readFlow
