import type { Auth } from './auth.ts'
import type { SetCookie } from './cookie.ts'

/**
 * The cookies to add to a response. Call it last, when the response is ready: there are none of a session that has been
 * signed out, or refreshed again, while the response was being made. Never throws. It asks only the coordinator, and only
 * if there is a refreshed session to send.
 */
export type PendingCookies = () => Promise<readonly SetCookie[]>

/** Cookies that are known, or asked for when the response is ready. */
export type CookiesToSet = readonly SetCookie[] | PendingCookies

/** For a response that sets none. */
export const NO_COOKIES: PendingCookies = async () => []

/** Several in one, in their order. */
export const allCookies =
  (pending: readonly PendingCookies[]): PendingCookies =>
  async () =>
    (await Promise.all(pending.map((cookies) => cookies()))).flat()

/** Who sent a request, and the cookies that its response takes along. */
export interface Resolved {
  auth: Auth
  /** Whether there were cookies to send when the request was resolved. */
  hasCookies: boolean
  /** The cookies to add to the response: call it when the response is ready. */
  cookies: PendingCookies
}

/** @param isSuperseded Whether something that came later has withdrawn the cookies. Default: nothing does. */
export const resolvedWith = (
  auth: Auth,
  cookies: readonly SetCookie[] = [],
  isSuperseded: () => Promise<boolean> = async () => false,
): Resolved => ({
  auth,
  hasCookies: cookies.length > 0,
  cookies: async () => ((await isSuperseded()) ? [] : cookies),
})
