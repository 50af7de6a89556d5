import { createEmulator } from '@latchkey/emulator'
import { describe, expect, it } from 'vitest'
import { randomName } from '../../src/base/cryptography.ts'
import type { HandlerEvent } from '../../src/handler/index.ts'
import { createAuthHandler, createClient, type UserFields } from '../../src/server.ts'
import { handlerDriver } from '../../src/testing.ts'
import { appOrigin, cookieSecret } from './fixture.ts'

const email = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
/** nginx accepts header lines of 8 kB, including the name of the header. */
const LIMIT = 8_192 - 'Cookie: \r\n'.length

const slugs = (count: number) =>
  Array.from({ length: count }, (_, index) => `workspace-module-${index}:manage-everything-in-it`)
/** Text that compresses badly. */
const noise = (length: number) => randomName(length * 6).slice(0, length)

interface Setup {
  permissions?: string[]
  organizations?: number
  userFields?: UserFields
  /** Changes the API's responses to sign-ins and refreshes. */
  change?: (body: { access_token: string; user: object }) => object
}

async function setUp({ permissions = [], organizations = 1, userFields, change }: Setup) {
  const names = Array.from({ length: organizations }, (_, index) => `Orchard ${index}`)
  const seed = {
    roles: [{ slug: 'big', permissions }],
    users: [{ email, password: PASSWORD, email_verified: true }],
    organizations: names.map((name) => ({ name, members: [{ email, role: 'big' }] })),
  }
  const emulator = await createEmulator()
  const environment = await emulator.createEnvironment({ seed })
  const { apiKey, clientId } = environment
  const state = { change }
  const send = (async (url, init) => {
    const response = await emulator.fetch(url as string, init)
    if (!state.change || !String(url).endsWith('/authenticate') || !response.ok) return response
    return Response.json(state.change((await response.json()) as never))
  }) as typeof fetch
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: send, maxRetries: 0 })
  const events: HandlerEvent[] = []
  const handler = createAuthHandler({
    client,
    appOrigin,
    cookieSecret,
    userFields,
    clock: { now: () => environment.clock.now().getTime() },
    onEvent: (event) => events.push(event),
    log: false,
  })
  const driver = handlerDriver({ handler, mode: 'json' })
  const size = () => driver.jar.header()?.length ?? 0
  async function signIn() {
    const response = await driver.send('POST', '/sign-in/password', { email, password: PASSWORD })
    const body = await response.json()
    if (body.step?.name !== 'select-organization') return { status: response.status, body }
    const [organization] = body.step.organizations
    const chosen = await driver.send('POST', '/sign-in/organization', {
      flow: body.flow,
      organizationId: organization.id,
    })
    return { status: chosen.status, body: await chosen.json() }
  }
  const start = (length = 120) =>
    driver.send('GET', `/authorize?provider=GoogleOAuth&returnTo=/${'p'.repeat(length)}`)
  return { emulator, environment, handler, driver, events, size, signIn, start, client, state }
}

describe('S13, BUG-18: all cookies of the app', () => {
  it.each([0, 60, 130, 180, 320])(
    'BUG-18: stay below 8 kB with %i permissions and any number of sign-ins in progress',
    async (count) => {
      const { emulator, driver, signIn, size, start } = await setUp({ permissions: slugs(count) })
      await using _ = emulator
      expect((await signIn()).status).toBe(200)
      expect(size()).toBeLessThan(LIMIT)
      for (let attempt = 0; attempt < 6; attempt += 1) {
        await start(attempt % 2 ? 120 : 1_900)
        expect(size(), `attempt ${attempt}`).toBeLessThan(LIMIT)
      }
      expect((await driver.send('GET', '/session')).status).toBe(200)
      expect((await driver.send('POST', '/sign-out', {})).status).toBe(200)
    },
  )

  it('N14: stay below 8 kB with pages in their own organizations, and the newest of those fit', async () => {
    const { emulator, handler, driver, signIn, size, start, client } = await setUp({
      permissions: Array.from({ length: 24 }, () => noise(40)),
      organizations: 6,
    })
    await using _ = emulator
    await signIn()
    const { data } = (await (await driver.send('GET', '/organizations')).json()) as { data: { id: string }[] }
    const enter = async (organizationId: string) => {
      const headers = new Headers({
        cookie: driver.jar.header() ?? '',
        'latchkey-organization': organizationId,
      })
      const { auth, cookies } = await handler.resolve({ headers })
      for (const { name, value, maxAge } of await cookies())
        driver.jar.store([`${name}=${value}${maxAge === 0 ? '; Max-Age=0' : ''}`])
      return auth
    }
    for (const { id } of data) {
      await start()
      expect(await enter(id)).toMatchObject({ status: 'signed-in', organizationId: id })
      expect(size()).toBeLessThan(LIMIT)
    }
    for (let attempt = 0; attempt < 6; attempt += 1) await start()
    expect(size()).toBeLessThan(LIMIT)
    expect((await driver.send('GET', '/session')).status).toBe(200)
    expect(client.api.clientId).toBeTruthy()
  })

  it('N15: drop the oldest sign-in in progress first, and never the newest one', async () => {
    const { emulator, driver, signIn, start, environment } = await setUp({
      permissions: Array.from({ length: 40 }, () => noise(40)),
    })
    await using _ = emulator
    await signIn()
    const flows = () =>
      driver.jar
        .names()
        .filter((name) => /-flow-/.test(name))
        .sort()
    let before: string[] = []
    for (let attempt = 0; attempt < 6; attempt += 1) {
      environment.clock.advance({ seconds: 2 })
      const states = new URL((await start(300)).headers.get('location') ?? '').searchParams.get('state')
      const after = flows()
      const [id] = (states ?? '').split('.')
      expect(after.at(-1)).toContain(id)
      const stored = before.filter((name) => after.includes(name))
      expect(stored).toEqual(before.slice(before.length - stored.length))
      before = after
    }
    expect(before.length).toBeLessThan(5)
  })
})

describe('a session that does not fit into cookies', () => {
  const withClaims =
    (claims: object) => (emulatorEnvironment: Awaited<ReturnType<typeof setUp>>['environment']) =>
      emulatorEnvironment.settings.update({ jwt_template: JSON.stringify(claims) } as never)

  it('N13: is refused as too large, and causes its own event instead of an outage', async () => {
    const { emulator, signIn, events } = await setUp({
      permissions: Array.from({ length: 200 }, () => noise(60)),
    })
    await using _ = emulator
    const { status, body } = await signIn()
    expect([status, body.error?.code]).toEqual([400, 'too_large'])
    expect(events.filter(({ type }) => type === 'failed')).toMatchObject([{ code: 'session_too_large' }])
  })

  it.each([
    ['a picture in its URL', { profile_picture_url: `https://pictures.example/${'p'.repeat(9_000)}` }, 200],
    ['a name as long as a book', { first_name: 'n'.repeat(9_000) }, 400],
  ])('N13: is refused or shortened because of %s', async (_name, user, status) => {
    const { emulator, signIn, size, events } = await setUp({
      change: (body) => ({ ...body, user: { ...body.user, ...user } }),
    })
    await using _ = emulator
    expect((await signIn()).status).toBe(status)
    expect(size()).toBeLessThan(LIMIT)
    const codes = events.flatMap((event) => ('code' in event ? event.code : []))
    expect(codes).toEqual(status === 200 ? [] : ['session_too_large'])
  })

  it('RE-7: contains the metadata of its user if the access token leaves enough space', async () => {
    const metadata = { plan: noise(900), region: 'north' }
    const results: string[] = []
    for (const permissions of [20, 40, 60, 70, 75, 80]) {
      const { emulator, handler, driver, signIn, size, events } = await setUp({
        permissions: Array.from({ length: permissions }, () => noise(40)),
        userFields: { metadata: ['plan', 'region'] },
        change: (body) => ({ ...body, user: { ...body.user, metadata } }),
      })
      await using _ = emulator
      if ((await signIn()).status !== 200) break
      expect(size()).toBeLessThan(LIMIT)
      const { auth } = await handler.resolve({ headers: new Headers({ cookie: driver.jar.header() ?? '' }) })
      const isStored = auth.status === 'signed-in' && auth.user.metadata?.region === 'north'
      const codes = events.flatMap((event) => ('code' in event ? event.code : []))
      expect([permissions, codes]).toEqual([permissions, isStored ? [] : ['user_fields_too_large']])
      results.push(isStored ? 'stored' : 'left out')
    }
    expect(results[0]).toBe('stored')
    expect(results.at(-1)).toBe('left out')
  })

  it('N13: is also refused as too large if it exceeds 64 KiB', async () => {
    const { emulator, signIn, events } = await setUp({
      change: (body) => ({ ...body, access_token: `${body.access_token}${'x'.repeat(70_000)}` }),
    })
    await using _ = emulator
    expect((await signIn()).body.error?.code).toBe('too_large')
    expect(events).toMatchObject([{ code: 'session_too_large' }])
  })

  it('N13: causes an event if the API refuses its claims as too large', async () => {
    const { emulator, environment, signIn, events } = await setUp({})
    await using _ = emulator
    await withClaims({ text: noise(4_000) })(environment)
    expect((await signIn()).body.error?.code).toBe('too_large')
    expect(events).toMatchObject([{ type: 'failed', code: 'claims_too_large' }])
  })

  it('N13: keeps its user signed in if it grows at a refresh, and causes an event at each refresh', async () => {
    const { emulator, environment, handler, signIn, driver, events, size } = await setUp({
      permissions: Array.from({ length: 60 }, () => noise(40)),
    })
    await using _ = emulator
    expect((await signIn()).status).toBe(200)
    await withClaims({ text: noise(2_900) })(environment)
    for (let refresh = 1; refresh < 5; refresh += 1) {
      environment.clock.advance({ minutes: 20 })
      const { auth } = await handler.resolve({ headers: new Headers({ cookie: driver.jar.header() ?? '' }) })
      expect(auth).toMatchObject({ status: 'signed-in', claims: { text: expect.any(String) } })
      expect(await driver.signedInAs()).toBe(email)
      expect(size()).toBeLessThan(LIMIT)
      expect(events.filter((event) => 'code' in event && event.code === 'session_too_large')).not.toEqual([])
      events.length = 0
    }
  })

  it('N13: is refused during a switch, and the active organization does not change', async () => {
    const { emulator, environment, signIn, driver, size } = await setUp({
      permissions: Array.from({ length: 60 }, () => noise(40)),
      organizations: 2,
    })
    await using _ = emulator
    await signIn()
    const current = await driver.currentOrganization()
    await withClaims({ text: noise(2_900) })(environment)
    const { data } = (await (await driver.send('GET', '/organizations')).json()) as {
      data: { id: string; current: boolean }[]
    }
    const other = data.find((one) => !one.current)?.id
    const response = await driver.send('POST', '/organization/switch', { organizationId: other })
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'too_large'])
    await environment.settings.update({ jwt_template: null } as never)
    environment.clock.advance({ minutes: 20 })
    expect([await driver.currentOrganization(), await driver.signedInAs()]).toEqual([current, email])
    expect(size()).toBeLessThan(LIMIT)
  })
})
