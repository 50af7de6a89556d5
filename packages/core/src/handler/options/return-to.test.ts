import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/index.ts'
import { createReturnTo } from './return-to.ts'

const appOrigin = new URL('https://app.example.com')
const create = () =>
  createReturnTo({
    appOrigin,
    fallback: '/home',
    excluded: ['/sign-in', '/auth/sign-out', '/auth/callback'],
    allowedOrigins: ['https://docs.example.com', 'https://*.preview.example.com:8443'],
  })
const returnTo = (value: unknown) => create()(value)

describe('returnTo', () => {
  it('has a default', () => {
    expect(create().fallback).toBe('/home')
  })

  it('R1 preserves a path with its query and fragment exactly', () => {
    expect(returnTo('/a?b=1#c')).toBe('/a?b=1#c')
    expect(returnTo('https://app.example.com/a?b=%2F%2F#c')).toBe('/a?b=%2F%2F#c')
  })

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'https://evil.example',
    'http://app.example.com',
    'https://app.example.com:444',
    'https://app.example.com@evil.example',
    'https://user@app.example.com/',
    'https://app.example.com.evil.example',
    'https://evil-app.example.com',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://app.example.com/x',
    '/..//evil.example',
    '/.//evil.example',
    'https:evil.example//',
  ])('R1 resolves %j to a URL inside the app', (value) => {
    const location = returnTo(value)
    expect(new URL(location, appOrigin).origin).toBe(appOrigin.origin)
    expect(location.startsWith('//')).toBe(false)
  })

  it.each([
    '',
    ' ',
    'http://[',
    'https://:secret@app.example.com/',
    'https://user@docs.example.com/',
    'https://:secret@docs.example.com/',
    'javascript:alert(1)',
    'blob:https://docs.example.com/x',
    'ws://app.example.com/',
  ])('R1 falls back for %j', (value) => {
    expect(returnTo(value)).toBe('/home')
  })

  it('R1 keeps plain http if the app itself uses it', () => {
    const local = createReturnTo({ appOrigin: new URL('http://localhost:3000') })
    expect(local('http://localhost:3000/a')).toBe('/a')
    expect(local('https://localhost:3000/a')).toBe('/')
  })

  it('R2 does not decode encoded separators a second time', () => {
    expect(returnTo('/%2f%2fevil.example')).toBe('/%2f%2fevil.example')
    expect(returnTo('/a%0d%0aset-cookie:x=1')).toBe('/a%0d%0aset-cookie:x=1')
  })

  it.each([undefined, null, 1, true, ['/a'], { toString: () => '/a' }, `/${'a'.repeat(2048)}`])(
    'R3 falls back for %j',
    (value) => {
      expect(returnTo(value)).toBe('/home')
    },
  )

  it('R3 accepts at most 2048 characters, before and after encoding', () => {
    const longest = `/${'a'.repeat(2_048 - appOrigin.href.length)}`
    expect(returnTo(longest)).toBe(longest)
    expect(returnTo(`${longest}a`)).toBe('/home')
    expect(returnTo(`/${'ü'.repeat(1_000)}`)).toBe('/home')
    const detour = `/${'x/../'.repeat(409)}ab`
    expect(returnTo(detour)).toBe('/ab')
    expect(returnTo(`/x/..${detour}`)).toBe('/home')
  })

  it('R4 excludes a page but not paths that only begin with its path, and can exclude the root', () => {
    expect(returnTo('/sign-in/help')).toBe('/sign-in/help')
    const closed = createReturnTo({ appOrigin, fallback: '/home', excluded: ['/', '/log-in/'] })
    expect([closed('/'), closed('/?x=1'), closed('/log-in'), closed('/log-in//')]).toEqual(
      Array(4).fill('/home'),
    )
  })

  it.each(['/sign-in', '/sign-in/', '/sign-in?x=1', '/auth/sign-out', '/auth/callback#x'])(
    'R4 falls back for %s, which would cause a loop',
    (value) => {
      expect(returnTo(value)).toBe('/home')
    },
  )

  it('R5 matches a wildcard against exactly one label, with the same scheme and port', () => {
    expect(returnTo('https://docs.example.com/x')).toBe('https://docs.example.com/x')
    expect(returnTo('https://a.preview.example.com:8443/x')).toBe('https://a.preview.example.com:8443/x')
    for (const refused of [
      'https://a.b.preview.example.com:8443/',
      'https://preview.example.com:8443/',
      'https://a.preview.example.com/',
      'http://a.preview.example.com:8443/',
      'https://apreview.example.com:8443/',
      'https://a.preview.example.com.evil.example:8443/',
      'https://.preview.example.com:8443/',
    ]) {
      expect(returnTo(refused)).toBe('/home')
    }
  })

  it('R5 refuses a default or an allowed origin that does not pass its own check', () => {
    expect(() => createReturnTo({ appOrigin, fallback: 'https://evil.example' })).toThrow(ConfigError)
    expect(() => createReturnTo({ appOrigin, fallback: '/sign-in', excluded: ['/sign-in'] })).toThrow(
      ConfigError,
    )
    expect(() => createReturnTo({ appOrigin, fallback: '' })).toThrow(
      expect.objectContaining({
        code: 'return_to_invalid',
        option: 'returnTo',
        message: expect.stringMatching(/^The default return path/),
      }),
    )
  })

  it.each([
    '',
    '*',
    'example.com',
    'https://*',
    'https://*.example',
    'https://a*.example.com',
    'https://*a.example.com',
    'https://**.example.com',
    'https://*.*.example.com',
    'https://*.example.*',
    'https://*.example.com*',
    'https://a.*.example.com',
    ' https://*.example.com',
    'https://*..com',
    'http://*.example.com',
    'http://example.com',
    'http://localhost.evil.example',
    'http://evil.localhost',
    'ftp://localhost',
    'https://x.example/p',
    'https://x.example/?q',
    'https://x.example/#f',
    'https://user@x.example',
    'https://:secret@x.example',
  ])('R5 refuses to allow the origin %j', (origin) => {
    expect(() => createReturnTo({ appOrigin, allowedOrigins: [origin] })).toThrow(
      expect.objectContaining({
        code: 'return_to_invalid',
        option: 'allowedOrigins',
        message: expect.stringContaining('https://*.example.com'),
      }),
    )
  })

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'https://localhost'])(
    'R5 allows the loopback origin %s',
    (origin) => {
      const local = createReturnTo({ appOrigin, allowedOrigins: [origin] })
      expect(local(`${origin}/x`)).toBe(`${origin}/x`)
    },
  )

  it('R5 requires the scheme and the default port of a wildcard', () => {
    const wild = createReturnTo({ appOrigin, allowedOrigins: ['https://*.apps.example.org'] })
    expect(wild('https://a-1.apps.example.org/')).toBe('https://a-1.apps.example.org/')
    for (const refused of ['http://a.apps.example.org/', 'https://a.apps.example.org:444/']) {
      expect(wild(refused)).toBe('/')
    }
  })

  it('G2 R7 resolves any string to an ASCII URL of the app or an allowed origin', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('/', '//', '\\', '@', ':', '.', '..', '?', '#', '%2f', '%5c', '\t', '\n', '\r', '\0'),
      fc.constantFrom(
        'https:',
        'http:',
        'javascript:',
        'evil.example',
        'app.example.com',
        'docs.example.com',
      ),
    )
    const safe = create()
    const runs = Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 5_000)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const location = safe(pieces.join(''))
        expect(location).toMatch(/^[\x21-\x7e]+$/)
        const { origin, protocol } = new URL(location, appOrigin)
        expect(['https:', 'http:']).toContain(protocol)
        expect(origin).toMatch(/^https:\/\/(app|docs|[a-z0-9_-]+\.preview)\.example\.com(:8443)?$/)
        expect(safe(location)).toBe(location)
      }),
      { numRuns: runs },
    )
  }, 600_000)
})
