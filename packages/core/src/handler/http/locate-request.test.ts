import { describe, expect, it } from 'vitest'
import type { HandlerEvent } from '../events/handler-event.ts'
import { locateRequest } from './locate-request.ts'

/** The path that a handler at `/app/auth` sees, and what it reports. The proxy may have removed `/app`. */
function located(pathname: string, prefix?: string) {
  const events: HandlerEvent[] = []
  const basePath = '/app/auth'
  const routePath = (path: string) => {
    const mount = [basePath, '/auth'].find((one) => path.startsWith(`${one}/`))
    return mount && path.slice(mount.length)
  }
  const headers = new Headers(prefix === undefined ? {} : { 'x-forwarded-prefix': prefix })
  const url = new URL(pathname, 'https://app.example.com')
  const path = locateRequest(url, headers, { basePath, routePath, emit: (event) => events.push(event) })
  return { path, events }
}

describe('the path of a request below the base path', () => {
  it.each([
    ['/app/auth/session', undefined],
    ['/app/auth/session', ''],
    ['/auth/session', '/app'],
    ['/auth/session', '/app/'],
    // Some proxies name the prefix without removing it.
    ['/app/auth/session', '/app'],
  ])('is found for %s with the prefix %s, and nothing is reported', (pathname, prefix) => {
    expect(located(pathname, prefix)).toEqual({ path: '/session', events: [] })
  })

  it('does not exist elsewhere, which is reported with the configured path', () => {
    const pathname = `/elsewhere/${'x'.repeat(300)}`
    const { path, events } = located(pathname)
    expect(path).toBeUndefined()
    expect(events).toMatchObject([
      {
        type: 'address_mismatch',
        path: pathname,
        basePath: '/app/auth',
        code: 'address_mismatch',
        expected: ['/app/auth'],
        got: pathname.slice(0, 200),
      },
    ])
  })

  it.each([
    ['/auth/session', '/other'],
    ['/app/auth/session', '/other'],
    ['/app/auth/session', '/ap'],
    ['/auth/session', '/auth'],
    ['/auth/session', `/${'x'.repeat(300)}`],
  ])('is found for %s with the wrong prefix %s, which is reported', (pathname, prefix) => {
    const { path, events } = located(pathname, prefix)
    expect(path).toBe('/session')
    expect(events).toMatchObject([
      {
        type: 'address_mismatch',
        code: 'forwarded_prefix',
        path: pathname,
        basePath: '/app/auth',
        forwardedPrefix: prefix,
        expected: ['/app/auth'],
        got: prefix.slice(0, 200),
      },
    ])
  })
})
