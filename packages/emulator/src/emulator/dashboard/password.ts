import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

const MOST_FAILURES = 20
const WINDOW_MS = 60_000

/** Asks for the dashboard's password in the browser's own dialog. Any username is accepted. */
export function requirePassword(password: string): MiddlewareHandler {
  const expected = digest(password)
  let failures: number[] = []
  return async (c, next) => {
    const now = performance.now()
    failures = failures.filter((at) => at > now - WINDOW_MS)
    const given = /^Basic ([\w+/=]+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const headers = { 'Cache-Control': 'no-store' }
    if (failures.length >= MOST_FAILURES && given !== undefined) {
      return c.text('Too many attempts. Wait a minute.', 429, { ...headers, 'Retry-After': '60' })
    }
    const [, ...rest] = Buffer.from(given ?? '', 'base64')
      .toString()
      .split(':')
    if (given !== undefined && timingSafeEqual(digest(rest.join(':')), expected)) return next()
    if (given !== undefined) failures.push(now)
    return c.text('Enter the dashboard password.', 401, {
      ...headers,
      'WWW-Authenticate': 'Basic realm="Latchkey dashboard", charset="UTF-8"',
    })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
