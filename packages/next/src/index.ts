/**
 * The session and guards for the server side of the App Router. Settings are read from environment variables.
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
 * The session of the current request: `signed-in`, `signed-out`, or `stale` if it cannot be checked right now. Works in server
 * components, server actions, route handlers and `generateMetadata`. It is read once per render, and never refreshed.
 *
 * @throws {ConfigError} `auth_in_cached_scope` inside `'use cache'` and `unstable_cache()`.
 */
export const auth: Latchkey['auth'] = ofEnvironment.auth
/** Server functions and route handlers for signed-in users only. */
export const authed: Authed = ofEnvironment.authed
/** Returns the signed-in user. Visitors are redirected to the sign-in page and back. */
export const requireUser: Guards['requireUser'] = ofEnvironment.requireUser
/** Returns the signed-in user with an active organization: any, or the one with the given id. */
export const requireOrganization: Guards['requireOrganization'] = ofEnvironment.requireOrganization
/** Returns the signed-in user with a role, or with one of several roles. */
export const requireRole: Guards['requireRole'] = ofEnvironment.requireRole
/** Returns the signed-in user with a permission, or with all of several permissions. */
export const requirePermission: Guards['requirePermission'] = ofEnvironment.requirePermission
/** Returns the signed-in user who meets a whole requirement. */
export const requireAccess: Guards['requireAccess'] = ofEnvironment.requireAccess
/** The session for `<AuthProvider initialAuth>`, so that a page shows the user before any script has run. */
export const readAuth: Reads['readAuth'] = ofEnvironment.readAuth
/** The flow for `<SignIn initialFlow>` and the other flow components, so that every step works without JavaScript. */
export const readFlow: Reads['readFlow'] = ofEnvironment.readFlow
/** The current request, for functions of `@latchkey/core/server` that take one. */
export const requestContext: Reads['requestContext'] = ofEnvironment.requestContext
