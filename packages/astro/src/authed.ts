import type { Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import { AccessStopped, CROSS_ORIGIN, guardRequirement, readRequirement } from '@latchkey/core/server'
import { guards } from './guards.ts'
import { type GuardContext, requestState } from './request-state.ts'

/** Actions and endpoints for signed-in users only. */
export interface AuthedFunctions {
  /**
   * Creates the `handler` of an action. Browsers can post an action to any page, so page guards do not protect it: every action
   * must check the session. `run` receives the input, the signed-in user, and the context of the action. For everyone else it
   * does what the guards do. Requests from other sites are refused.
   */
  action<Input, Result, Context extends GuardContext>(
    run: (input: Input, auth: SignedIn, context: Context) => Result | Promise<Result>,
  ): (input: Input, context: Context) => Promise<Result>
  /**
   * Creates an endpoint: `export const GET = authed.route((context, { user }) => …)`. State-changing requests from other sites
   * are refused; Astro itself checks only forms.
   */
  route<Context extends GuardContext>(
    run: (context: Context, auth: SignedIn) => Response | Promise<Response>,
  ): (context: Context) => Promise<Response>
}

/** Actions and endpoints for signed-in users only. */
export interface Authed extends AuthedFunctions {
  /**
   * The same, only for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for an empty requirement.
   */
  with(requirement: Requirement, options?: RequireOptions): AuthedFunctions
}

function functionsFor(requirement: Requirement, options?: RequireOptions): AuthedFunctions {
  const pass = (context: GuardContext): SignedIn => {
    const state = requestState(context)
    if (state.handler.isSameOrigin(state.request)) return guards.requireAccess(context, requirement, options)
    state.stopped = new AccessStopped(CROSS_ORIGIN)
    throw state.stopped
  }
  return {
    action: (run) => async (input, context) => run(input, pass(context), context),
    route: (run) => async (context) => run(context, pass(context)),
  }
}

/** Actions and endpoints for signed-in users only: `handler: authed.action((input, { user }) => …)`. */
export const authed: Authed = {
  ...functionsFor({}),
  with(requirement, options = {}) {
    readRequirement(guardRequirement(requirement, options), 'authed.with')
    return functionsFor(requirement, options)
  },
}
