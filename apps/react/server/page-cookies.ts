import { allCookies, type PendingCookies, personalResponse } from '@latchkey/core/server'
import { createMiddleware } from 'hono/factory'

/** What a page's handler finds in `c.var`. */
export interface PageCookies {
  Variables: {
    /** Of the calls behind the page, in their order. */
    cookies: PendingCookies[]
  }
}

/** Sends the cookies of what a page has asked for, once it is ready, whatever is answered. */
export const sendCookies = createMiddleware<PageCookies>(async (c, next) => {
  c.set('cookies', [])
  await next()
  c.res = personalResponse(c.res, await allCookies(c.var.cookies)())
})
