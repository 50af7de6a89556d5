import { describe, expect, it } from 'vitest'
import type { AuthHandler, HandlerEvent } from '../../src/server.ts'
import { createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { cookieJar, manualClock } from '../../src/testing.ts'
import { appOrigin, cookieSecret, createFixture } from './fixture.ts'

const EMAIL = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
const RETURN_TO = '/orders?page=2'

type Fixture = Awaited<ReturnType<typeof redirectFixture>>

/** A fixture with two instances, whose exchanges are counted and can be delayed. */
async function twoInstances(options: Parameters<typeof createFixture>[0] = {}) {
  const exchanges: string[] = []
  const hold: { response?: Promise<void>; request?: Promise<void> } = {}
  const coordinator = memoryCoordinator()
  const fixture = await createFixture({ coordinator, ...options }, (send) => async (input, init) => {
    const request = new Request(input, init)
    const isExchange = request.url.endsWith('/authenticate')
    if (isExchange) exchanges.push(await request.clone().text())
    const response = await send(request)
    if (isExchange) await hold.response
    return response
  })
  const { client, clock } = fixture
  const other = createAuthHandler({ client, appOrigin, cookieSecret, clock, coordinator, ...options })
  return { ...fixture, other, exchanges, hold }
}

/** Two instances, and a browser that has returned from its provider. */
async function redirectFixture(options: Parameters<typeof createFixture>[0] = {}) {
  const fixture = await twoInstances(options)
  const driver = fixture.driver()
  const begun = await driver.send(
    'GET',
    `/authorize?provider=GoogleOAuth&returnTo=${encodeURIComponent(RETURN_TO)}`,
  )
  const location = new URL(begun.headers.get('location') ?? '')
  const state = location.searchParams.get('state')
  location.searchParams.set('login_hint', EMAIL)
  const consent = await fixture.emulator.fetch(location, { redirect: 'manual' })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code')
  return { ...fixture, browser: driver, callback: `/callback?code=${code}&state=${state}` }
}

/** Loads a page with these cookies, and returns the response and the cookies that it sets. */
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

async function expectBothSignedIn(fixture: Fixture, tabs: Awaited<ReturnType<typeof load>>[]) {
  for (const tab of tabs) {
    expect(tab).toMatchObject({ status: 303, location: RETURN_TO })
    expect(await signedInAs(fixture.handler, tab.jar.header())).toBe(EMAIL)
  }
  expect(fixture.exchanges).toHaveLength(1)
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('S-03: a callback that is loaded twice', () => {
  it('signs in both tabs with one exchange, simultaneously on one instance', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    const tabs = await Promise.all([1, 2].map(() => load(fixture.handler, fixture.callback, cookie)))
    await expectBothSignedIn(fixture, tabs)
  })

  it('signs in both tabs with one exchange, on two instances', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    const tabs = await Promise.all(
      [fixture.handler, fixture.other].map((handler) => load(handler, fixture.callback, cookie)),
    )
    await expectBothSignedIn(fixture, tabs)
  })

  it('signs in the second tab after the first one, on either instance', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    const tabs = [
      await load(fixture.handler, fixture.callback, cookie),
      await load(fixture.other, fixture.callback, cookie),
      await load(fixture.handler, fixture.callback, cookie),
    ]
    await expectBothSignedIn(fixture, tabs)
  })

  it('redirects a browser that it has signed in to the same page again', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    for (const _time of [1, 2]) {
      const response = await fixture.browser.send('GET', fixture.callback)
      expect(response.headers.get('location')).toBe(RETURN_TO)
      await fixture.handler.settled()
    }
    expect(await fixture.browser.signedInAs()).toBe(EMAIL)
  })

  it('signs in a page that is loaded again during a slow exchange', async () => {
    let respond = () => {}
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    fixture.hold.response = new Promise<void>((resolve) => {
      respond = resolve
    })
    const cookie = fixture.browser.jar.header()
    const first = load(fixture.handler, fixture.callback, cookie)
    await expect.poll(() => fixture.exchanges.length).toBe(1)
    const again = load(fixture.handler, fixture.callback, cookie)
    await settle()
    respond()
    await expectBothSignedIn(fixture, await Promise.all([first, again]))
  })

  it('R3: signs in a page that is loaded again after an exchange that took longer than it waited', async () => {
    let respond = () => {}
    const clock = manualClock(Date.now())
    const fixture = await redirectFixture({ clock })
    await using _ = fixture.emulator
    fixture.hold.response = new Promise<void>((resolve) => {
      respond = resolve
    })
    const first = fixture.browser.send('GET', fixture.callback)
    await expect.poll(() => fixture.exchanges.length).toBe(1)
    clock.advance(10_000)
    expect((await first).headers.get('location')).toMatch(/^\/sign-in\?flow=/)
    respond()
    await fixture.handler.settled()
    const again = await fixture.browser.send('GET', fixture.callback)
    expect(again.headers.get('location')).toBe(RETURN_TO)
    expect(await fixture.browser.signedInAs()).toBe(EMAIL)
    expect(fixture.exchanges).toHaveLength(1)
  })

  it('F7: does not restore a session that was signed out in the meantime', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    await fixture.browser.send('GET', fixture.callback)
    await fixture.browser.send('POST', '/sign-out')
    const again = await load(fixture.handler, fixture.callback, cookie)
    expect(again.jar.names()).not.toContain('__Host-lk-session')
  })

  it('reports one sign-in to the app', async () => {
    const events: string[] = []
    const fixture = await redirectFixture({ onEvent: (event) => void events.push(event.type) })
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    await Promise.all(
      [fixture.handler, fixture.other].map((handler) => load(handler, fixture.callback, cookie)),
    )
    expect(events.filter((type) => type === 'signed_in')).toHaveLength(1)
  })

  it('signs in no browser that did not start it', async () => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    await fixture.browser.send('GET', fixture.callback)
    const stranger = await load(fixture.handler, fixture.callback, undefined)
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
  ])('O6: redeems nothing for a load that no user sees: %j', async (how) => {
    const fixture = await redirectFixture()
    await using _ = fixture.emulator
    const cookie = fixture.browser.jar.header()
    const looked = await load(fixture.handler, fixture.callback, cookie, how)
    expect(looked.status).toBe(403)
    expect(looked.jar.names()).toEqual([])
    expect(fixture.exchanges).toEqual([])
    const tab = await load(fixture.handler, fixture.callback, cookie, { 'sec-fetch-dest': 'document' })
    await expectBothSignedIn(fixture, [tab])
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

  async function codeFixture() {
    const fixture = await twoInstances()
    await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    return fixture
  }

  it('signs in with an emailed code that is posted to two instances', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    await driver.open('sign-in')
    const sent = await driver.send('POST', '/sign-in/code/send', { email: EMAIL })
    const { flow } = (await sent.json()) as { flow: string }
    const { code } = await fixture.control.email(EMAIL, 'magic_auth')
    const cookie = driver.jar.header()
    const both = await Promise.all(
      [fixture.handler, fixture.other].map((handler) =>
        post(handler, '/sign-in/code/verify', cookie, { flow, code }),
      ),
    )
    for (const { status, jar } of both) {
      expect(status).toBe(200)
      expect(await signedInAs(fixture.handler, jar.header())).toBe(EMAIL)
    }
    expect(fixture.exchanges).toHaveLength(1)
    // The result of a wrong code is not stored, so a second attempt is sent to the API.
    expect(
      (await post(fixture.handler, '/sign-in/code/verify', cookie, { flow, code: '000000' })).status,
    ).toBe(400)
    expect(
      (await post(fixture.handler, '/sign-in/code/verify', cookie, { flow, code: '000000' })).status,
    ).toBe(400)
    expect(fixture.exchanges).toHaveLength(3)
  })

  it('sets a new password once for a link that is posted twice', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const { passwordResetToken: token } = await fixture.client.createPasswordReset({ email: EMAIL })
    const fields = { token, newPassword: 'another-lantern-quartz-42', kind: 'reset-password' }
    const both = await Promise.all(
      [fixture.handler, fixture.other].map((handler) => post(handler, '/password/reset', undefined, fields)),
    )
    for (const { status, jar } of both) {
      expect(status).toBe(200)
      expect(await signedInAs(fixture.handler, jar.header())).toBe(EMAIL)
    }
    const third = await post(fixture.handler, '/password/reset', undefined, {
      ...fields,
      newPassword: PASSWORD,
    })
    expect(third.body).toMatchObject({ error: { code: 'password_reset_token_not_found' } })
  })

  it('accepts an invitation once for a form that is posted twice', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const organization = await fixture.client.createOrganization({ name: 'Orchard' })
    const invitation = await fixture.client.sendInvitation({ email: EMAIL, organizationId: organization.id })
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    const cookie = driver.jar.header()
    const both = await Promise.all(
      [fixture.handler, fixture.other].map((handler) =>
        post(handler, '/invitation', cookie, { token: invitation.token }),
      ),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
  })

  /** Posts the same fields to both instances at the same time, and to the first one again. */
  async function postThrice(
    fixture: Awaited<ReturnType<typeof codeFixture>>,
    path: string,
    cookie: string | undefined,
    fields: object,
  ) {
    const both = await Promise.all(
      [fixture.handler, fixture.other].map((handler) => post(handler, path, cookie, fields)),
    )
    return [...both, await post(fixture.handler, path, cookie, fields)]
  }

  async function enrolled(fixture: Awaited<ReturnType<typeof codeFixture>>, userId: string) {
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    await driver.enrollTotp(() => fixture.control.totp(userId))
    await fixture.emulator.default.clock.advance({ seconds: 60 })
    return driver
  }

  const userIdOf = async ({ client }: Awaited<ReturnType<typeof codeFixture>>) =>
    (await client.listUsers({ email: EMAIL })).data[0]?.id ?? ''

  it('signs in with the code of an authenticator', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const userId = await userIdOf(fixture)
    await enrolled(fixture, userId)
    const driver = fixture.driver()
    await driver.open('sign-in')
    const begun = await driver.send('POST', '/sign-in/password', { email: EMAIL, password: PASSWORD })
    const { flow } = (await begun.json()) as { flow: string }
    fixture.exchanges.length = 0
    const fields = { flow, code: await fixture.control.totp(userId) }
    for (const { status, jar } of await postThrice(
      fixture,
      '/sign-in/mfa/verify',
      driver.jar.header(),
      fields,
    )) {
      expect(status).toBe(200)
      expect(await signedInAs(fixture.handler, jar.header())).toBe(EMAIL)
    }
    expect(fixture.exchanges).toHaveLength(1)
  })

  it('signs in to the organization that was chosen', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const userId = await userIdOf(fixture)
    const ids: string[] = []
    for (const name of ['Orchard', 'Harbor']) {
      const { id } = await fixture.client.createOrganization({ name })
      await fixture.client.createOrganizationMembership({ userId, organizationId: id })
      ids.push(id)
    }
    const driver = fixture.driver()
    await driver.open('sign-in')
    const begun = await driver.send('POST', '/sign-in/password', { email: EMAIL, password: PASSWORD })
    const { flow } = (await begun.json()) as { flow: string }
    fixture.exchanges.length = 0
    const fields = { flow, organizationId: ids[0] }
    for (const { status, jar } of await postThrice(
      fixture,
      '/sign-in/organization',
      driver.jar.header(),
      fields,
    )) {
      expect(status).toBe(200)
      expect(await signedInAs(fixture.handler, jar.header())).toBe(EMAIL)
    }
    expect(fixture.exchanges).toHaveLength(1)
    const other = await post(fixture.handler, '/sign-in/organization', driver.jar.header(), {
      flow,
      organizationId: ids[1],
    })
    expect(other.jar.names()).not.toContain('__Host-lk-session')
  })

  it('changes the email address', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    const newEmail = 'nadia.new@orchard.example'
    expect((await driver.send('POST', '/me/email/send', { newEmail })).status).toBe(200)
    const { code } = await fixture.control.email(newEmail, 'email_change')
    for (const { status, body, jar } of await postThrice(fixture, '/me/email/confirm', driver.jar.header(), {
      code,
    })) {
      expect([status, body]).toMatchObject([200, { user: { email: newEmail } }])
      expect(await signedInAs(fixture.handler, jar.header())).toBe(newEmail)
    }
  })

  it('sets up an authenticator', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: EMAIL, password: PASSWORD })
    const begun = await driver.send('POST', '/me/factors')
    const { factorId, challengeId } = (await begun.json()) as Record<string, string>
    const code = await fixture.control.totp(await userIdOf(fixture))
    const fields = { factorId, challengeId, code }
    const all = await postThrice(fixture, '/me/factors/verify', driver.jar.header(), fields)
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('signs in from another device, even if the response to the poll was lost', async () => {
    const fixture = await codeFixture()
    await using _ = fixture.emulator
    const driver = fixture.driver()
    const begun = await driver.send('POST', '/device')
    const { flow, userCode, verificationUri } = (await begun.json()) as Record<string, string>
    const send = (url: string, fields: Record<string, string>) =>
      fixture.emulator.fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: new URL(url).origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      })
    const entered = await send(verificationUri ?? '', { user_code: userCode ?? '', action: 'approve' })
    const signIn = new URL(entered.headers.get('location') ?? '', verificationUri)
    await send(signIn.href, { action: 'password', email: EMAIL, password: PASSWORD })
    fixture.exchanges.length = 0
    for (const { status, jar } of await postThrice(fixture, '/device/poll', driver.jar.header(), { flow })) {
      expect(status).toBe(200)
      expect(await signedInAs(fixture.handler, jar.header())).toBe(EMAIL)
    }
    expect(fixture.exchanges).toHaveLength(1)
  })
})

describe('an accepted code whose next step could not be prepared', () => {
  /** A user, and an API that fails for requests to this path. */
  async function failingFixture(path: RegExp) {
    const failing = { status: 0 }
    const events: HandlerEvent[] = []
    const fixture = await createFixture(
      { onEvent: (event) => void events.push(event) },
      (send) => async (input, init) => {
        const request = new Request(input, init)
        return failing.status && path.test(new URL(request.url).pathname)
          ? Response.json({ message: 'no' }, { status: failing.status })
          : send(request)
      },
    )
    const user = await fixture.client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
    return { ...fixture, user, failing, events }
  }

  async function mailedCode(fixture: Awaited<ReturnType<typeof failingFixture>>) {
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('send-code', { email: EMAIL })
    const { code } = await fixture.control.email(EMAIL, 'magic_auth')
    return { driver, code: code ?? '' }
  }

  it.each([500, 401, 429])('S-03: still requires the second factor after a %i', async (status) => {
    const fixture = await failingFixture(/\/challenge$/)
    await using _ = fixture.emulator
    const enrolling = fixture.driver()
    await enrolling.open('sign-in')
    await enrolling.act('password', { email: EMAIL, password: PASSWORD })
    await enrolling.enrollTotp(() => fixture.control.totp(fixture.user.id))
    await fixture.emulator.default.clock.advance({ seconds: 60 })
    const { driver, code } = await mailedCode(fixture)
    fixture.failing.status = status
    await driver.act('code', { code })
    expect(await driver.step()).toBe('mfa-challenge')
    expect(fixture.events.some(({ type }) => type === 'failed')).toBe(status !== 429)
    await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
    expect(await driver.step()).toBe('mfa-challenge')
    fixture.failing.status = 0
    await driver.act('mfa-verify', { code: '000000' })
    expect(await driver.step()).toBe('mfa-challenge')
    await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
    expect(await driver.signedInAs()).toBe(EMAIL)
  })

  it('S-03: starts the setup of a required second factor when the API is available again', async () => {
    const fixture = await failingFixture(/\/auth_factors$/)
    await using _ = fixture.emulator
    await fixture.emulator.default.settings.update({ mfa: 'required' })
    const { driver, code } = await mailedCode(fixture)
    fixture.failing.status = 500
    await driver.act('code', { code })
    expect(await driver.step()).toBe('mfa-enroll')
    await driver.act('mfa-verify', { code: '' })
    expect(await driver.step()).toBe('mfa-enroll')
    fixture.failing.status = 0
    await driver.act('mfa-verify', { code: '' })
    await driver.act('mfa-verify', { code: await fixture.control.totp(fixture.user.id) })
    expect(await driver.signedInAs()).toBe(EMAIL)
  })
})
