import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/handler/routes/routes.ts'
import { createFixture } from '../handler/fixture.ts'
import { sharedCache } from './shared-cache.ts'

type Fixture = Awaited<ReturnType<typeof createFixture>>

const email = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'

async function signIn(fixture: Fixture) {
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', { email, password: PASSWORD })
  return driver.jar.header() ?? ''
}

function requestOf(fixture: Fixture, route: string, cookie = '', etag = ''): Request {
  const [method = '', path = ''] = route.split(' ')
  const url = `${fixture.handler.appOrigin}/auth${path.replace(':id', 'some_id')}`
  const headers = { cookie, origin: fixture.handler.appOrigin, 'content-type': 'application/json' }
  const body = method === 'GET' || method === 'HEAD' ? undefined : '{}'
  return new Request(url, { method, body, headers: etag ? { ...headers, 'if-none-match': etag } : headers })
}

const reads = [...ROUTES.keys()].filter((route) => route.startsWith('GET '))
const odd = ['GET /nowhere', 'GET /sign-in/password', 'GET /session/', 'POST /nowhere', 'DELETE /session']

describe('shared caches', () => {
  let fixture: Fixture
  let cookie: string

  beforeAll(async () => {
    fixture = await createFixture({ exposeAccessToken: true })
    await fixture.client.createUser({ email, password: PASSWORD, emailVerified: true })
    cookie = await signIn(fixture)
  })
  afterAll(() => fixture.emulator.close())

  it('store a cacheable response, so that the next test is meaningful', async () => {
    const cache = sharedCache(
      async () => new Response('public', { headers: { 'cache-control': 'max-age=60' } }),
    )
    await cache.send(new Request('https://app.example.com/logo'))
    expect([...cache.stored.keys()]).toEqual(['GET https://app.example.com/logo'])
  })

  it('G6 store no response of any route, with or without a session', async () => {
    const cache = sharedCache((request) => fixture.handler.handle(request))
    for (const route of [...reads, ...odd]) {
      await cache.send(requestOf(fixture, route, cookie))
      const theirs = await (await cache.send(requestOf(fixture, route))).text()
      expect(theirs, route).not.toContain(email)
    }
    expect([...cache.stored.keys()]).toEqual([])
  })

  it.each([...ROUTES.keys(), ...odd])('G6 %s sets the header itself', async (route) => {
    for (const who of ['', cookie]) {
      const { headers } = await fixture.handler.handle(requestOf(fixture, route, who))
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(headers.get('vary')).toContain('Cookie')
    }
  })

  it('G6 also receive the header with a 304 and with responses to HEAD', async () => {
    const fresh = await signIn(fixture)
    const etag = (await fixture.handler.handle(requestOf(fixture, 'GET /session', fresh))).headers.get('etag')
    const unchanged = await fixture.handler.handle(requestOf(fixture, 'GET /session', fresh, etag ?? ''))
    expect(unchanged.status).toBe(304)
    const head = await fixture.handler.handle(requestOf(fixture, 'HEAD /session', fresh))
    for (const { headers } of [unchanged, head])
      expect(headers.get('cache-control')).toBe('private, no-store')
  })
})
