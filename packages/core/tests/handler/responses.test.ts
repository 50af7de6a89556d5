import { describe, expect, it } from 'vitest'
import type { HandlerEvent } from '../../src/handler/index.ts'
import { ConfigError } from '../../src/server.ts'
import type { HandlerDriver } from '../../src/testing/handler-driver.ts'
import { appOrigin, createFixture } from './fixture.ts'
import { signedInFixture } from './signed-in-fixture.ts'

type Handler = Awaited<ReturnType<typeof createFixture>>['handler']
/** A handler, and the browser that uses it, if it is signed in. */
type Fixture = { handler: Handler; driver?: unknown }

const FORM = 'application/x-www-form-urlencoded'

const cookieOf = (driver: unknown) => (driver as Partial<HandlerDriver> | undefined)?.jar?.header() ?? ''

function send(
  { handler, driver }: Fixture,
  method: string,
  path: string,
  { body, ...headers }: Record<string, string> = {},
) {
  const cookie = cookieOf(driver)
  return handler.handle(
    new Request(`${appOrigin}${path}`, {
      method,
      headers: { origin: appOrigin, 'sec-fetch-site': 'same-origin', cookie, ...headers },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    }),
  )
}

const sendForm = (fixture: Fixture, path: string, fields: Record<string, string>) =>
  send(fixture, 'POST', path, { 'content-type': FORM, body: new URLSearchParams(fields).toString() })

const sendJson = (fixture: Fixture, path: string, fields: object) =>
  send(fixture, 'POST', path, { 'content-type': 'application/json', body: JSON.stringify(fields) })

const locationOf = (response: Response) => [response.status, response.headers.get('location')]

describe('the response to a plain form', () => {
  it.each([
    ['/account', '/account?done=1'],
    ['/account?tab=1', '/account?tab=1&done=1'],
    ['/account?tab=1#name', '/account?tab=1&done=1#name'],
    ['/account?error=forbidden&field=email&done=0&tab=a?b', '/account?tab=a%3Fb&done=1'],
    ['/account?tab=1#name?a#b', '/account?tab=1&done=1#name?a#b'],
    ['https://evil.example/', '/?done=1'],
  ])('leads to %s with a note that it worked: %s', async (returnTo, location) => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const response = await sendForm(fixture, '/auth/me', { firstName: 'Nadia', returnTo })
    expect(locationOf(response)).toEqual([303, location])
  })

  it.each([
    ['/account', '/account?error=invalid_request&field=firstName'],
    ['/account?done=1&tab=1#name', '/account?tab=1&error=invalid_request&field=firstName#name'],
  ])('leads to %s with the code and the field of an error: %s', async (returnTo, location) => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const response = await sendForm(fixture, '/auth/me', { firstName: 'x'.repeat(2_000), returnTo })
    expect(locationOf(response)).toEqual([303, location])
  })

  it.each([
    [`${appOrigin}/settings?tab=1#name`, '/settings?tab=1&done=1#name'],
    [`${appOrigin}/sign-in`, '/?done=1'],
    ['https://evil.example/settings', '/?done=1'],
  ])(
    'leads back to the page %s that contains the form if the form does not name one: %s',
    async (referer, location) => {
      const fixture = await signedInFixture()
      await using _ = fixture.emulator
      const body = new URLSearchParams({ firstName: 'Nadia' }).toString()
      const response = await send(fixture, 'POST', '/auth/me', { 'content-type': FORM, body, referer })
      expect(locationOf(response)).toEqual([303, location])
    },
  )

  it('names no field if the error is about the whole form, and leaves no old one', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const returnTo = '/account?error=invalid_request&field=firstName'
    const response = await sendForm(fixture, '/auth/me', { firstName: 'Nadia', returnTo })
    expect(locationOf(response)).toEqual([303, '/account?error=reauthentication_required'])
  })

  it('leads to the place that the route chooses', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const response = await sendForm(fixture, '/auth/sign-out', { returnTo: '/account' })
    expect(locationOf(response)).toEqual([303, '/account'])
    expect(response.headers.getSetCookie().join()).toContain('Max-Age=0')
  })
})

describe('the response to a script', () => {
  it('is the body of the route, or its error with the code and the field', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const changed = await sendJson(fixture, '/auth/me', { firstName: 'Nadia' })
    expect([changed.status, await changed.json()]).toMatchObject([200, { user: { firstName: 'Nadia' } }])
    const refused = await sendJson(fixture, '/auth/me', { firstName: 'x'.repeat(2_000) })
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: { code: 'invalid_request', field: 'firstName' } },
    ])
    const signedOut = await sendJson({ handler: fixture.handler }, '/auth/me', { firstName: 'Nadia' })
    expect([signedOut.status, await signedOut.json()]).toEqual([
      401,
      { error: { code: 'reauthentication_required' } },
    ])
  })

  it('says when to try again', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    await fixture.control.addFault({
      path: '/user_management/users/*',
      respond: {
        status: 429,
        body: { code: 'rate_limit_exceeded', message: 'Slow.' },
        headers: { 'retry-after': '17' },
      },
    })
    const response = await send(fixture, 'GET', '/auth/me')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '17'])
    expect(await response.json()).toEqual({ error: { code: 'rate_limited', retryAfterSeconds: 17 } })
  })

  it('is the same for HEAD as for GET, without the body', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const get = await send(fixture, 'GET', '/auth/session')
    const head = await send(fixture, 'HEAD', '/auth/session')
    expect(await get.json()).toMatchObject({ status: 'signed-in' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect([...head.headers].filter(([name]) => name !== 'content-length')).toEqual([...get.headers])
  })

  it('is empty if the script has the current session already', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const first = await send(fixture, 'GET', '/auth/session')
    const etag = first.headers.get('etag') ?? ''
    const second = await send(fixture, 'GET', '/auth/session', { 'if-none-match': etag })
    expect([second.status, second.headers.get('etag'), await second.text()]).toEqual([304, etag, ''])
    const other = await send(fixture, 'GET', '/auth/session', { 'if-none-match': '"other"' })
    expect(other.status).toBe(200)
  })

  it('is a redirect where the route sends every caller', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const response = await send(fixture, 'GET', '/auth/authorize?provider=authkit')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toContain('/user_management/authorize?')
  })

  it('is 404 or 405 with a code for an unknown path or method', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    for (const path of ['/auth/nothing', '/other/session', '/auth/']) {
      const response = await send(fixture, 'GET', path)
      expect([response.status, await response.json()]).toEqual([404, { error: { code: 'not_found' } }])
    }
    const refused = await send(fixture, 'DELETE', '/auth/session')
    expect([refused.status, await refused.json()]).toEqual([405, { error: { code: 'invalid_request' } }])
    expect(refused.headers.get('allow')).toBe('GET, HEAD')
  })

  it('names the sender and the app on the page for a form from another origin', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const page = await send(fixture, 'POST', '/auth/sign-out', { ...foreign, 'content-type': FORM, body: '' })
    expect(page.status).toBe(403)
    expect(await page.text()).toContain(
      `<p>It was sent from https://evil.example (Sec-Fetch-Site: cross-site), and this app is at ${appOrigin}.</p>`,
    )
    const json = await send(fixture, 'POST', '/auth/sign-out', { ...foreign, body: '' })
    expect([json.status, await json.json()]).toEqual([403, { error: { code: 'cross_origin' } }])
  })

  it('is a page only if a form could not be read', async () => {
    const fixture = await signedInFixture({ bearer: true })
    await using _ = fixture.emulator
    const broken = await send(fixture, 'POST', '/auth/me', { 'content-type': FORM, body: 'a=1&a=2' })
    expect([broken.status, broken.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    const script = await send(fixture, 'POST', '/auth/me', {
      'content-type': 'application/json',
      body: '{"a":1,"a":2}',
    })
    expect([script.status, await script.json()]).toEqual([400, { error: { code: 'invalid_request' } }])
    const bearer = await send({ handler: fixture.handler }, 'POST', '/auth/me', {
      'content-type': FORM,
      body: 'a=1&a=2',
      authorization: 'Bearer nonsense',
    })
    expect(bearer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })
})

describe('an error inside a route', () => {
  it('of our own code is 500 without its text, and reaches the operator', async () => {
    const events: HandlerEvent[] = []
    const fixture = await signedInFixture({
      onEvent: (event) => events.push(event),
      beforeSignUp: () => {
        throw new RangeError('secret detail')
      },
    })
    await using _ = fixture.emulator
    const response = await sendJson({ handler: fixture.handler }, '/auth/sign-up/password', {
      email: 'new@orchard.example',
      password: 'lantern-quartz-meadow-42',
    })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: { code: 'unknown' } })
    expect(events.filter(({ type }) => type === 'failed')).toEqual([
      expect.objectContaining({ type: 'failed', path: '/auth/sign-up/password', code: 'unexpected' }),
    ])
  })
})

describe('a route called in process', () => {
  it('is named by its method and path, and has no cookies or redirect of its own', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const request = new Request(`${appOrigin}/page`, {
      headers: { cookie: cookieOf(fixture.driver) },
    })
    const called = await fixture.handler.call(request, 'GET /session?x=1')
    expect(called).toMatchObject({ status: 200, body: { status: 'signed-in' } })
    expect(called.redirectTo).toBeUndefined()
    expect(await called.cookies()).toEqual([])
  })

  it.each(['', 'GET', 'GET /nothing', 'PUT /session', 'POST /session', 'session'])(
    'is refused with the name of the setting if it does not exist: %j',
    async (name) => {
      const fixture = await createFixture()
      await using _ = fixture.emulator
      const error: unknown = await fixture.handler
        .call(new Request(`${appOrigin}/page`, { method: 'POST', headers: { origin: appOrigin } }), name)
        .catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(ConfigError)
      const [method = 'GET', path = ''] = name.split(' ')
      expect(error).toMatchObject({
        code: 'input_invalid',
        option: 'route',
        message: expect.stringContaining(`There is no route ${method} /${path.replace(/^\//, '')}.`),
      })
    },
  )

  it('is refused from another origin, and changes nothing', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const called = await fixture.handler.call(
      new Request(`${appOrigin}/page`, {
        method: 'POST',
        headers: { origin: 'https://evil.example', cookie: cookieOf(fixture.driver) },
      }),
      'POST /sign-out',
    )
    expect(called).toMatchObject({ status: 403, body: { error: { code: 'cross_origin' } } })
    expect(await called.cookies()).toEqual([])
    expect(await fixture.driver.signedInAs()).toBe(fixture.user.email)
  })
})
