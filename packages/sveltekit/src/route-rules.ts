import type { AuthHandler, Requirement } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import type { RouteId } from '$app/types'
import { requireThat } from './guards.ts'

/** Who may open a route: everybody, everybody signed in, or those who meet a {@link Requirement}. */
export type Rule = 'public' | 'signed-in' | Requirement

/** Rules of the whole app, decided in `handle`. */
export interface GuardOptions {
  /** For routes without a rule. `signed-in` denies by default; the pages of the flows stay open. */
  default: 'public' | 'signed-in'
  /** By route id, groups included: `'/(app)/account'` for one, `'/(app)/*'` for all below. The longest wins. */
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

/** Applies the app's rules to a request. Throws what the answer is for those who are not let through. */
export function enforce(
  event: RequestEvent,
  guard: GuardOptions | undefined,
  pages: AuthHandler['pages'],
): void {
  if (guard === undefined) return
  const { isRemoteRequest, request } = event
  // A plain form that names a remote function is posted to a page, whose route Kit has found by itself.
  const isRemoteForm = request.method === 'POST' && new URL(request.url).searchParams.has('/remote')
  if (!isRemoteRequest) meet(routeRule(event.route.id, guard, pages), event)
  if (isRemoteRequest || isRemoteForm) meet(remoteRule(guard), event)
}

function meet(rule: Rule, event: RequestEvent): void {
  if (rule !== 'public') requireThat(rule === 'signed-in' ? {} : rule, { event })
}

const remoteRule = (guard: GuardOptions): Rule =>
  (guard.remote ?? guard.default) === 'signed-in' ? 'signed-in' : 'public'

function routeRule(id: string | null, guard: GuardOptions, pages: AuthHandler['pages']): Rule {
  // No route: the answer is a page that says so, which shows the root layout.
  if (id === null) return guard.default
  const rules = (guard.routes ?? {}) as Record<string, Rule | undefined>
  const folders = id.split('/').map((_, index, parts) => parts.slice(0, parts.length - index))
  const key = [id, ...folders.map((parts) => `${parts.join('/')}/*`)].find((one) => Object.hasOwn(rules, one))
  if (key !== undefined) return rules[key] ?? guard.default
  // Nobody could sign in if the page to do it asked for a session. Groups are no part of a page's path.
  const path = id.replaceAll(/\/\([^)]+\)/g, '')
  return Object.values(pages).includes(path) ? 'public' : guard.default
}
