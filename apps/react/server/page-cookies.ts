import type { SetCookie } from '@latchkey/core/server'
import { serializeCookie } from '@latchkey/core/server'
import { createMiddleware } from 'hono/factory'

/** What a page's handler finds in `c.var`. */
export interface PageCookies {
  Variables: {
    /** What the calls behind the page want set, in their order: cookies, or whole `Set-Cookie` lines. */
    cookies: (SetCookie | string)[]
  }
}

/** Sends the cookies that gathered while a page was made, whatever is answered. Of several for one name the last. */
export const sendCookies = createMiddleware<PageCookies>(async (c, next) => {
  c.set('cookies', [])
  await next()
  const lines = c.var.cookies.map((one) => (typeof one === 'string' ? one : serializeCookie(one)))
  const byName = new Map(lines.map((line) => [line.split('=', 1)[0], line]))
  for (const line of byName.values()) c.header('set-cookie', line, { append: true })
})
