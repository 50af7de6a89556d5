import { scenarios } from '@latchkey/core/testing'
import type { RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { describe, expect, it } from 'vitest'
import type { DeviceData, FlowData } from '../src/index.ts'
import {
  accountPage,
  latchkey,
  securityPage,
  signInPage,
  signOutAction,
  switchOrganizationAction,
} from '../src/index.ts'
import { runHandle, testEvent } from '../src/testing.ts'
import { appOrigin, createFixture, createUser, signedInBrowser } from './fixture.ts'
import { kitDriver, read } from './kit-driver.ts'

describe('every flow through pages and form actions, with JavaScript off', () => {
  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const fixture = await createFixture()
      await using _emulator = fixture.emulator
      let users = 0
      await scenario.run({
        driver: kitDriver(fixture),
        otherDriver: async () => kitDriver(fixture),
        client: fixture.client,
        emulator: fixture.control,
        freshEmail: (name) => `${name}-${++users}@orchard.example`,
        expect: (actual, expected, what) => expect(actual, what).toEqual(expected),
      })
    },
  )
})

describe('the destination of a flow', () => {
  const returnTo = '/account?tab=2&q=a%20b#top'

  it('is kept through email verification, and dropped if it is on another site', async () => {
    for (const [wanted, expected] of [
      [returnTo, returnTo],
      ['https://evil.example/', '/'],
      ['//evil.example', '/'],
      ['/sign-in', '/'],
    ] as const) {
      const fixture = await createFixture()
      const { email, password } = await createUser(fixture, { emailVerified: false })
      const browser = fixture.browser()
      const requested = await browser.post('/sign-in?/password', { email, password, returnTo: wanted })
      const step = requested.headers.get('location') ?? ''
      const flow = new URL(step, appOrigin).searchParams.get('flow') ?? ''
      const { code = '' } = await fixture.control.email(email, 'email_verification')
      const done = await browser.post('/sign-in?/verify-email', { flow, code })
      expect(done.headers.get('location'), wanted).toBe(expected)
    }
  })

  it('can be an origin that the app allows, although Kit alone would refuse it', async () => {
    const fixture = await createFixture({ allowedOrigins: ['https://docs.example.com'] })
    const { email, password } = await createUser(fixture)
    const returnTo = 'https://docs.example.com/guide'
    const done = await fixture.browser().post('/sign-in?/password', { email, password, returnTo })
    expect([done.status, done.headers.get('location')]).toEqual([303, returnTo])
  })

  it('is opened at once for a signed-in user, unless the sign-in must be repeated', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    expect((await browser.get(`/sign-in?returnTo=/account`)).headers.get('location')).toBe('/account')
    expect((await browser.get('/sign-in?reauthenticate=1')).status).toBe(200)
  })

  it('is the invitation if the parameter has the name that the API’s emails use', async () => {
    const fixture = await createFixture()
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Meadow' })
    await fixture.client.sendInvitation({ email: 'ida@orchard.example', organizationId })
    const { token } = await fixture.control.email('ida@orchard.example', 'invitation')
    const html = await (await fixture.browser().get(`/invite?invitation_token=${token}`)).text()
    expect(read<FlowData>(html, 'flow')).toMatchObject({
      token,
      step: { name: 'invitation', state: 'pending' },
    })
  })
})

it('a browser is signed in from another device: it shows the code, waits, and continues', async () => {
  const fixture = await createFixture()
  const browser = fixture.browser()
  const page = async (path: string) =>
    read<DeviceData>(await (await browser.get(path)).text(), 'device') ?? { isWaiting: false }
  expect((await page('/device')).device).toBeUndefined()
  const begun = await browser.post('/auth/device', { returnTo: '/account' })
  const shown = await page(begun.headers.get('location') ?? '')
  expect(shown.device?.userCode).toMatch(/\w/)
  expect(shown.isWaiting).toBe(false)
  const polled = await browser.post('/auth/device/poll', { flow: shown.device?.flow ?? '' })
  expect(await page(polled.headers.get('location') ?? '')).toMatchObject({
    isWaiting: true,
    device: { userCode: shown.device?.userCode },
  })
})

it('a visitor who posts an account form without a session is redirected to the sign-in page', async () => {
  const fixture = await createFixture()
  const response = await fixture.browser().post('/account/security?/enroll-factor', {})
  expect([response.status, response.headers.get('location')]).toEqual([
    303,
    '/sign-in?returnTo=%2Faccount%2Fsecurity',
  ])
})

it('S-10: a session that was signed out while its page was rendered is not sent to the browser', async () => {
  const fixture = await createFixture()
  const { browser, email } = await signedInBrowser(fixture)
  const { handle } = latchkey(fixture.options)
  await fixture.emulator.default.clock.advance(6 * 60_000)
  const sessionCookies = async (meanwhile: () => Promise<unknown>) => {
    const event = testEvent({ url: '/account', headers: { cookie: browser.jar.header() ?? '' } })
    const response = await handle({
      event,
      async resolve(event) {
        const shown = await accountPage().load(event as ServerLoadEvent)
        expect(shown).toMatchObject({ profile: { user: { email } } })
        await meanwhile()
        return new Response('ok')
      },
    })
    return response.headers.getSetCookie().filter((line) => line.startsWith('__Host-lk-session='))
  }
  const renewed = await sessionCookies(async () => {})
  expect(renewed).toHaveLength(1)
  browser.jar.store(renewed)
  await fixture.emulator.default.clock.advance(6 * 60_000)
  const headers = { cookie: browser.jar.header() ?? '' }
  const signOut = testEvent({ url: '/auth/sign-out', form: {}, headers })
  const resolve = async () => new Response()
  expect(await sessionCookies(async () => handle({ event: signOut, resolve }))).toEqual([])
})

describe('forms from another site, with Kit’s own check off (K5)', () => {
  const headers = { origin: 'https://evil.example' }

  /** Runs an action behind the hook, without any of Kit's own checks. */
  async function run(action: (event: RequestEvent) => Promise<unknown>, form: Record<string, string>) {
    const fixture = await createFixture()
    const { browser, email, password } = await signedInBrowser(fixture)
    const event = testEvent({
      form: { email, password, ...form },
      headers: { ...headers, cookie: browser.jar.header() ?? '' },
    })
    let outcome: unknown
    const { handle } = latchkey(fixture.options)
    const { cookies } = await runHandle(
      ({ event, resolve }) =>
        handle({
          event,
          async resolve(event) {
            outcome = await action(event).catch((thrown) => thrown)
            return resolve(event)
          },
        }),
      event,
    )
    return { outcome, cookies, session: await (await browser.get('/auth/session')).json() }
  }

  it('show the step that the form belongs to again', async () => {
    const { outcome } = await run(signInPage().actions.password, {})
    expect(outcome).toMatchObject({ data: { step: { name: 'start' }, kind: 'sign-in' } })
  })

  it.each([
    ['signing in', signInPage().actions.password, {}],
    ['signing out', signOutAction(), {}],
    ['ending sessions', securityPage().actions['revoke-other-sessions'], {}],
    ['setting up a factor', securityPage().actions['enroll-factor'], {}],
    ['switching', switchOrganizationAction(), { organizationId: 'org_1' }],
  ] as const)('are refused and change nothing: %s', async (_title, action, form) => {
    const { outcome, cookies, session } = await run(action, form)
    expect(outcome).toMatchObject({ status: 403 })
    if (outcome instanceof Object && 'data' in outcome) {
      expect(outcome.data).toMatchObject({
        error: { code: 'cross_origin', message: expect.stringContaining('another site') },
      })
    }
    expect(cookies).toEqual([])
    expect(session.status).toBe('signed-in')
  })
})

describe('an account page', () => {
  interface Shown {
    data: { done?: string; returnTo?: string }
    form: { enrollment?: Record<string, string>; error?: { code: string } } | null
  }

  it('KIT-12: shows the last action, even without JavaScript', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    const saved = await browser.post('/account/profile?/update-profile', { firstName: 'Nadia' })
    expect([saved.status, saved.headers.get('location')]).toEqual([
      303,
      '/account/profile?done=update-profile',
    ])
    const shown = async (path: string) => read<Shown>(await (await browser.get(path)).text(), 'account')?.data
    expect(await shown('/account/profile?done=update-profile')).toMatchObject({ done: 'update-profile' })
    expect(await shown('/account/profile?done=<script>')).not.toHaveProperty('done')
    expect(await shown('/account/profile')).not.toHaveProperty('done')
  })

  it('deletes the account after its email address was typed, and leaves for a page without a session', async () => {
    const fixture = await createFixture({ canDeleteAccount: () => true })
    const { browser, email, userId } = await signedInBrowser(fixture)
    const post = (typed: string) => browser.post('/account/profile?/delete-account', { email: typed })
    const refused = read<Shown>(await (await post('another@orchard.example')).text(), 'account')
    expect(refused?.form?.error?.code).toBe('confirmation_mismatch')
    const deleted = await post(email)
    expect([deleted.status, deleted.headers.get('location')]).toEqual([303, '/'])
    await expect(fixture.client.getUser({ userId })).rejects.toMatchObject({ status: 404 })
    expect((await browser.get('/account/profile')).headers.get('location')).toContain('/sign-in')
  })

  it('KIT-12: keeps the enrollment of an authenticator app after a wrong code', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    const post = async (action: string, fields: Record<string, string>) => {
      const html = await (await browser.post(`/account/security?/${action}`, fields)).text()
      return read<Shown>(html, 'account')?.form
    }
    const begun = await post('enroll-factor', {})
    const refused = await post('verify-factor', { ...begun?.enrollment, code: '000000' })
    expect(refused?.error?.code).toBe('invalid_one_time_code')
    expect(refused?.enrollment).toEqual(begun?.enrollment)
    // The handler keeps the key for a page that does not submit it.
    const { factorId = '', challengeId = '' } = begun?.enrollment ?? {}
    const again = await post('verify-factor', { factorId, challengeId, code: '000000' })
    expect(again?.enrollment).toEqual(begun?.enrollment)
  })

  it('KIT-13: redirects back to the page that required an organization after one is chosen', async () => {
    const fixture = await createFixture({ organizationPath: '/account/organizations' })
    const { browser, userId } = await signedInBrowser(fixture)
    const { id: organizationId } = await fixture.client.createOrganization({ name: 'Meadow' })
    await fixture.client.createOrganizationMembership({ userId, organizationId })
    const sent = await browser.get('/guarded/organization')
    const chooser = sent.headers.get('location') ?? ''
    const data = read<Shown>(await (await browser.get(chooser)).text(), 'account')?.data
    expect(data?.returnTo).toBe('/guarded/organization')
    const fields = { organizationId, returnTo: data?.returnTo ?? '' }
    const chosen = await browser.post('/account/organizations?/switch-organization', fields)
    expect(chosen.headers.get('location')).toBe('/guarded/organization')
    expect((await browser.get('/guarded/organization')).status).toBe(200)
    const evil = await browser.get('/account/organizations?returnTo=//evil.example')
    expect(read<Shown>(await evil.text(), 'account')?.data.returnTo).toBe('/')
  })
})
