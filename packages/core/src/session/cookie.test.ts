import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieScope, ownCookie, readCookies, serializeCookie } from './cookie.ts'
import { clearedSessionCookies, readSessionCookie, sessionCookies } from './session-cookie.ts'

const https = cookieScope(new URL('https://app.example.com'))
const http = cookieScope(new URL('http://localhost:3000'))

const header = (cookies: readonly { name: string; value: string }[]) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

describe('cookies', () => {
  it('S1 is host-bound, secure and unreadable on https', () => {
    expect(serializeCookie(ownCookie(https, 'lk-session', 'v', 60))).toBe(
      '__Host-lk-session=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it('S1 drops Secure only on a loopback http origin', () => {
    expect(serializeCookie(ownCookie(http, 'lk-session', 'v', 60))).toBe(
      'lk-session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    )
  })

  it('S1 switches to __Secure- for a domain, and refuses one that is not a parent', () => {
    const scope = cookieScope(new URL('https://app.example.com'), 'example.com')
    expect(serializeCookie(ownCookie(scope, 'x', 'v'))).toContain('__Secure-x=v; Path=/; Domain=example.com')
    for (const domain of ['evil.example', 'com', 'pp.example.com', '']) {
      expect(() => cookieScope(new URL('https://app.example.com'), domain)).toThrow(/cookieDomain/)
    }
    expect(() => cookieScope(new URL('http://localhost:3000'), 'localhost')).toThrow(/cookieDomain/)
  })

  it('S4 reads several cookies of one name in order, and nothing of another spelling', () => {
    const cookies = readCookies('a=0; __Host-x=1; __host-x=2; __Host-x=3;__Host-x.1=4', '__Host-x')
    expect([...cookies]).toEqual([
      ['__Host-x', ['1', '3']],
      ['__Host-x.1', ['4']],
    ])
  })

  it('S2 never throws for any header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readCookies(`${text}; lk=1`, 'lk')).toBeInstanceOf(Map)
      }),
    )
  })
})

describe('the session cookie', () => {
  it('S3 splits, keeps each piece below 3900 bytes, and reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15_200 }), (length) => {
        const sealed = 'x'.repeat(length)
        const cookies = sessionCookies(https, sealed, 60, [])
        expect(cookies.length).toBeLessThanOrEqual(4)
        for (const cookie of cookies) expect(cookie.name.length + cookie.value.length).toBeLessThan(3_900)
        expect(readSessionCookie(https, header(cookies)).candidates).toEqual([sealed])
      }),
    )
  })

  it('S3 names the size of a session that does not fit', () => {
    expect(() => sessionCookies(https, 'x'.repeat(15_201), 60, [])).toThrow(/15201 bytes/)
  })

  it('S3 deletes the pieces a longer session left, and reads no piece that is too many', () => {
    const long = sessionCookies(https, 'x'.repeat(9_000), 60, [])
    const names = readSessionCookie(https, header(long)).names
    const short = sessionCookies(https, 'y', 60, names)
    const deleted = short.filter((cookie) => cookie.maxAge === 0).map((cookie) => cookie.name)
    expect(deleted).toEqual(['__Host-lk-session.1', '__Host-lk-session.2'])
    const mixed = header([...short.filter((cookie) => cookie.maxAge !== 0), ...long.slice(1)])
    expect(readSessionCookie(https, mixed).candidates).toEqual(['y'])
  })

  it('S3 has no session when a piece is missing', () => {
    const [first] = sessionCookies(https, 'x'.repeat(9_000), 60, [])
    expect(readSessionCookie(https, header([first!])).candidates).toEqual([])
  })

  it('S4 offers both values of a doubled name', () => {
    expect(readSessionCookie(http, 'lk-session=a; lk-session=b').candidates).toEqual(['a', 'b'])
  })

  it('S7 clears every piece that is there, and the first in any case', () => {
    const names = clearedSessionCookies(http, ['lk-session.3']).map((cookie) => cookie.name)
    expect(names).toEqual(['lk-session', 'lk-session.3'])
  })
})
