import { describe, expect, it } from 'vitest'
import type { AuthHandler } from '../../src/server.ts'
import { createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { cookieJar, manualClock } from '../../src/testing.ts'
import { appOrigin, cookieSecret, createWorld } from './world.ts'

const EMAIL = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
const RETURN_TO = '/orders?page=2'

type World = Awaited<ReturnType<typeof redirectWorld>>

/** A world whose exchanges are counted and can be held up, with two instances and a browser back from its provider. */
async function twoInstances(options: Parameters<typeof createWorld>[0] = {}) {
  const exchanges: string[] = []
  const hold: { response?: Promise<void>; request?: Promise<void> } = {}
  const coordinator = memoryCoordinator()
  const world = await createWorld({ coordinator, ...options }, (send) => async (input, init) => {
    const request = new Request(input, init)
    const isExchange = request.url.endsWith('/authenticate')
    if (isExchange) exchanges.push(await request.clone().text())
    const response = await send(request)
    if (isExchange) await hold.response
    return response
  })
  const { client, clock } = world
  const other = createAuthHandler({ client, appOrigin, cookieSecret, clock, coordinator, ...options })
  return { ...world, other, exchanges, hold }
}

/** Two instances, and a browser that is back from its provider. */
async function redirectWorld(options: Parameters<typeof createWorld>[0] = {}) {
  const world = await twoInstances(options)
  const driver = world.driver()
  const begun = await driver.send(
    'GET',
    `/authorize?provider=GoogleOAuth&returnTo=${encodeURIComponent(RETURN_TO)}`,
  )
  const location = new URL(begun.headers.get('location') ?? '')
  const state = location.searchParams.get('state')
  location.searchParams.set('login_hint', EMAIL)
  const consent = await world.emulator.fetch(location, { redirect: 'manual' })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code')
  return { ...world, browser: driver, callback: `/callback?code=${code}&state=${state}` }
}

/** Loads a page as a browser that sends these cookies, and returns what it then has. */
async function load(
  handler: AuthHandler,
  path: string,
  cookie: string | undefined,
  { method = 'GET', ...headers }: Record<string, string> = {},
) {
  const url = `${appOrigin}/auth${path}`
  const response = await handler.handle(
    new Request(url, { method, headers: { ...headers, ...(cookie && { cookie }) } }),
  )
  const jar = cookieJar()
  jar.store(response.headers.getSetCookie())
  return { status: response.status, location: response.headers.get('location'), jar }
}

const signedInAs = async (handler: AuthHandler, cookie: string | undefined) => {
  const { auth } = await handler.resolve({ headers: new Headers({ cookie: cookie ?? '' }) })
  return auth.status === 'signed-in' ? auth.user.email : auth.status
}

async function expectBothSignedIn(world: World, tabs: Awaited<ReturnType<typeof load>>[]) {
  for (const tab of tabs) {
    expect(tab).toMatchObject({ status: 303, location: RETURN_TO })
    expect(await signedInAs(world.handler, tab.jar.header())).toBe(EMAIL)
  }
  expect(world.exchanges).toHaveLength(1)
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('S-03: a callback that is loaded twice', () => {
  it('signs in both tabs with one exchange, at the same moment and on one instance', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    const tabs = await Promise.all([1, 2].map(() => load(world.handler, world.callback, cookie)))
    await expectBothSignedIn(world, tabs)
  })

  it('signs in both tabs with one exchange, on two instances', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    const tabs = await Promise.all(
      [world.handler, world.other].map((handler) => load(handler, world.callback, cookie)),
    )
    await expectBothSignedIn(world, tabs)
  })

  it('signs in the second tab after the first is done, on either instance', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    const tabs = [
      await load(world.handler, world.callback, cookie),
      await load(world.other, world.callback, cookie),
      await load(world.handler, world.callback, cookie),
    ]
    await expectBothSignedIn(world, tabs)
  })

  it('leads a browser that is signed in by it to the same page again', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    for (const _time of [1, 2]) {
      const response = await world.browser.send('GET', world.callback)
      expect(response.headers.get('location')).toBe(RETURN_TO)
      await world.handler.settled()
    }
    expect(await world.browser.signedInAs()).toBe(EMAIL)
  })

  it('signs in a page that is loaded again during a slow exchange', async () => {
    let respond = () => {}
    const world = await redirectWorld()
    await using _ = world.emulator
    world.hold.response = new Promise<void>((resolve) => {
      respond = resolve
    })
    const cookie = world.browser.jar.header()
    const first = load(world.handler, world.callback, cookie)
    await expect.poll(() => world.exchanges.length).toBe(1)
    const again = load(world.handler, world.callback, cookie)
    await settle()
    respond()
    await expectBothSignedIn(world, await Promise.all([first, again]))
  })

  it('R3: signs in a page that is loaded again after an exchange that took longer than it waited', async () => {
    let respond = () => {}
    const clock = manualClock(Date.now())
    const world = await redirectWorld({ clock })
    await using _ = world.emulator
    world.hold.response = new Promise<void>((resolve) => {
      respond = resolve
    })
    const first = world.browser.send('GET', world.callback)
    await expect.poll(() => world.exchanges.length).toBe(1)
    clock.advance(10_000)
    expect((await first).headers.get('location')).toMatch(/^\/sign-in\?flow=/)
    respond()
    await world.handler.settled()
    const again = await world.browser.send('GET', world.callback)
    expect(again.headers.get('location')).toBe(RETURN_TO)
    expect(await world.browser.signedInAs()).toBe(EMAIL)
    expect(world.exchanges).toHaveLength(1)
  })

  it('F7: brings no session back that was signed out since', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    await world.browser.send('GET', world.callback)
    await world.browser.send('POST', '/sign-out')
    const again = await load(world.handler, world.callback, cookie)
    expect(again.jar.names()).not.toContain('__Host-lk-session')
  })

  it('tells the app of one sign-in', async () => {
    const events: string[] = []
    const world = await redirectWorld({ onEvent: (event) => void events.push(event.type) })
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    await Promise.all([world.handler, world.other].map((handler) => load(handler, world.callback, cookie)))
    expect(events.filter((type) => type === 'signed_in')).toHaveLength(1)
  })

  it('gives nothing to a browser that did not begin it', async () => {
    const world = await redirectWorld()
    await using _ = world.emulator
    await world.browser.send('GET', world.callback)
    const stranger = await load(world.handler, world.callback, undefined)
    expect(stranger.location).toBe('/sign-in?error=flow_not_found')
    expect(stranger.jar.names()).not.toContain('__Host-lk-session')
  })

  it.each<Record<string, string>>([
    { method: 'HEAD' },
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'sec-fetch-dest': 'image' },
    { 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-dest': 'empty' },
  ])('O6: redeems nothing for a load that nobody sees: %j', async (how) => {
    const world = await redirectWorld()
    await using _ = world.emulator
    const cookie = world.browser.jar.header()
    const looked = await load(world.handler, world.callback, cookie, how)
    expect(looked.status).toBe(403)
    expect(looked.jar.names()).toEqual([])
    expect(world.exchanges).toEqual([])
    const tab = await load(world.handler, world.callback, cookie, { 'sec-fetch-dest': 'document' })
    await expectBothSignedIn(world, [tab])
  })
})

describe('S-03: a code or token that is posted twice', () => {
  const post = async (handler: AuthHandler, path: string, cookie: string | undefined, fields: object) => {
    const headers = {
      origin: appOrigin,
      'content-type': 'application/json',
      accept: 'application/json',
      ...(cookie && { cookie }),
    }
    const url = `${appOrigin}/auth${path}`
    const response = await handler.handle(
      new Request(url, { method: 'POST', headers, body: JSON.stringify(fields) }),
    )
    const jar = cookieJar()
    jar.store(response.headers.getSetCookie())
    return { status: response.status, body: await response.json(), jar }
  }

  async function codeWorld() {
    const world = await twoInstances()
    await world.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    return world
  }

  it('signs in twice with a mailed code, on two instances', async () => {
    const world = await codeWorld()
    await using _ = world.emulator
    const driver = world.driver()
    await driver.open('sign-in')
    const sent = await driver.send('POST', '/sign-in/code/send', { email: EMAIL })
    const { flow } = (await sent.json()) as { flow: string }
    const { code } = await world.control.email(EMAIL, 'magic_auth')
    const cookie = driver.jar.header()
    const both = await Promise.all(
      [world.handler, world.other].map((handler) =>
        post(handler, '/sign-in/code/verify', cookie, { flow, code }),
      ),
    )
    for (const { status, jar } of both) {
      expect(status).toBe(200)
      expect(await signedInAs(world.handler, jar.header())).toBe(EMAIL)
    }
    expect(world.exchanges).toHaveLength(1)
    // A wrong code is not kept: it may be typed again, and is asked about again.
    expect((await post(world.handler, '/sign-in/code/verify', cookie, { flow, code: '000000' })).status).toBe(
      400,
    )
    expect((await post(world.handler, '/sign-in/code/verify', cookie, { flow, code: '000000' })).status).toBe(
      400,
    )
    expect(world.exchanges).toHaveLength(3)
  })

  it('sets a new password once for a link that is posted twice', async () => {
    const world = await codeWorld()
    await using _ = world.emulator
    const { passwordResetToken: token } = await world.client.createPasswordReset({ email: EMAIL })
    const fields = { token, newPassword: 'another-lantern-quartz-42', kind: 'reset-password' }
    const both = await Promise.all(
      [world.handler, world.other].map((handler) => post(handler, '/password/reset', undefined, fields)),
    )
    for (const { status, jar } of both) {
      expect(status).toBe(200)
      expect(await signedInAs(world.handler, jar.header())).toBe(EMAIL)
    }
    const third = await post(world.handler, '/password/reset', undefined, {
      ...fields,
      newPassword: PASSWORD,
    })
    expect(third.body).toMatchObject({ error: { code: 'password_reset_token_not_found' } })
  })

  it('accepts an invitation once for a form that is posted twice', async () => {
    const world = await codeWorld()
    await using _ = world.emulator
    const organization = await world.client.createOrganization({ name: 'Orchard' })
    const invitation = await world.client.sendInvitation({ email: EMAIL, organizationId: organization.id })
    const driver = world.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    const cookie = driver.jar.header()
    const both = await Promise.all(
      [world.handler, world.other].map((handler) =>
        post(handler, '/invitation', cookie, { token: invitation.token }),
      ),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
  })
})
