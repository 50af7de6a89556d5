import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie, readCookies } from './cookie.ts'

/**
 * Characters that all cookies of this app may take in a `Cookie` header. nginx and others refuse a line of more than
 * 8 kB, before any handler runs and signing out included; the rest is for the app's other cookies.
 */
const BUDGET = 7_600
/** The part of it for a session; the rest is for an unfinished sign-in. */
export const SESSION_BUDGET = 5_800
/** For a session with tokens of other organizations: leaves room for several unfinished sign-ins. */
export const SESSION_BUDGET_WITH_OTHERS = 4_800

/** The name of the cookie of an unfinished sign-in continues with this and its id. */
export const FLOW = 'flow-'
/** An id begins with its time, so that the oldest is the first in the order of names. */
export const FLOW_ID = /^[0-9a-z]{7}[\w-]{12}$/

/** What one cookie takes in a header, with what separates it from the next. */
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

/** The rest of the budget for an unfinished sign-in. */
export function roomForFlow(scope: CookieScope, header: string | null): number {
  const others = [...ownCookies(scope, header)].filter(([name]) => !name.startsWith(scope.prefix + FLOW))
  return BUDGET - total(new Map(others))
}

/**
 * The cookies of a response, and those that delete the oldest unfinished sign-ins when all cookies of this app would take
 * more than their budget. What the response sets stays.
 *
 * @param header The header of the request.
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
