import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyCookies,
  cookieScope,
  defaultCookieName,
  ownCookie,
  readCookies,
  serializeCookie,
} from './cookie.ts'
import { clearedSessionCookies, hintCookie, readSessionCookie, sessionCookies } from './session-cookie.ts'

const https = cookieScope(new URL('https://app.example.com'), 'lk')
const http = cookieScope(new URL('http://localhost:3000'), 'lk')

const numRuns = Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 200)

const header = (cookies: readonly { name: string; value: string }[]) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

describe('cookies', () => {
  it('S1 are bound to the host, secure, and unreadable for scripts on https', () => {
    expect(serializeCookie(ownCookie(https, 'session', 'v', 60))).toBe(
      '__Host-lk-session=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it('S1 omit Secure only on a loopback http origin', () => {
    expect(serializeCookie(ownCookie(http, 'session', 'v', 60))).toBe(
      'lk-session=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    )
  })

  it('S1 need no domain', () => {
    expect(cookieScope(new URL('https://app.example.com'), 'lk')).toEqual({
      secure: true,
      name: 'lk',
      prefix: '__Host-lk-',
    })
    expect(cookieScope(new URL('http://localhost:3000'), 'lk')).toEqual({
      secure: false,
      name: 'lk',
      prefix: 'lk-',
    })
  })

  it('S1 use the prefix __Secure- with a domain, and refuse a domain that is not a parent', () => {
    const scope = cookieScope(new URL('https://app.example.com'), 'lk', 'example.com')
    expect(serializeCookie(ownCookie(scope, 'x', 'v'))).toContain(
      '__Secure-lk-x=v; Path=/; Domain=example.com',
    )
    for (const domain of ['app.example.com', '.EXAMPLE.com']) {
      expect(cookieScope(new URL('https://app.example.com'), 'lk', domain).domain).toBe(
        domain.replace(/^\./, '').toLowerCase(),
      )
    }
  })

  it.each([
    ['https://app.example.com', 'evil.example'],
    ['https://app.example.com', 'com'],
    ['https://app.example.com', 'pp.example.com'],
    ['https://app.example.com', 'b.app.example.com'],
    ['https://app.example.com', ''],
    ['https://localhost', 'localhost'],
    ['http://localhost:3000', 'localhost'],
    ['http://app.example.localhost', 'example.localhost'],
  ])('S1 on %s refuse the domain %j', (origin, domain) => {
    expect(() => cookieScope(new URL(origin), 'lk', domain)).toThrow(
      expect.objectContaining({
        code: 'cookie_domain_invalid',
        message: expect.stringContaining(`cookieDomain "${domain}"`),
      }),
    )
  })

  it.each(['', '-a', '__Host-a', 'a b', 'a=b', 'a;b', 'a.b', 'ä', 'a'.repeat(41)])(
    'BUG-05: cannot have the name %j',
    (name) => {
      expect(() => cookieScope(new URL('http://localhost:3000'), name)).toThrow(
        expect.objectContaining({ code: 'option_invalid', option: 'cookieName' }),
      )
    },
  )

  it('BUG-05: have valid default names that differ by client and by port', () => {
    const origins = [
      'https://app.example.com',
      'https://localhost:4443',
      'http://localhost:3000',
      'http://localhost:3001',
    ]
    const clients = ['client_1', 'client_2', 'client_01HXYZ', 'клиент', '']
    const names = origins.flatMap((origin) => clients.map((id) => defaultCookieName(new URL(origin), id)))
    expect(new Set(names).size).toBe(origins.length * clients.length)
    for (const name of names) expect(cookieScope(new URL('http://localhost'), name).name).toBe(name)
    expect(defaultCookieName(new URL('https://app.example.com'), 'client_1')).toMatch(/^lk-[0-9a-z]+$/)
    expect(defaultCookieName(new URL('http://localhost:3000'), 'client_1')).toMatch(/^lk3000-[0-9a-z]+$/)
  })

  it('S7 are also deleted in old browsers, and have no expiration if none is set', () => {
    expect(serializeCookie(ownCookie(http, 'x', '', 0))).toBe(
      'lk-x=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    )
    expect(serializeCookie({ ...ownCookie(http, 'x', 'v'), httpOnly: false, sameSite: 'strict' })).toBe(
      'lk-x=v; Path=/; SameSite=Strict',
    )
    expect(serializeCookie({ ...ownCookie(https, 'x', 'v'), sameSite: 'none' })).toBe(
      '__Host-lk-x=v; Path=/; HttpOnly; Secure; SameSite=None',
    )
  })

  it('S4 with the same name are read in order, without cookies in another spelling', () => {
    const cookies = readCookies('a=0; __Host-x=1; __host-x=2; __Host-x=3;__Host-x.1=4', '__Host-x')
    expect([...cookies]).toEqual([
      ['__Host-x', ['1', '3']],
      ['__Host-x.1', ['4']],
    ])
  })

  it('S4 can have spaces around names and values, and are skipped without a value', () => {
    const text = '  lk= a=b ;;lk; lk1;  =x; =lk=2; xlk=3;   lk2= ; lk=c'
    expect([...readCookies(text, 'lk')]).toEqual([
      ['lk', ['a=b', 'c']],
      ['lk2', ['']],
    ])
  })

  // For a browser, such a name does not begin with `__Host-`, so a subdomain can set it.
  it('S4 are not confused with a name that has other characters in front', () => {
    const examples = ['\u00a0', '\ufeff', '\u2003', '\u3000', '\t', '\v', '\f'].map((one): [string] => [one])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (before) => {
        const { size } = readCookies(`a=1; ${before}__Host-lk=planted`, '__Host-lk')
        expect(size).toBe(/(^|;) *$/.test(before) ? 1 : 0)
      }),
      { numRuns, examples },
    )
    expect(readCookies('__Host- lk=planted', '__Host-lk').size).toBe(0)
  })

  it('form the next Cookie header with new and changed cookies, and without deleted ones', () => {
    const [name, value] = ['__Host-lk-x', 'a-value.of_a~seal']
    const set = [
      ownCookie(https, 'x', 'old'),
      ownCookie(https, 'x', value),
      ownCookie(https, 'y', '', 0),
      ownCookie(https, 'z', 'new', 60),
    ]
    const header = applyCookies(' a=1;  __Host-lk-x=before;__Host-lk-y=2; b=c=d ; __Host- x=other;', set)
    expect(header).toBe(`a=1; b=c=d; __Host- x=other; ${name}=${value}; __Host-lk-z=new`)
    expect(applyCookies(null, [])).toBe('')
  })

  it('S4 with another name keep that name in the next Cookie header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (before) => {
        const header = `a=1; ${before}__Host-lk=planted`
        const names = (text: string) => [...readCookies(text, '__Host-lk').keys()]
        expect(names(applyCookies(header, []))).toEqual(names(header))
      }),
      { numRuns, examples: ['\u00a0', '\ufeff', '\u2003', '\u3000'].map((one): [string] => [one]) },
    )
  })

  it.each([null, undefined, ''])('are empty for %j', (text) => {
    expect(readCookies(text, 'lk').size).toBe(0)
  })

  it('S2 are read from a header of 64 KiB, and not from a longer one', () => {
    const longest = 'lk=1;'.padEnd(64 * 1024, 'x')
    expect(readCookies(longest, 'lk').get('lk')).toEqual(['1'])
    expect(readCookies(`${longest}x`, 'lk').size).toBe(0)
  })

  it('S2 are found after any other cookies', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readCookies(`${text}; lk=1`, 'lk').get('lk')?.at(-1)).toBe('1')
      }),
      { numRuns },
    )
  })
})

describe('the session cookie', () => {
  it('S3 is split into pieces of less than 3900 bytes, and can be read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15_200 }), (length) => {
        const sealed = 'x'.repeat(length)
        const cookies = sessionCookies(https, sealed, 60, [])
        expect(cookies.length).toBeLessThanOrEqual(4)
        for (const cookie of cookies) expect(cookie.name.length + cookie.value.length).toBeLessThan(3_900)
        for (const cookie of cookies) expect(cookie.maxAge).toBe(60)
        expect(readSessionCookie(https, header(cookies)).candidates).toEqual([sealed])
      }),
      { numRuns },
    )
  })

  it('S3 needs one cookie for 3800 bytes, and the first piece contains the number of further pieces', () => {
    expect(sessionCookies(http, 'x'.repeat(3_800), 60, [])).toMatchObject([{ name: 'lk-session' }])
    expect(sessionCookies(http, 'x'.repeat(3_801), 60, [])).toMatchObject([
      { name: 'lk-session', value: `2:${'x'.repeat(3_800)}` },
      { name: 'lk-session.1', value: 'x' },
    ])
  })

  it('S3 reports the size of a session that does not fit', () => {
    expect(sessionCookies(https, 'x'.repeat(15_200), 60, [])).toHaveLength(4)
    expect(() => sessionCookies(https, 'x'.repeat(15_201), 60, [])).toThrow(
      expect.objectContaining({
        code: 'session_too_large',
        message: expect.stringMatching(/15201 bytes; 15200 fit/),
      }),
    )
  })

  it('S3 deletes the pieces of an earlier, longer session, and ignores extra pieces', () => {
    const long = sessionCookies(https, 'x'.repeat(9_000), 60, [])
    const names = readSessionCookie(https, header(long)).names
    const short = sessionCookies(https, 'y', 60, names)
    const deleted = short.filter((cookie) => cookie.maxAge === 0).map((cookie) => cookie.name)
    expect(deleted).toEqual(['__Host-lk-session.1', '__Host-lk-session.2'])
    const mixed = header([...short.filter((cookie) => cookie.maxAge !== 0), ...long.slice(1)])
    expect(readSessionCookie(https, mixed).candidates).toEqual(['y'])
  })

  it('S3 contains no session if a piece is missing', () => {
    const [first] = sessionCookies(https, 'x'.repeat(9_000), 60, [])
    expect(readSessionCookie(https, header([first!]))).toEqual({
      candidates: [],
      names: ['__Host-lk-session'],
    })
  })

  it('S3 S4 contains no session without its first piece, and recognizes the other pieces', () => {
    const text =
      'lk-session.1=a; lk-session.12=b; lk-session.1x=c; lk-session-of-another-app=d; lk-sessionx.1=e'
    expect(readSessionCookie(http, text)).toEqual({ candidates: [], names: ['lk-session.1'] })
  })

  it('S2 can be read from any header without an error, and returns only text from that header', () => {
    const piece = fc.tuple(fc.constantFrom('', '.1', '.2', '.3', '.9', 'x'), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.map(([end, value]) => `lk-session${end}=${value}`).join('; ')
        const { candidates } = readSessionCookie(http, text)
        expect(candidates.length).toBeLessThanOrEqual(4)
        for (const candidate of candidates) expect(candidate.length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns },
    )
  })

  it('S4 returns both values of a duplicate name', () => {
    expect(readSessionCookie(http, 'lk-session=a; lk-session=b').candidates).toEqual(['a', 'b'])
  })

  it('S3 accepts a count only at the very beginning, and only from 2 to 4', () => {
    for (const value of ['x2:a', '1:a', '5:a', '22:a', ':a']) {
      expect(readSessionCookie(http, `lk-session=${value}; lk-session.1=b`).candidates).toEqual([value])
    }
    expect(readSessionCookie(http, 'lk-session=2:a; lk-session.1=b').candidates).toEqual(['ab'])
  })

  it('S4 tries at most four values with the same name', () => {
    const text = ['a', 'b', 'c', 'd'].map((value) => `lk-session=${value}`).join('; ')
    expect(readSessionCookie(http, text).candidates).toEqual(['a', 'b', 'c', 'd'])
    expect(readSessionCookie(http, `${text}; lk-session=e`)).toEqual({
      candidates: [],
      names: ['lk-session'],
    })
  })

  it('sets a hint with the same name on every kind of origin, which scripts can read', () => {
    expect(serializeCookie(hintCookie(https, 7, true, 60))).toBe(
      'lk-hint=7.in; Path=/; Max-Age=60; Secure; SameSite=Lax',
    )
    expect(hintCookie(http, 8, false, 60)).toMatchObject({ name: 'lk-hint', value: '8.out' })
  })

  it('S7 clears every existing piece, and always the first one', () => {
    expect(clearedSessionCookies(http, ['lk-session.3', 'lk-session'])).toMatchObject([
      { name: 'lk-session', value: '', maxAge: 0 },
      { name: 'lk-session.3', value: '', maxAge: 0 },
    ])
  })
})

it('PERF-8: is found by its prefix exactly as by parsing the header', () => {
  const takenApart = (header: string, prefix: string) => {
    const found = new Map<string, string[]>()
    for (const cookie of header.split(';')) {
      const text = cookie.replace(/^ +| +$/g, '')
      const equals = text.indexOf('=')
      if (equals === -1 || !text.startsWith(prefix)) continue
      const name = text.slice(0, equals)
      found.set(name, [...(found.get(name) ?? []), text.slice(equals + 1).trim()])
    }
    return found
  }
  const piece = fc.constantFrom('lk', 'l', 'k', '-', '=', ';', ' ', '; ', '\t', 'lk-a=1', 'x=lk-b', '"')
  const header = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(header, fc.constantFrom('lk', 'lk-', ''), (text, prefix) => {
      expect([...readCookies(text, prefix)]).toEqual([...takenApart(text, prefix)])
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 500) },
  )
})
