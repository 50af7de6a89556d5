import { expect } from 'vitest'
import { createFixture } from './fixture.ts'

export const PASSWORD = 'lantern-quartz-meadow-42'
export const MINUTE = 60_000

type Fetch = typeof fetch
type Fixture = Awaited<ReturnType<typeof createFixture>>

/** A fixture with a signed-in user, whose transport can be observed and interrupted. */
export async function signedInFixture(options: Parameters<typeof createFixture>[0] = {}) {
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
  const fixture = await createFixture(options, intercept)
  const user = await fixture.client.createUser({
    email: 'nadia@orchard.example',
    password: PASSWORD,
    emailVerified: true,
  })
  const driver = fixture.driver()
  await driver.open('sign-in')
  await driver.act('password', { email: user.email, password: PASSWORD })
  expect(await driver.signedInAs()).toBe(user.email)
  return { ...fixture, driver, user, refreshes, transport }
}

/** A request with these cookies. */
export const request = (cookie: string | undefined) => ({
  headers: new Headers(cookie === undefined ? {} : { cookie }),
})

/** Moves the clock of the API and the handler forward by this many milliseconds. */
export const advance = ({ emulator }: Pick<Fixture, 'emulator'>, ms: number): Promise<void> =>
  emulator.default.clock.advance(ms)
