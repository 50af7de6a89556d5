import type { Requirement } from '@latchkey/core/server'
import type { RouteId } from '$app/types'

/** Who can open a route: everyone, every signed-in user, or users who meet a {@link Requirement}. */
export type Rule = 'public' | 'signed-in' | Requirement

/** Rules of the whole app, decided in `handle`. */
export interface GuardOptions {
  /**
   * For routes without a rule. `signed-in` denies by default; the pages of the flows stay open, and an address without
   * a route is a 404 for everyone.
   */
  default: 'public' | 'signed-in'
  /**
   * By route id, groups included: `'/(app)/account'` for one, `'/(app)/*'` for all below. The longest wins.
   * A route that is prerendered (`prerender`) has to be `public`, or the build fails: nothing is asked for a file.
   */
  routes?: Partial<Record<RouteId | Below<RouteId> | '/*', Rule>>
  /**
   * For remote functions. Rules of routes are never asked for a call by script, because its route is whatever the
   * sender claims; a plain form meets this one and that of the page it is posted to. `per-function` leaves it to a
   * guard inside each. Default: `signed-in` if `default` is.
   */
  remote?: 'signed-in' | 'per-function'
}

/** `…/*` for each folder on the way to a route, groups included. */
type Below<Id extends string, Above extends string = ''> = Id extends '/'
  ? '/*'
  : Id extends `/${infer Folder}/${infer Rest}`
    ? `${Above}/${Folder}/*` | Below<`/${Rest}`, `${Above}/${Folder}`>
    : `${Above}${Id}/*`
