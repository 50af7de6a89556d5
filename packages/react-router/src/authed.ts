import type { Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import { CROSS_ORIGIN, guardRequirement, readRequirement, refusalResponse } from '@latchkey/core/server'
import { guards } from './guards.ts'
import { type GuardContext, requestAuthIn } from './request-auth.ts'

/** Loaders and actions that only signed-in users reach. */
export interface AuthedFunctions {
  /**
   * A loader. Browsers can ask for the data of one route without that of the routes around it, so each checks by itself.
   * `run` gets what a loader gets, and then the signed-in user.
   */
  loader<Args extends GuardContext, Result>(
    run: (args: Args, auth: SignedIn) => Result | Promise<Result>,
  ): (args: Args) => Promise<Result>
  /**
   * An action. React Router checks where the forms of pages come from, but not what is posted to resource routes: this
   * refuses requests by other sites on both.
   */
  action<Args extends GuardContext, Result>(
    run: (args: Args, auth: SignedIn) => Result | Promise<Result>,
  ): (args: Args) => Promise<Result>
}

/** Loaders and actions that only signed-in users reach. */
export interface Authed extends AuthedFunctions {
  /**
   * The same for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for a requirement that says nothing.
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

/** Loaders and actions that only signed-in users reach: `export const loader = authed.loader((args, { user }) => …)`. */
export const authed: Authed = {
  ...functionsFor({}),
  with(requirement, options = {}) {
    readRequirement(guardRequirement(requirement, options), 'authed.with')
    return functionsFor(requirement, options)
  },
}
