import { expect } from 'vitest'
import { createWorld } from './world.ts'

export const PASSWORD = 'lantern-quartz-meadow-42'
export const MINUTE = 60_000

type Fetch = typeof fetch
type World = Awaited<ReturnType<typeof createWorld>>

/** A world whose transport can be watched and broken, with one person signed in. */
export async function signedInWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const refreshes: string[] = []
  const transport: { response?: (request: Request, next: () => Promise<Response>) => Promise<Response> } = {}
  const intercept =
    (send: Fetch): Fetch =>
    async (input, init) => {
      const request = new Request(input, init)
      const body = request.method === 'POST' ? await request.clone().text() : ''
      const isRefresh = body.includes('"grant_type":"refresh_token"')
      if (isRefresh) refreshes.push(body)
      const next = () => send(request)
      return isRefresh && transport.response ? transport.response(request, next) : next()
    }
  const world = await createWorld(options, intercept)
  const user = await world.client.createUser({
    email: 'nadia@orchard.example',
    password: PASSWORD,
    emailVerified: true,
  })
  const driver = world.driver()
  await driver.open('sign-in')
  await driver.act('password', { email: user.email, password: PASSWORD })
  expect(await driver.signedInAs()).toBe(user.email)
  return { ...world, driver, user, refreshes, transport }
}

/** A request with these cookies. */
export const request = (cookie: string | undefined) => ({
  headers: new Headers(cookie === undefined ? {} : { cookie }),
})

/** Lets that many milliseconds pass, for the API and the handler alike. */
export const advance = ({ emulator }: Pick<World, 'emulator'>, ms: number): Promise<void> =>
  emulator.default.clock.advance(ms)
