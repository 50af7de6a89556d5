import { createEmulator } from '@latchkey/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuthHandlerOptions } from '../../src/handler/index.ts'
import { createAuthHandler, createClient } from '../../src/server.ts'
import type { SessionPayload } from '../../src/session/session-payload.ts'
import { type CookieJar, cookieJar } from '../../src/testing.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const FIRST = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const SECOND = 'Z9xW7vU5tS3rQ1pO8nM6lK4jI2hG0fEd'

let emulator: Awaited<ReturnType<typeof createEmulator>>
beforeAll(async () => {
  emulator = await createEmulator()
})
afterAll(() => emulator.close())

/** An app with its own users, in a browser that also has the cookies of other apps. */
async function app(jar: CookieJar, options: Partial<AuthHandlerOptions>) {
  const environment = await emulator.createEnvironment()
  const { apiKey, clientId } = environment
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: emulator.fetch })
  const handler = createAuthHandler({
    client,
    appOrigin: 'http://localhost:3000',
    cookieSecret: FIRST,
    clock: { now: () => environment.clock.now().getTime() },
    ...options,
  })
  const email = 'nadia@orchard.example'
  await client.createUser({ email, password: PASSWORD, emailVerified: true })

  async function send(method: string, path: string, fields?: object) {
    const headers = new Headers({ origin: handler.appOrigin, cookie: jar.header() ?? '' })
    if (fields) headers.set('content-type', 'application/json')
    const url = handler.appOrigin + handler.basePath + path
    const response = await handler.handle(
      new Request(url, { method, headers, body: fields && JSON.stringify(fields) }),
    )
    jar.store(response.headers.getSetCookie())
    return response
  }
  return {
    handler,
    send,
    signIn: () => send('POST', '/sign-in/password', { email, password: PASSWORD }),
    status: async () => ((await (await send('GET', '/session')).json()) as SessionPayload).status,
  }
}

describe('two apps on one host', () => {
  it.each([
    ['different ports and secrets', {}, { appOrigin: 'http://localhost:3001', cookieSecret: SECOND }],
    ['different ports and one secret', {}, { appOrigin: 'http://localhost:3001' }],
    [
      'different paths of one https origin',
      { appOrigin: 'https://a.example', basePath: '/one/auth' },
      { appOrigin: 'https://a.example', basePath: '/two/auth' },
    ],
    [
      'the same cookieDomain',
      { appOrigin: 'https://a.example.com', cookieDomain: 'example.com' },
      { appOrigin: 'https://b.example.com', cookieDomain: 'example.com' },
    ],
  ] as [string, Partial<AuthHandlerOptions>, Partial<AuthHandlerOptions>][])(
    'BUG-05, N15: do not affect each other with %s',
    async (_name, one, other) => {
      const jar = cookieJar()
      const [first, second] = [await app(jar, one), await app(jar, other)]
      await first.signIn()
      const ofFirst = jar.names()
      expect(await second.status()).toBe('signed-out')
      await second.signIn()
      for (let attempt = 0; attempt < 8; attempt += 1)
        await second.send('GET', '/authorize?provider=GoogleOAuth')
      expect([await first.status(), await second.status()]).toEqual(['signed-in', 'signed-in'])
      await second.send('POST', '/sign-out', {})
      expect(await first.status()).toBe('signed-in')
      expect(jar.names()).toEqual(expect.arrayContaining(ofFirst))
      expect(first.handler.cookieNames.hint).not.toBe(second.handler.cookieNames.hint)
    },
  )

  it('S12, BUG-05: can use different cookie names if they share a client', async () => {
    const jar = cookieJar()
    const first = await app(jar, { cookieName: 'shop' })
    const second = await app(jar, { cookieName: 'shop-admin' })
    await first.signIn()
    await second.signIn()
    expect(jar.names().sort()).toEqual(['shop-admin-hint', 'shop-admin-session', 'shop-hint', 'shop-session'])
    expect(second.handler.cookieNames).toEqual({ session: 'shop-admin-session', hint: 'shop-admin-hint' })
    await first.send('POST', '/sign-out', {})
    expect([await first.status(), await second.status()]).toEqual(['signed-out', 'signed-in'])
  })
})
