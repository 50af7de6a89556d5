import { createEmulator } from '@latchkey/emulator'
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import type { AuthHandlerOptions, HandlerEvent } from '../../src/handler/index.ts'
import { createAuthHandler, createClient } from '../../src/server.ts'
import { handlerDriver } from '../../src/testing.ts'
import { cookieSecret } from './fixture.ts'

const appOrigin = 'http://localhost:3000'
const email = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'

type Emulator = Awaited<ReturnType<typeof createEmulator>>

interface Setup {
  /** The wrong settings of the client. */
  client?: (own: {
    apiKey: string
    clientId: string
    baseUrl: string
  }) => Partial<Parameters<typeof createClient>[0]>
  options?: Partial<AuthHandlerOptions>
  /** Changes the settings of the API. */
  service?: (emulator: Emulator) => unknown
  /** Replaces responses of the API. */
  intercept?: (send: typeof fetch) => typeof fetch
  clockOffsetSeconds?: number
}

async function setUp({
  client: wrong,
  options,
  service,
  intercept = (send) => send,
  clockOffsetSeconds = 0,
}: Setup) {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const own = { apiKey, clientId, baseUrl: emulator.url, maxRetries: 0 }
  const good = createClient({ ...own, fetch: emulator.fetch })
  await good.createUser({ email, password: PASSWORD, emailVerified: true })
  await service?.(emulator)
  const events: HandlerEvent[] = []
  const lines: string[] = []
  const client = createClient({ ...own, fetch: intercept(emulator.fetch), ...wrong?.(own) })
  const clock = { now: () => emulator.default.clock.now().getTime() + clockOffsetSeconds * 1000 }
  const handler = createAuthHandler({
    client,
    appOrigin,
    cookieSecret,
    clock,
    onEvent: (event) => events.push(event),
    log: (line) => lines.push(line),
    ...options,
  })
  const driver = handlerDriver({ handler, mode: 'json' })
  const signIn = () => driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
  return { emulator, client, handler, driver, events, lines, signIn }
}

const failsWith = (cause: object) => () => async () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), cause) })
}
/** The API, with a different response for one path. */
const respondTo = (path: string, response: () => Response) => (send: typeof fetch) =>
  (async (url, init) => (String(url).includes(path) ? response() : send(url as string, init))) as typeof fetch
const json = (body: unknown, status = 200) => Response.json(body, { status })
const template = (claims: object) => (emulator: Emulator) =>
  emulator.default.settings.update({ jwt_template: JSON.stringify(claims) } as never)

const pair = await generateKeyPair('RS256')
const ownKey = { ...(await exportJWK(pair.publicKey)), kid: 'own' }
/** An API that signs with a different key and changes the claims. */
const signing = (claims: object) => (send: typeof fetch) =>
  (async (url, init) => {
    if (String(url).includes('/jwks')) return Response.json({ keys: [ownKey] })
    const response = await send(url as string, init)
    if (!String(url).endsWith('/authenticate')) return response
    const body = await response.json()
    const token = new SignJWT({ ...decodeJwt(body.access_token), ...claims })
    const signed = await token.setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(pair.privateKey)
    return Response.json({ ...body, access_token: signed })
  }) as typeof fetch

const CAUSES: [code: string, setting: string | undefined, setup: Setup][] = [
  ['api_key_refused', 'apiKey', { client: () => ({ apiKey: 'sk_test_wrong' }) }],
  ['client_id_unknown', 'clientId', { client: () => ({ clientId: 'client_wrong' }) }],
  [
    'api_forbidden',
    'apiKey',
    { intercept: respondTo('/authenticate', () => json({ message: 'Forbidden' }, 403)) },
  ],
  [
    'grant_not_allowed',
    'clientId',
    {
      intercept: respondTo('/authenticate', () =>
        json({ error: 'unauthorized_client', error_description: 'No' }, 400),
      ),
    },
  ],
  ['api_dns_failed', 'baseUrl', { intercept: failsWith({ code: 'ENOTFOUND' }) }],
  ['api_dns_failed', 'baseUrl', { intercept: failsWith({ code: 'EAI_AGAIN' }) }],
  ['api_tls_failed', 'baseUrl', { intercept: failsWith({ code: 'CERT_HAS_EXPIRED' }) }],
  ['api_tls_failed', 'baseUrl', { intercept: failsWith({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) }],
  ['api_tls_failed', 'baseUrl', { intercept: failsWith({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }) }],
  ['api_tls_failed', 'baseUrl', { intercept: failsWith({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }) }],
  ['api_tls_failed', 'baseUrl', { intercept: failsWith({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }) }],
  ['api_connection_refused', 'baseUrl', { intercept: failsWith({ code: 'ECONNREFUSED' }) }],
  ['api_connection_refused', 'baseUrl', { intercept: failsWith({ errors: [{ code: 'ECONNREFUSED' }] }) }],
  ['api_unreachable', 'baseUrl', { intercept: failsWith({ code: 'EHOSTUNREACH' }) }],
  ['api_timeout', 'baseUrl', { intercept: failsWith({ code: 'UND_ERR_CONNECT_TIMEOUT' }) }],
  ['api_connection_lost', 'baseUrl', { intercept: failsWith({ code: 'ECONNRESET' }) }],
  [
    'api_redirected',
    'baseUrl',
    {
      intercept: respondTo(
        '/authenticate',
        () => new Response(null, { status: 302, headers: { location: '/' } }),
      ),
    },
  ],
  [
    'api_response_invalid',
    'baseUrl',
    { intercept: respondTo('/authenticate', () => new Response('<html>', { status: 404 })) },
  ],
  ['api_failing', undefined, { intercept: respondTo('/authenticate', () => json({ message: 'No' }, 503)) }],
  [
    'keys_unreachable',
    'baseUrl',
    { intercept: respondTo('/jwks', () => new Response('<html>', { status: 502 })) },
  ],
  [
    'client_id_unknown',
    'clientId',
    { intercept: respondTo('/jwks', () => json({ message: 'Not Found' }, 404)) },
  ],
  ['keys_empty', 'clientId', { intercept: respondTo('/jwks', () => json({ keys: [] })) }],
  [
    'keys_too_weak',
    'clientId',
    {
      intercept: respondTo('/jwks', () =>
        json({ keys: [{ kty: 'RSA', kid: 'a', n: 'w'.repeat(170), e: 'AQAB' }] }),
      ),
    },
  ],
  [
    'token_key_unknown',
    'clientId',
    {
      intercept: respondTo('/jwks', () =>
        json({ keys: [{ kty: 'RSA', kid: 'a', n: 'w'.repeat(344), e: 'AQAB' }] }),
      ),
    },
  ],
  ['token_issuer_unexpected', 'issuers', { options: { issuers: ['https://proxy.example'] } }],
  ['token_audience_unexpected', 'audience', { service: template({ aud: 'https://api.example.com' }) }],
  ['token_client_unexpected', 'clientId', { intercept: signing({ client_id: 'client_other' }) }],
  ['token_session_missing', undefined, { intercept: signing({ sid: undefined }) }],
  ['token_client_missing', 'audience', { intercept: signing({ client_id: undefined }) }],
  ['clock_behind', 'clockSkewSeconds', { clockOffsetSeconds: -3_600 }],
  ['clock_behind', 'clockSkewSeconds', { clockOffsetSeconds: -40 }],
  ['clock_ahead', 'clockSkewSeconds', { clockOffsetSeconds: 3_600 }],
]

describe('G10: a problem that only the operator can fix', () => {
  it.each(CAUSES)(
    'N19, R8, RE-2: %s causes an event and one line that names %s',
    async (code, setting, setup) => {
      const { emulator, events, lines, signIn } = await setUp(setup)
      await using _ = emulator
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const response = await signIn()
        expect([response.status, (await response.json()).error.code]).toEqual([503, 'service_unavailable'])
      }
      const failed = events.filter((event) => event.type === 'failed')
      expect(failed[0]).toMatchObject({ code, message: expect.any(String), ...(setting && { setting }) })
      const own = lines.filter((line) => line.startsWith(`[latchkey] ${code}: `))
      expect(own).toHaveLength(1)
      if (setting) expect(own[0]).toContain(setting)
      expect(JSON.stringify(events) + lines).not.toContain('sk_')
    },
  )

  it('N19: a wrong API key is not reported as a failure of an organization’s sign-in', async () => {
    const { emulator, events, driver } = await setUp({ client: () => ({ apiKey: 'sk_test_wrong' }) })
    await using _ = emulator
    const response = await driver.send('GET', `/authorize?email=${email}`)
    expect(response.status).toBe(303)
    const page = new URL(response.headers.get('location') ?? '', appOrigin)
    const shown = await (await driver.send('GET', `/flow${page.search}`)).json()
    expect(shown.error.code).toBe('service_unavailable')
    expect(events).toMatchObject([{ type: 'failed', code: 'api_key_refused' }])
  })

  it('G10: a wrong API key is reported when the connections of an email domain cannot be looked up', async () => {
    const { emulator, events, driver } = await setUp({
      client: () => ({ apiKey: 'sk_test_wrong' }),
      options: { methods: ['password', 'sso'] },
    })
    await using _ = emulator
    const response = await driver.send('POST', '/sign-in/identify', { kind: 'sign-in', email })
    expect((await response.json()).step.name).toBe('password')
    await vi.waitFor(() => expect(events).toMatchObject([{ type: 'failed', code: 'api_key_refused' }]))
  })

  it('N19: the offset of the clock is measured', async () => {
    for (const clockOffsetSeconds of [-3_600, -40, 3_600]) {
      const { emulator, events, signIn } = await setUp({ clockOffsetSeconds })
      await using _ = emulator
      await signIn()
      const { offsetSeconds } = events[0] as { offsetSeconds?: number }
      expect(Math.abs((offsetSeconds ?? 0) - clockOffsetSeconds)).toBeLessThanOrEqual(1)
    }
  })

  it('R8: the expected and the actual value are reported, also during a refresh', async () => {
    const { emulator, events, driver, signIn, handler } = await setUp({})
    await using _ = emulator
    await signIn()
    await template({ aud: 'https://api.example.com' })(emulator)
    emulator.default.clock.advance({ minutes: 6 })
    await handler.resolve({ headers: new Headers({ cookie: driver.jar.header() ?? '' }) })
    expect(events).toContainEqual(
      expect.objectContaining({
        code: 'token_audience_unexpected',
        got: 'https://api.example.com',
        expected: [emulator.default.clientId],
      }),
    )
  })

  it('N19: a removed cookie secret is reported, and its cookies are kept in case the secret returns', async () => {
    const { emulator, driver, signIn, handler, events, client } = await setUp({})
    await using _ = emulator
    await signIn()
    const lines: string[] = []
    const rotated = createAuthHandler({
      client,
      appOrigin,
      cookieSecret: 'Z9xW7vU5tS3rQ1pO8nM6lK4jI2hG0fEd',
      log: (line) => lines.push(line),
    })
    const asking = { headers: new Headers({ cookie: driver.jar.header() ?? '' }) }
    expect(await rotated.resolve(asking)).toMatchObject({ auth: { reason: 'invalid' }, hasCookies: false })
    expect(lines).toEqual([expect.stringContaining('LATCHKEY_COOKIE_SECRET')])
    expect((await handler.resolve(asking)).auth.status).toBe('signed-in')
    expect(events.map(({ type }) => type)).toEqual(['signed_in'])
  })

  it('G10, N19: the line is written to the console once outside production, and can be replaced or omitted', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    try {
      for (const [environment, log, count] of [
        ['development', undefined, 1],
        ['', undefined, 1],
        ['production', undefined, 0],
        ['development', false, 0],
      ] as const) {
        vi.stubEnv('NODE_ENV', environment)
        warn.mockClear()
        const { emulator, signIn } = await setUp({
          client: () => ({ apiKey: 'sk_test_wrong' }),
          options: { log },
        })
        await using _ = emulator
        await signIn()
        await signIn()
        expect(warn).toHaveBeenCalledTimes(count)
      }
    } finally {
      vi.unstubAllEnvs()
      warn.mockRestore()
    }
  })

  it('N19: an exception in onEvent or log does not cause a failure', async () => {
    const throws = () => {
      throw new Error('The log is full.')
    }
    const { emulator, signIn } = await setUp({
      client: () => ({ apiKey: 'sk_test_wrong' }),
      options: { onEvent: throws, log: throws },
    })
    await using _ = emulator
    expect((await signIn()).status).toBe(503)
  })
})

describe('a request that is refused', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
  const post = (origin: string, headers: Record<string, string>, body: BodyInit | null = 'email=a') =>
    new Request(`${appOrigin}/auth/sign-in/password`, {
      method: 'POST',
      headers: { origin, ...headers },
      body,
    })

  it('BUG-14: names both origins if it comes from another origin, on a page for a form and to the operator', async () => {
    const { emulator, handler, events, lines } = await setUp({})
    await using _ = emulator
    const origin = 'http://127.0.0.1:3000'
    const response = await handler.handle(post(origin, { ...form, 'sec-fetch-site': 'same-origin' }))
    const page = await response.text()
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    expect(page).toContain('This request came from another site and was blocked.')
    expect(page).toContain(`<a href="${appOrigin}/">`)
    for (const text of [page, lines.join(), JSON.stringify(events)])
      for (const one of [origin, appOrigin]) expect(text).toContain(one)
    expect(events).toMatchObject([
      { type: 'refused', reason: 'cross_origin', code: 'cross_origin', got: origin, expected: [appOrigin] },
    ])
    const script = await handler.handle(post(origin, { 'content-type': 'application/json' }, '{}'))
    expect(await script.json()).toEqual({ error: { code: 'cross_origin' } })
    expect(lines).toHaveLength(1)
    const called = await handler.call(post(origin, form), 'POST /sign-out')
    expect([called.status, events.length]).toEqual([403, 3])
  })

  it('BUG-14: never shows another origin as markup', async () => {
    const { emulator, handler } = await setUp({})
    await using _ = emulator
    const page = await (await handler.handle(post('https://<script>&"', form))).text()
    expect(page).toContain('https://&lt;script&gt;&amp;&quot;')
  })

  it.each([
    ['https://*.orchard.example', 'https://branch-1.orchard.example', 401],
    ['https://*.orchard.example', 'https://a.b.orchard.example', 403],
    ['https://*.orchard.example', 'https://orchard.example', 403],
    ['https://*.orchard.example', 'http://branch-1.orchard.example', 403],
    ['https://*.orchard.example', 'https://branch-1.orchard.example/x', 403],
    ['https://admin.orchard.example', 'https://admin.orchard.example', 401],
  ])('BUG-14: with trustedOrigins %s, %s gets a %i', async (pattern, origin, status) => {
    const { emulator, handler } = await setUp({ options: { trustedOrigins: [pattern] } })
    await using _ = emulator
    const request = post(
      origin,
      { 'content-type': 'application/json' },
      JSON.stringify({ email, password: 'x' }),
    )
    expect((await handler.handle(request)).status).toBe(status)
  })

  it.each(['https://*', 'https://a.*.example', '*', 'https://*.example', 'http://*.orchard.example'])(
    'BUG-14: trustedOrigins cannot be %s',
    async (pattern) => {
      await expect(setUp({ options: { trustedOrigins: [pattern] } })).rejects.toMatchObject({
        option: 'trustedOrigins',
      })
    },
  )

  it.each([
    ['a proxy or parser has read it', () => post(appOrigin, { ...form, 'content-length': '61' }, null)],
    [
      'the app has read it',
      () => {
        const request = post(appOrigin, form)
        void request.text()
        return request
      },
    ],
  ])('N20: causes an event, and a page for a form, if its body was consumed: %s', async (_name, request) => {
    const { emulator, handler, events, lines } = await setUp({})
    await using _ = emulator
    const response = await handler.handle(request())
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(await response.text()).not.toContain('e-mail')
    expect(events).toMatchObject([{ type: 'failed', code: 'body_consumed' }])
    expect(lines[0]).toContain('express.json()')
  })

  it.each([
    ['too large', 'x='.padEnd(70_000, 'x'), 413],
    ['sent with a duplicate field', 'email=a&email=b', 400],
  ])('BUG-14: gets a page as a form and JSON as a script if it is %s', async (_name, body, status) => {
    const { emulator, handler } = await setUp({})
    await using _ = emulator
    const page = await handler.handle(post(appOrigin, form, body))
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    const script = await handler.handle(post(appOrigin, { 'content-type': 'application/json' }, '['))
    expect(script.headers.get('content-type')).toContain('json')
  })

  it.each([
    ['GET', '/sign-out', 'POST'],
    ['POST', '/session', 'GET, HEAD'],
    ['POST', '/session/', 'GET, HEAD'],
    ['PUT', '/sessions', 'GET, HEAD, DELETE'],
    ['PUT', '/me', 'GET, HEAD, POST, PATCH, DELETE'],
    ['GET', '/sessions/session_1', 'DELETE'],
  ])('N25: %s %s is refused with the allowed methods', async (method, path, allow) => {
    const { emulator, handler } = await setUp({})
    await using _ = emulator
    const response = await handler.handle(new Request(`${appOrigin}/auth${path}`, { method }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  })

  it('S-15, A4: contains the time of the next attempt if it is rate limited, in the header, too', async () => {
    const { emulator, driver } = await setUp({
      intercept: respondTo('/authenticate', () =>
        Response.json({ message: 'Slow down' }, { status: 429, headers: { 'retry-after': '60' } }),
      ),
    })
    await using _ = emulator
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await response.json()).toMatchObject({ error: { code: 'rate_limited', retryAfterSeconds: 60 } })
  })
})
