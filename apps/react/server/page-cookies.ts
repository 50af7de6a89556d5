import { allCookies, type PendingCookies, personalResponse } from '@latchkey/core/server'
import { createMiddleware } from 'hono/factory'

/** The variables in `c.var` for the handler of a page. */
export interface PageCookies {
  Variables: {
    /** The cookies of the page's calls, in order. */
    cookies: PendingCookies[]
  }
}

/** Adds the cookies of a page's calls to its response, even if the response is an error. */
export const sendCookies = createMiddleware<PageCookies>(async (c, next) => {
  c.set('cookies', [])
  await next()
  c.res = personalResponse(c.res, await allCookies(c.var.cookies)())
})
