import type { Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import { CROSS_ORIGIN, guardRequirement, readRequirement, refusalResponse } from '@latchkey/core/server'
import { guards } from './guards.ts'
import { type GuardContext, requestAuthIn } from './request-auth.ts'

/** Loaders and actions for signed-in users only. */
export interface AuthedFunctions {
  /**
   * Creates a loader. Browsers can request the data of one route without its parent routes, so every loader must check the
   * session. `run` receives the arguments of a loader, and then the signed-in user.
   */
  loader<Args extends GuardContext, Result>(
    run: (args: Args, auth: SignedIn) => Result | Promise<Result>,
  ): (args: Args) => Promise<Result>
  /**
   * Creates an action. React Router checks the origin of forms that are posted to pages, but not to resource routes. This
   * refuses requests from other sites on both.
   */
  action<Args extends GuardContext, Result>(
    run: (args: Args, auth: SignedIn) => Result | Promise<Result>,
  ): (args: Args) => Promise<Result>
}

/** Loaders and actions for signed-in users only. */
export interface Authed extends AuthedFunctions {
  /**
   * The same, only for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for an empty requirement.
   */
  with(requirement: Requirement, options?: RequireOptions): AuthedFunctions
}

const functionsFor = (requirement: Requirement, options?: RequireOptions): AuthedFunctions => ({
  loader: (run) => async (args) => run(args, guards.requireAccess(args, requirement, options)),
  action: (run) => async (args) => {
    if (!requestAuthIn(args).handler.isSameOrigin(args.request)) throw refusalResponse(CROSS_ORIGIN)
    return run(args, guards.requireAccess(args, requirement, options))
  },
})

/** Loaders and actions for signed-in users only: `export const loader = authed.loader((args, { user }) => …)`. */
export const authed: Authed = {
  ...functionsFor({}),
  with(requirement, options = {}) {
    readRequirement(guardRequirement(requirement, options), 'authed.with')
    return functionsFor(requirement, options)
  },
}
