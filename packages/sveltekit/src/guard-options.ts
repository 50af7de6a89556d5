import type { Requirement } from '@latchkey/core/server'
import type { RouteId } from '$app/types'

/** Who can open a route: everyone, every signed-in user, or users who meet a {@link Requirement}. */
export type Rule = 'public' | 'signed-in' | Requirement

/** Rules for the whole app, applied in `handle`. */
export interface GuardOptions {
  /**
   * The rule for routes without one. `signed-in` denies by default. The pages of the flows stay open, and a URL without a route
   * returns 404 for everyone.
   */
  default: 'public' | 'signed-in'
  /**
   * Rules by route id, including groups: `'/(app)/account'` for one route, `'/(app)/*'` for all routes below. The longest match
   * wins. A prerendered route (`prerender`) must be `public`, or the build fails, because files are served without a check.
   */
  routes?: Partial<Record<RouteId | Below<RouteId> | '/*', Rule>>
  /**
   * The rule for remote functions. Rules of routes do not apply to calls from JavaScript, because the sender can claim any
   * route; a plain form must meet this rule and that of the page it is posted to. `per-function` leaves the check to a guard
   * inside each function. Default: `signed-in` if `default` is `signed-in`.
   */
  remote?: 'signed-in' | 'per-function'
}

/** `…/*` for each parent folder of a route, including groups. */
type Below<Id extends string, Above extends string = ''> = Id extends '/'
  ? '/*'
  : Id extends `/${infer Folder}/${infer Rest}`
    ? `${Above}/${Folder}/*` | Below<`/${Rest}`, `${Above}/${Folder}`>
    : `${Above}${Id}/*`
