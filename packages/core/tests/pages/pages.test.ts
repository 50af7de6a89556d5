import { describe, expect, it } from 'vitest'
import type { FlowAction } from '../../src/index.ts'
import {
  authorizePath,
  loadAccountPage,
  loadDevicePage,
  loadFlowPage,
  readForm,
  signOut,
  takeAccountAction,
  takeFlowAction,
} from '../../src/server.ts'
import { type CookieJar, cookieJar, scenarios } from '../../src/testing.ts'
import { appOrigin, createFixture, scenarioFixture } from '../handler/fixture.ts'
import { type Fixture, keep, pageDriver, pageRequest } from './page-driver.ts'

const email = 'nadia@orchard.example'
const password = 'lantern-quartz-meadow-42'

/** A browser in which a user is signed in. */
async function signedIn(fixture: Fixture, address = email): Promise<CookieJar> {
  const jar = cookieJar()
  await fixture.client.createUser({ email: address, password, emailVerified: true })
  const request = pageRequest('/sign-in', jar, 'POST')
  const fields = { email: address, password }
  await keep(jar, await takeFlowAction(fixture.handler, request, 'sign-in', 'password', fields))
  return jar
}

describe('every flow on pages that a server renders', () => {
  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const fixture = await createFixture()
      await using _ = fixture.emulator
      await scenario.run({
        ...scenarioFixture(fixture, 'form', (actual, expected, what) =>
          expect(actual, what).toEqual(expected),
        ),
        driver: pageDriver(fixture),
        otherDriver: async () => pageDriver(fixture),
      })
    },
  )
})

describe('the page of a flow', () => {
  it('redirects a signed-in user, unless a flow is in progress or the sign-in must be repeated', async () => {
    const fixture = await createFixture({ returnTo: '/account' })
    await using _ = fixture.emulator
    const load = (path: string, method = 'GET', kind: 'sign-in' | 'invitation' = 'sign-in') =>
      loadFlowPage(fixture.handler, pageRequest(path, cookieJar(), method), kind, { isSignedIn: true })
    expect(await load('/sign-in')).toMatchObject({ outcome: 'redirect', location: '/account' })
    expect(await load('/sign-in?returnTo=/reports')).toMatchObject({ location: '/reports' })
    expect(await load('/sign-in?returnTo=//evil.example')).toMatchObject({ location: '/account' })
    for (const query of ['flow=f', 'error=access_denied', 'reauthenticate=1'])
      expect(await load(`/sign-in?${query}`), query).toMatchObject({ outcome: 'shown' })
    expect(await load('/sign-in', 'POST')).toMatchObject({ outcome: 'shown' })
    expect(await load('/invite', 'GET', 'invitation')).toMatchObject({ outcome: 'shown' })
  })

  it('shows the text of the error in its URL, and uses the given query instead of the request’s', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const request = pageRequest('/__data.json?error=network', cookieJar())
    const query = new URLSearchParams('error=access_denied')
    expect(await loadFlowPage(fixture.handler, request, 'sign-in', { query })).toMatchObject({
      data: { error: { code: 'access_denied', message: 'Sign-in was canceled.' } },
    })
  })

  it('shows before any input that sign-ups are closed, unless there is an invitation', async () => {
    const fixture = await createFixture({ signUp: false })
    await using _ = fixture.emulator
    const load = async (path: string, kind: 'sign-in' | 'sign-up') => {
      const result = await loadFlowPage(fixture.handler, pageRequest(path, cookieJar()), kind)
      return result.outcome === 'shown' ? result.data : undefined
    }
    const closed = { code: 'sign_up_not_allowed', message: 'Sign-ups are currently closed.' }
    expect(await load('/sign-up', 'sign-up')).toMatchObject({ step: { signUp: false }, error: closed })
    const signIn = await load('/sign-in', 'sign-in')
    expect(signIn).toMatchObject({ step: { name: 'start', signUp: false } })
    expect(signIn?.error).toBeUndefined()
    const invited = await load('/sign-up?invitation_token=t', 'sign-up')
    expect(invited).toMatchObject({ step: { signUp: true } })
    expect(invited?.error).toBeUndefined()
  })

  it('refuses a form with its step and input, without the password', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = cookieJar()
    const result = await takeFlowAction(
      fixture.handler,
      pageRequest('/sign-in', jar, 'POST'),
      'sign-in',
      'password',
      { email, password },
    )
    expect(result).toMatchObject({
      outcome: 'refused',
      status: 401,
      data: { step: { name: 'start' }, values: { email }, error: { code: 'invalid_credentials' } },
    })
    expect(JSON.stringify(result)).not.toContain(password)
  })

  it('returns the next step to a page that is not reloaded', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    await fixture.client.createUser({ email, password })
    const request = pageRequest('/sign-in', cookieJar(), 'POST')
    const fields = { email, password, returnTo: '/reports' }
    const result = await takeFlowAction(fixture.handler, request, 'sign-in', 'password', fields)
    expect(result).toMatchObject({
      outcome: 'redirect',
      location: expect.stringMatching(/^\/sign-in\?flow=/),
      data: { step: { name: 'verify-email', email }, returnTo: '/reports' },
    })
    expect(await result.cookies()).toHaveLength(1)
  })

  it('shows the current step to a visitor whose form came from another site', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const request = pageRequest('/invite', cookieJar(), 'POST', { origin: 'https://evil.example' })
    const action: FlowAction = 'sign-up'
    expect(
      await takeFlowAction(fixture.handler, request, 'invitation', action, { token: 'unknown' }),
    ).toMatchObject({
      outcome: 'refused',
      status: 403,
      data: {
        step: { name: 'invitation', state: 'not-found' },
        token: 'unknown',
        error: { code: 'cross_origin' },
      },
    })
  })

  it('fails without any content while the API cannot be reached', async () => {
    let isDown = false
    const fixture = await createFixture({}, (send) => async (input, init) => {
      if (isDown) throw new TypeError('fetch failed')
      return send(input, init)
    })
    await using _ = fixture.emulator
    isDown = true
    const request = pageRequest('/invite?token=some', cookieJar())
    expect(await loadFlowPage(fixture.handler, request, 'invitation')).toMatchObject({
      outcome: 'failed',
      status: 503,
      error: { code: 'service_unavailable', message: expect.stringContaining('cannot be reached') },
    })
  })
})

describe('an account page', () => {
  it('shows the parts that it names, and omits those that the user is not allowed to see', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const names = ['profile', 'sessions', 'members'] as const
    const result = await loadAccountPage(fixture.handler, pageRequest('/account', jar), names)
    expect(result).toMatchObject({ outcome: 'shown', data: { profile: { user: { email } } } })
    const { data } = result as Extract<typeof result, { outcome: 'shown' }>
    expect([data.sessions.data.length, data.members]).toEqual([1, undefined])
  })

  it('starts at the page in the URL', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    for (let more = 0; more < 2; more += 1) {
      const again = pageRequest('/sign-in', cookieJar(), 'POST')
      await takeFlowAction(fixture.handler, again, 'sign-in', 'password', { email, password })
    }
    const page = async (query: string) => {
      const request = pageRequest('/account', jar)
      const result = await loadAccountPage(fixture.handler, request, ['sessions'], new URLSearchParams(query))
      if (result.outcome !== 'shown') throw new Error(result.outcome)
      return result.data.sessions
    }
    const first = await page('limit=2')
    expect(first.data).toHaveLength(2)
    expect((await page(`limit=2&after=${first.after}`)).data).toHaveLength(1)

    const both = async (query: string) => {
      const request = pageRequest('/account', jar)
      const names = ['sessions', 'factors'] as const
      const result = await loadAccountPage(fixture.handler, request, names, new URLSearchParams(query))
      if (result.outcome !== 'shown') throw new Error(result.outcome)
      return result.data.sessions.data.length
    }
    expect(await both(`limit=2&after=${first.after}`)).toBe(2)
    expect(await both(`sessions.limit=2&sessions.after=${first.after}`)).toBe(1)
  })

  it('shows a signed-out state without a session', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const request = pageRequest('/account', cookieJar())
    expect(await loadAccountPage(fixture.handler, request, ['factors'])).toMatchObject({
      outcome: 'signed-out',
    })
    const post = pageRequest('/account', cookieJar(), 'POST')
    expect(await takeAccountAction(fixture.handler, post, 'update-profile', {})).toMatchObject({
      outcome: 'signed-out',
    })
  })

  it('redirects after a successful form, or stays on the page', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const post = (returnTo?: string) =>
      takeAccountAction(
        fixture.handler,
        pageRequest('/account', jar, 'POST'),
        'update-profile',
        { firstName: 'Ida' },
        returnTo,
      )
    expect(await post('/account')).toMatchObject({ outcome: 'redirect', location: '/account' })
    expect(await post('//evil.example')).toMatchObject({ outcome: 'redirect', location: '/' })
    expect(await post()).toMatchObject({ outcome: 'shown', data: {} })
  })

  it('KIT-12, RE-14: switches to an organization that was just created, and returns what the user can do with it', async () => {
    const fixture = await createFixture({
      canCreateOrganization: () => true,
      canManageOrganization: (_auth, { action }) => action === 'portal',
    })
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const request = pageRequest('/account', jar, 'POST')
    const refused = await takeAccountAction(fixture.handler, request, 'create-organization', { name: ' ' })
    expect(refused).toMatchObject({ outcome: 'refused', data: { error: { field: 'name' } } })
    const fields = { name: 'Meadow' }
    const created = await takeAccountAction(
      fixture.handler,
      request,
      'create-organization',
      fields,
      '/account',
    )
    expect(created).toMatchObject({ outcome: 'redirect', location: '/account' })
    await keep(jar, created)
    const page = await loadAccountPage(fixture.handler, pageRequest('/account', jar), ['organizations'])
    expect(page).toMatchObject({
      data: { organizations: { data: [{ name: 'Meadow', current: true, may: ['portal'] }] } },
    })
  })

  it('immediately shows data that is shown only once', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const request = pageRequest('/account', jar, 'POST')
    expect(await takeAccountAction(fixture.handler, request, 'enroll-factor', {}, '/account')).toMatchObject({
      outcome: 'shown',
      data: { enrollment: { secret: expect.any(String) } },
    })
    const newEmail = 'nadia@elsewhere.example'
    expect(
      await takeAccountAction(fixture.handler, request, 'send-email-change', { newEmail }),
    ).toMatchObject({
      data: { emailChange: { newEmail } },
    })
  })

  it('returns the values of a refused form, without secrets', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const fields = {
      currentPassword: 'wrong-secret',
      newPassword: 'other-secret',
      note: 'other',
      token: 't0ken',
    }
    const request = pageRequest('/account', jar, 'POST')
    const result = await takeAccountAction(fixture.handler, request, 'change-password', fields)
    expect(result).toMatchObject({
      outcome: 'refused',
      status: 401,
      data: { action: 'change-password', values: {}, error: { code: 'current_password_incorrect' } },
    })
    expect(JSON.stringify(result)).not.toMatch(/secret|t0ken|other/)
    const names = Object.fromEntries([
      ['firstName', 'x'.repeat(300)],
      ['__proto__', 'x'],
    ])
    const profile = await takeAccountAction(fixture.handler, request, 'update-profile', names)
    expect(profile).toMatchObject({ outcome: 'refused', data: { values: { firstName: names.firstName } } })
    if (profile.outcome === 'refused') expect(Object.keys(profile.data.values)).toEqual(['firstName'])
  })

  it('keeps a user on the page if the sign-in is too old for the action', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    await fixture.control.advanceClock(3_600)
    const request = pageRequest('/account', jar, 'POST')
    const fields = { newEmail: 'nadia@elsewhere.example' }
    expect(await takeAccountAction(fixture.handler, request, 'send-email-change', fields)).toMatchObject({
      outcome: 'refused',
      status: 403,
      data: { error: { code: 'reauthentication_required' } },
    })
  })

  it('ignores a form from another site', async () => {
    const fixture = await createFixture()
    await using _ = fixture.emulator
    const jar = await signedIn(fixture)
    const foreign = pageRequest('/account', jar, 'POST', { origin: 'https://evil.example' })
    expect(await takeAccountAction(fixture.handler, foreign, 'revoke-other-sessions', {})).toMatchObject({
      outcome: 'refused',
      status: 403,
    })
    const refused = await signOut(fixture.handler, foreign)
    expect(refused).toMatchObject({ outcome: 'failed', status: 403 })
    expect(await refused.cookies()).toEqual([])
    expect((await fixture.handler.resolve(foreign)).auth.status).toBe('signed-in')
  })

  it('redirects after a sign-out, to an allowed URL', async () => {
    const fixture = await createFixture({ signedOutReturnTo: '/bye' })
    await using _ = fixture.emulator
    const leave = async (returnTo: string) =>
      signOut(fixture.handler, pageRequest('/account', cookieJar(), 'POST'), { returnTo })
    expect(await leave('/welcome')).toMatchObject({ outcome: 'redirect', location: '/welcome' })
    expect(await leave('https://evil.example')).toMatchObject({ location: '/bye' })
  })
})

it('shows the code to enter on another device, and a waiting state', async () => {
  const fixture = await createFixture()
  await using _ = fixture.emulator
  const jar = cookieJar()
  const begun = await fixture.handler.call(pageRequest('/device', jar, 'POST'), 'POST /device')
  await keep(jar, { outcome: 'shown', data: undefined, cookies: begun.cookies })
  const load = async (query: string) =>
    (await loadDevicePage(fixture.handler, pageRequest(`/device${query}`, jar))).data
  const [, query = ''] = begun.redirectTo?.split('/device') ?? []
  expect(await load(query)).toMatchObject({
    isWaiting: false,
    device: { userCode: expect.stringMatching(/\w/) },
  })
  expect((await load(`${query}&waiting=1`)).isWaiting).toBe(true)
  expect(await load('')).toEqual({ device: undefined, isWaiting: false })
})

it('starts a sign-in with a provider at a path of the handler', async () => {
  const fixture = await createFixture({ basePath: '/api/auth' })
  await using _ = fixture.emulator
  const to = { provider: 'GoogleOAuth', email: undefined, returnTo: '/a?b=c&d' }
  expect(authorizePath(fixture.handler, to)).toBe(
    '/api/auth/authorize?provider=GoogleOAuth&returnTo=%2Fa%3Fb%3Dc%26d',
  )
})

describe('a posted form', () => {
  const post = (body: BodyInit, type?: string) =>
    new Request(appOrigin, { method: 'POST', body, headers: type ? { 'content-type': type } : {} })

  it('is read as text, in either content type, without files', async () => {
    const fields = new FormData()
    fields.set('email', email)
    fields.set('picture', new Blob(['x']), 'x.png')
    expect(await readForm(post(fields))).toEqual({ email })
    expect(await readForm(post(new URLSearchParams({ email })))).toEqual({ email })
  })

  it('is distinguished from other requests', async () => {
    expect(await readForm(post('no boundary', 'multipart/form-data'))).toBeUndefined()
    expect(await readForm(post('{}', 'application/json'))).toBeUndefined()
  })
})
