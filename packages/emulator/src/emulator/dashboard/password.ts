import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

/** From one address, so that other visitors cannot lock the owner out. */
const MOST_FAILURES = 20
/** From all addresses together. */
const MOST_FAILURES_OF_ALL = 1_000
const WINDOW_MS = 60_000

/** Asks for the dashboard's password in the browser's own dialog. Any username is accepted. */
export function requirePassword(password: string): MiddlewareHandler {
  const expected = digest(password)
  let failures: { at: number; from: string | undefined }[] = []
  return async (c, next) => {
    const now = performance.now()
    const from: string | undefined = c.env?.incoming?.socket.remoteAddress
    failures = failures.filter(({ at }) => at > now - WINDOW_MS)
    const own = failures.filter((failure) => failure.from === from)
    const isOver = own.length >= MOST_FAILURES || failures.length >= MOST_FAILURES_OF_ALL
    const given = /^Basic ([\w+/=]+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const headers = { 'Cache-Control': 'no-store' }
    if (isOver && given !== undefined) {
      return c.text('Too many attempts. Wait a minute.', 429, { ...headers, 'Retry-After': '60' })
    }
    const [, ...rest] = Buffer.from(given ?? '', 'base64')
      .toString()
      .split(':')
    if (given !== undefined && timingSafeEqual(digest(rest.join(':')), expected)) return next()
    if (given !== undefined) failures.push({ at: now, from })
    return c.text('Enter the dashboard password.', 401, {
      ...headers,
      'WWW-Authenticate': 'Basic realm="Latchkey dashboard", charset="UTF-8"',
    })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
