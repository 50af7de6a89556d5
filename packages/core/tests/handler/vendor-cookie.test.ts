import { createEmulator } from '@latchkey/emulator'
import { WorkOS } from '@workos-inc/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { cryptography } from '../../src/base/cryptography.ts'
import { type AuthHandlerOptions, createAuthHandler, createClient } from '../../src/server.ts'
import { openVendorSeal } from '../../src/session/vendor-seal.ts'
import { cookieJar } from '../../src/testing.ts'
import { appOrigin, cookieSecret } from './fixture.ts'

const PASSWORD = 'lantern-quartz-meadow-42'
const cookiePassword = 'uR5tW8xZ2bD4fG6hJ7kL9mN1pQ3sT0vY'

let emulator: Awaited<ReturnType<typeof createEmulator>>
let sealed: string

beforeAll(async () => {
  emulator = await createEmulator({ port: 0 })
  const { port } = new URL(emulator.url)
  const { apiKey, clientId } = emulator.default
  const vendor = new WorkOS(apiKey, { clientId, apiHostname: '127.0.0.1', port: Number(port), https: false })
  await vendor.userManagement.createUser({
    email: 'nadia@orchard.example',
    password: PASSWORD,
    emailVerified: true,
  })
  const response = await vendor.userManagement.authenticateWithPassword({
    clientId,
    email: 'nadia@orchard.example',
    password: PASSWORD,
    session: { sealSession: true, cookiePassword },
  })
  sealed = response.sealedSession as string
})
afterAll(() => emulator.close())

function handlerWith(vendorCookie: AuthHandlerOptions['vendorCookie']) {
  const { apiKey, clientId } = emulator.default
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url })
  return createAuthHandler({ client, appOrigin, cookieSecret, vendorCookie })
}

const asking = (cookie: string) => ({ headers: new Headers({ cookie }) })

describe('a cookie that the WorkOS SDK sealed', () => {
  it('signs its owner in, and is stored in our own format with the response', async () => {
    const handler = handlerWith({ password: cookiePassword })
    const { auth, cookies } = await handler.resolve(asking(`wos-session=${sealed}`))
    expect(auth).toMatchObject({ status: 'signed-in', user: { email: 'nadia@orchard.example' } })
    const jar = cookieJar()
    for (const { name, value } of await cookies()) jar.set(name, value)
    const again = await handler.resolve(asking(`wos-session=gone; ${jar.header()}`))
    expect(again).toMatchObject({ auth: { status: 'signed-in' }, hasCookies: false })
  })

  it('is deleted with our own when its owner signs out', async () => {
    const handler = handlerWith({ password: cookiePassword })
    const headers = { cookie: `wos-session=${sealed}`, origin: appOrigin, accept: 'application/json' }
    const response = await handler.handle(
      new Request(`${appOrigin}/auth/sign-out`, { method: 'POST', headers }),
    )
    expect(response.headers.getSetCookie().join()).toContain('wos-session=; Path=/; Max-Age=0')
  })

  it('is ignored without the option, with another password, or with a changed byte', async () => {
    expect((await handlerWith(undefined).resolve(asking(`wos-session=${sealed}`))).auth.status).toBe(
      'signed-out',
    )
    const other = handlerWith({ password: 'another-password-of-32-characters' })
    expect((await other.resolve(asking(`wos-session=${sealed}`))).auth.status).toBe('signed-out')
    const handler = handlerWith({ password: cookiePassword })
    for (let index = 0; index < sealed.length; index += 37) {
      const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1)
      expect((await handler.resolve(asking(`wos-session=${changed}`))).auth.status, changed).toBe(
        'signed-out',
      )
    }
  })

  // With an empty password, everyone could make a valid cookie.
  it.each([
    [undefined, 'is missing'],
    ['', 'is missing'],
    ['x'.repeat(31), 'has 31'],
  ])(
    'is not accepted if the password is %o: the error names the option and the variable',
    (password, problem) => {
      const creating = () => handlerWith({ password })
      expect(creating).toThrow(expect.objectContaining({ code: 'option_invalid', option: 'vendorCookie' }))
      expect(creating).toThrow(problem)
      expect(creating).toThrow('WORKOS_COOKIE_PASSWORD')
    },
  )

  it('is opened with the password from the environment if none is passed', async () => {
    vi.stubEnv('WORKOS_COOKIE_PASSWORD', cookiePassword)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { auth } = await handlerWith({}).resolve(asking(`wos-session=${sealed}`))
    expect(auth.status).toBe('signed-in')
  })

  it.each([
    ['node:crypto', cryptography()],
    ['Web Crypto', cryptography('web')],
  ])('opens with %s, but not after its own expiration', async (_name, primitives) => {
    expect(await openVendorSeal(primitives, cookiePassword, sealed, Date.now())).toMatchObject({
      user: { email: 'nadia@orchard.example' },
    })
    const parts = sealed.split('*')
    parts[5] = '1'
    expect(await openVendorSeal(primitives, cookiePassword, parts.join('*'), Date.now())).toBeUndefined()
  })
})
