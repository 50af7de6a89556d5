import type { Auth } from './auth.ts'
import type { SetCookie } from './cookie.ts'

/** Who sent a request, and the cookies that its response takes along. */
export interface Resolved {
  auth: Auth
  /** Whether there were cookies to send when the request was resolved. */
  hasCookies: boolean
  /**
   * The cookies to add to the response. Call it last, when the response is ready: there are none left if the user has
   * signed out, or the session was refreshed again, while the response was being made. Never throws. It asks only the
   * coordinator, and only if there is a refreshed session to send.
   */
  cookies: () => Promise<readonly SetCookie[]>
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
