import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/handler/routes/routes.ts'
import { appOrigin } from './fixture.ts'
import { signedInFixture } from './signed-in-fixture.ts'

const FIELDS = [
  ...['flow', 'kind', 'email', 'newEmail', 'password', 'newPassword', 'currentPassword', 'code', 'token'],
  ...['returnTo', 'firstName', 'lastName', 'factorId', 'challengeId', 'organizationId', 'invitationToken'],
  ...['role', 'membershipId', 'invitationId', 'sessionId', 'everywhere', '__proto__', 'constructor'],
]

/** Text that has broken parsers: control characters, lone surrogates, and delimiters of strings, paths and headers. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\0',
      '\ud800',
      '../..',
      '..',
      '.',
      '/',
      '%',
      '%00',
      '%E0%A4%A',
      '\r\nset-cookie: a=b',
      '💥',
    ],
    ...['NaN', 'null', 'undefined', '-1', '1e999', 'javascript:alert(1)', '//evil.example', 'a@b', '١٢٣٤٥٦'],
    ...['nadia@orchard.example', 'x'.repeat(5_000), '{}', '[]', '000000', 'org_1', 'user_1', '\u202e'],
  ),
)
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1e308, [], {}, ['a'], { a: 1 }) },
)
const fields = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 })

const body = fields.chain((given) => {
  const texts = Object.fromEntries(Object.entries(given).map(([name, one]) => [name, String(one)]))
  return fc.constantFrom<[type: string | undefined, body: string | Uint8Array<ArrayBuffer>]>(
    ['application/json', JSON.stringify(given)],
    ['application/json', `${JSON.stringify(given).slice(0, -1)}`],
    ['application/json; charset=utf-16', JSON.stringify(given)],
    ['APPLICATION/JSON;charset="utf-8"', JSON.stringify(given)],
    ['application/json', new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d])],
    ['application/x-www-form-urlencoded', new URLSearchParams(texts).toString()],
    ['application/x-www-form-urlencoded', `${new URLSearchParams(texts)}&a=%&=&b=%ff`],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="email"\r\n\r\na\r\n--x--',
    ],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="email"; filename="a"\r\n\r\na',
    ],
    ['multipart/form-data', 'nothing'],
    ['text/plain', 'email=a'],
    [undefined, 'email=a'],
    ['application/json', '['.repeat(20_000)],
    ['application/json', '"text"'],
    ['application/json', ''],
  )
})

const headers = fc.dictionary(
  fc.constantFrom(
    ...[
      'accept',
      'accept-language',
      'accept-encoding',
      'content-encoding',
      'content-length',
      'if-none-match',
    ],
    ...[
      'latchkey-organization',
      'sec-fetch-site',
      'sec-fetch-mode',
      'sec-fetch-dest',
      'referer',
      'user-agent',
    ],
    ...['x-forwarded-host', 'x-http-method-override', 'authorization', 'purpose', 'expect', 'range'],
  ),
  fc.oneof(
    fc.stringMatching(/^[\x20-\x7e]{0,40}$/),
    fc.constantFrom(
      '*/*;q=',
      'text/html',
      'application/json',
      'de;q=9',
      'gzip',
      '-1',
      '"',
      ',,,',
      'Bearer a.b.c',
      ';=;',
    ),
  ),
  { maxKeys: 4 },
)

const cookies = fc.constantFrom(
  ...['', '=', ';;;', '%', '__Host-lk-session=', '__Host-lk-session=4:x', 'lk-hint=NaN.in', '__proto__=1'],
  ...['__Host-lk-flow-0000000aaaaaaaaaaaa=v1.x', `a=${'x'.repeat(9_000)}`, '__Host-lk-session=v1.a.b; a="'],
)

const query = fc.constantFrom(
  ...[
    '',
    '?',
    '?flow=%00',
    '?token=%ff&kind=__proto__',
    '?limit=1e9&after=%27&before=..',
    '?returnTo=%0d%0aa',
  ],
  ...[
    '?code=a&state=b&state=c',
    '?error=x&state=y',
    '?provider=constructor',
    '?organization=..%2f&email=%40',
  ],
)

const names = [...ROUTES.keys()].filter((name) => !name.endsWith(' /sign-out'))
const route = fc.constantFrom(...names)
const id = fc.constantFrom('x', '..', '%2e%2e', '%', '%00', 'a%2fb', 'x'.repeat(3_000), '💥', 'user_1')

describe('hostile values that a framework passes on', () => {
  const values: unknown[] = [['a'], ['a', 'b'], {}, { a: 1 }, new Map(), Symbol('x'), () => 'x', 1n]

  it('G3, X5: are refused by every route that is called in process', { timeout: 60_000 }, async () => {
    const events: unknown[] = []
    const fixture = await signedInFixture({
      ...{ canDeleteAccount: () => true, canManageMembers: () => true, canManageOrganization: () => true },
      ...{
        canCreateOrganization: () => true,
        canLeaveOrganization: () => true,
        signUpFields: { company: 'metadata' },
      },
      onEvent: (event) => void (event.type === 'failed' && events.push(event)),
    })
    await using _ = fixture.emulator
    const { handler, driver } = fixture
    const headers = { origin: appOrigin, 'sec-fetch-site': 'same-origin' }
    for (const name of ROUTES.keys()) {
      if (name.startsWith('GET ')) continue
      for (const one of values) {
        const cookie = driver.jar.header() ?? ''
        const request = new Request(appOrigin, { method: 'POST', headers: { ...headers, cookie } })
        for (const field of FIELDS) {
          const input = { [field]: one } as Record<string, string>
          const { status } = await handler.call(request, name.replace(':id', 'x'), input)
          expect([name, field, status]).toEqual([
            name,
            field,
            expect.toSatisfy((code) => code >= 400 && code < 500),
          ])
        }
      }
    }
    for (const input of [null, 'email', 1, ['a'], () => 'x'] as unknown[]) {
      const request = new Request(appOrigin, { method: 'POST', headers })
      const given = input as Record<string, string>
      const { status } = await handler.call(request, 'POST /sign-in/password', given)
      const advanced = await handler.advance(request, 'password', given)
      expect([status, advanced.status]).toEqual([400, 400])
    }
    expect(events).toEqual([])
    expect(await driver.signedInAs()).toBe(fixture.user.email)
  })
})

describe('hostile requests', () => {
  it('are refused and never cause a 500, with or without a session', { timeout: 120_000 }, async () => {
    const events: unknown[] = []
    const fixture = await signedInFixture({
      onEvent: (event) => void events.push(event),
      exposeAccessToken: true,
    })
    await using _ = fixture.emulator
    const own = fixture.driver.jar.header() ?? ''
    await fc.assert(
      fc.asyncProperty(
        route,
        id,
        query,
        fc.oneof(body, fc.constant(undefined)),
        headers,
        fc.oneof(cookies, fc.constant(own)),
        fc.constantFrom(appOrigin, 'null', 'https://evil.example', ''),
        async (name, given, search, sent, more, cookie, origin) => {
          const [method = '', template = ''] = name.split(' ')
          const url = `${appOrigin}/auth${template.replace(':id', given)}${search}`
          fc.pre(URL.canParse(url))
          const all = new Headers(more)
          if (origin !== '') all.set('origin', origin)
          if (cookie !== '') all.set('cookie', cookie)
          const hasBody = sent !== undefined && method !== 'GET'
          if (hasBody && sent[0] !== undefined) all.set('content-type', sent[0])
          const request = new Request(url, { method, headers: all, body: hasBody ? sent[1] : undefined })
          const response = await fixture.handler.handle(request)
          const shown = await response.text()
          expect([name, response.status, shown.slice(0, 300), events.slice(-1)]).not.toContain(500)
          expect(response.status).toBeLessThan(500)
        },
      ),
      { numRuns: 500, interruptAfterTimeLimit: 60_000 },
    )
    const unexpected = events.filter((event) => (event as { code?: string }).code === 'unexpected')
    expect(unexpected).toEqual([])
  })
})
