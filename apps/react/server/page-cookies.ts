import { allCookies, type PendingCookies, personalResponse } from '@latchkey/core/server'
import { createMiddleware } from 'hono/factory'

/** What a page's handler finds in `c.var`. */
export interface PageCookies {
  Variables: {
    /** Of the calls behind the page, in their order. */
    cookies: PendingCookies[]
  }
}

/** Adds the cookies of a page's requests when the response is ready, whatever it is. */
export const sendCookies = createMiddleware<PageCookies>(async (c, next) => {
  c.set('cookies', [])
  await next()
  c.res = personalResponse(c.res, await allCookies(c.var.cookies)())
})
