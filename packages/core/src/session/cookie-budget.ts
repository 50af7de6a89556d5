import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie, readCookies } from './cookie.ts'

/**
 * The maximum number of characters that all cookies of this app take in a `Cookie` header. nginx and other servers
 * refuse a header line of more than 8 kB before any handler runs, which would also make signing out impossible. The
 * rest is for the app's other cookies.
 */
const BUDGET = 7_600
/** The part of the budget for a session. The rest is for an unfinished sign-in. */
export const SESSION_BUDGET = 5_800
/** The part for a session with tokens of other organizations. Leaves room for several unfinished sign-ins. */
export const SESSION_BUDGET_WITH_OTHERS = 4_800

/** The name of an unfinished sign-in's cookie continues with this suffix and its id. */
export const FLOW = 'flow-'
/** An id begins with the time, so that sorting by name puts the oldest first. */
export const FLOW_ID = /^[0-9a-z]{7}[\w-]{12}$/

/** The size of a cookie in a header, including the separators. */
export const sizeOf = (name: string, value: string) => name.length + value.length + 3

const isOwn = ({ prefix, name }: CookieScope, cookie: string) =>
  cookie.startsWith(prefix) || cookie.startsWith(`${name}-`)

/** The values of this app's cookies in a request, by name. */
function ownCookies(scope: CookieScope, header: string | null): Map<string, string[]> {
  return new Map([...readCookies(header, '')].filter(([name]) => isOwn(scope, name)))
}

const total = (cookies: ReadonlyMap<string, readonly string[]>) =>
  [...cookies].reduce(
    (sum, [name, values]) => sum + values.reduce((size, value) => size + sizeOf(name, value), 0),
    0,
  )

/** The part of the budget that is left for an unfinished sign-in. */
export function roomForFlow(scope: CookieScope, header: string | null): number {
  const others = [...ownCookies(scope, header)].filter(([name]) => !name.startsWith(scope.prefix + FLOW))
  return BUDGET - total(new Map(others))
}

/**
 * Returns the cookies of a response. If all cookies of this app would exceed their budget, it adds cookies that delete
 * the oldest unfinished sign-ins. Cookies that the response sets are kept.
 *
 * @param header The request's `Cookie` header.
 */
export function withinBudget(
  scope: CookieScope,
  header: string | null,
  cookies: readonly SetCookie[],
): readonly SetCookie[] {
  if (cookies.length === 0) return cookies
  const jar = ownCookies(scope, header)
  const set = new Set<string>()
  for (const { name, value, maxAge } of cookies) {
    if (maxAge === 0) jar.delete(name)
    else jar.set(name, [value])
    set.add(name)
  }
  const start = scope.prefix + FLOW
  const flows = [...jar.keys()]
    .filter((name) => name.startsWith(start) && FLOW_ID.test(name.slice(start.length)) && !set.has(name))
    .sort()
  const dropped: SetCookie[] = []
  while (total(jar) > BUDGET && flows.length > 0) {
    const oldest = flows.shift() as string
    jar.delete(oldest)
    dropped.push(ownCookie(scope, oldest.slice(scope.prefix.length), '', 0))
  }
  return dropped.length === 0 ? cookies : [...cookies, ...dropped]
}
