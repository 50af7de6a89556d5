import type { Auth } from './auth.ts'
import type { SetCookie } from './cookie.ts'

/**
 * Returns the cookies to add to a response. Call it last, when the response is ready: there are none if the session was signed
 * out or refreshed again in the meantime. Never throws. It calls only the coordinator, and only if there is a refreshed session
 * to send.
 */
export type PendingCookies = () => Promise<readonly SetCookie[]>

/** Cookies that are already known, or a function that returns them when the response is ready. */
export type CookiesToSet = readonly SetCookie[] | PendingCookies

/** For a response without cookies. */
export const NO_COOKIES: PendingCookies = async () => []

/** Combines several of these functions, in order. */
export const allCookies =
  (pending: readonly PendingCookies[]): PendingCookies =>
  async () =>
    (await Promise.all(pending.map((cookies) => cookies()))).flat()

/** The session of a request, and the cookies for its response. */
export interface Resolved {
  auth: Auth
  /** Whether there were cookies to send when the request was resolved. */
  hasCookies: boolean
  /** Returns the cookies to add to the response. Call it when the response is ready. */
  cookies: PendingCookies
}

/** @param isSuperseded Whether newer cookies have replaced these in the meantime. Default: never. */
export const resolvedWith = (
  auth: Auth,
  cookies: readonly SetCookie[] = [],
  isSuperseded: () => Promise<boolean> = async () => false,
): Resolved => ({
  auth,
  hasCookies: cookies.length > 0,
  cookies: async () => ((await isSuperseded()) ? [] : cookies),
})
