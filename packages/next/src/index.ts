/**
 * Who is signed in, and guards, for the server side of the App Router. The settings come from the environment.
 *
 * @module @latchkey/next
 */

import type { Authed } from './authed.ts'
import type { Guards } from './guards.ts'
import { type Latchkey, latchkey } from './latchkey.ts'
import type { Reads } from './reads.ts'

export {
  AccessRefusedError,
  type Auth,
  type Requirement,
  type RequireOptions,
  type SignedIn,
  type SignedInToOrganization,
} from '@latchkey/core/server'
export type { Authed, AuthedFunctions } from './authed.ts'
export type { Guards } from './guards.ts'
export type { LatchkeyOptions } from './handler.ts'
export type { Handlers } from './handlers.ts'
export { type Latchkey, latchkey } from './latchkey.ts'
export type { Reads, RequestContext, SearchParams } from './reads.ts'
export type { ProxyFunction } from './with-latchkey.ts'

const ofEnvironment: Latchkey = latchkey()

/**
 * Who sent the request that is being answered: `signed-in`, `signed-out`, or `stale` where that cannot be checked right
 * now. Works in server components, server actions, route handlers and `generateMetadata`, is computed once in a render,
 * and refreshes nothing.
 *
 * @throws {ConfigError} `auth_in_cached_scope` inside `'use cache'` and `unstable_cache()`.
 */
export const auth: Latchkey['auth'] = ofEnvironment.auth
/** Server functions and route handlers that only signed-in users reach. */
export const authed: Authed = ofEnvironment.authed
/** The signed-in user; visitors sign in and come back. */
export const requireUser: Guards['requireUser'] = ofEnvironment.requireUser
/** The signed-in user, with an organization open: any, or the one of an id. */
export const requireOrganization: Guards['requireOrganization'] = ofEnvironment.requireOrganization
/** The signed-in user, who has a role, or one of several. */
export const requireRole: Guards['requireRole'] = ofEnvironment.requireRole
/** The signed-in user, who has a permission, or all of several. */
export const requirePermission: Guards['requirePermission'] = ofEnvironment.requirePermission
/** The signed-in user, who meets a whole requirement. */
export const requireAccess: Guards['requireAccess'] = ofEnvironment.requireAccess
/** The session for `<AuthProvider initialAuth>`, so that a page shows who is signed in before any script has run. */
export const readAuth: Reads['readAuth'] = ofEnvironment.readAuth
/** The flow for `<SignIn initialFlow>` and its siblings, so that every step works without JavaScript. */
export const readFlow: Reads['readFlow'] = ofEnvironment.readFlow
/** The request that is being answered, for functions of `@latchkey/core/server` that take one. */
export const requestContext: Reads['requestContext'] = ofEnvironment.requestContext
