import { isHttpError, isRedirect } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { describe, expect, it } from 'vitest'
import {
  type Auth,
  authed,
  type GuardOptions,
  getAuth,
  type LatchkeyOptions,
  latchkey,
  redirectToProvider,
  redirectToSignIn,
  requireAccess,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
  signInUrl,
} from '../src/index.ts'
import { signedIn, type TestEventOptions, testEvent } from '../src/testing.ts'
import { createFixture, signedInBrowser } from './fixture.ts'

const SIGNED_OUT: Auth = { status: 'signed-out', user: undefined, reason: 'none' }
const STALE: Auth = {
  status: 'stale',
  user: undefined,
  lastKnown: signedIn(),
  retryAfterSeconds: 7,
}

/** The result of a guard that throws: the location of a redirect, or the status of an error. */
function outcome(guard: () => unknown): string | number {
  try {
    guard()
    return 'through'
  } catch (thrown) {
    if (isRedirect(thrown)) return thrown.location
    if (isHttpError(thrown)) return thrown.status
    return (thrown as Error).message
  }
}

const at = (options: TestEventOptions) => outcome(() => requireUser({ event: testEvent(options) }))

describe('a signed-out visitor', () => {
  const auth = SIGNED_OUT
  const cases: [string, TestEventOptions, string | number][] = [
    ['a page', { url: '/account?tab=2' }, '/sign-in?returnTo=%2Faccount%3Ftab%3D2'],
    ['the home page', { url: '/' }, '/sign-in'],
    ['a posted form', { url: '/account?tab=2&/save', form: {} }, '/sign-in?returnTo=%2Faccount%3Ftab%3D2'],
    [
      'an enhanced form',
      {
        url: '/account?/save',
        form: {},
        headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
      },
      '/sign-in?returnTo=%2Faccount',
    ],
    [
      'a script that calls an endpoint',
      { url: '/api', headers: { accept: '*/*', 'sec-fetch-mode': 'cors' } },
      401,
    ],
    [
      'KIT-14: a monitor or a link preview',
      { url: '/notes', headers: { accept: '*/*' } },
      '/sign-in?returnTo=%2Fnotes',
    ],
    ['KIT-14: a script that posts', { url: '/api', method: 'POST', headers: { accept: '*/*' } }, 401],
    [
      'KIT-5: a form that keeps its input',
      {
        url: '/account?/save&lk-user=user_1',
        form: {},
        headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
      },
      401,
    ],
    [
      'KIT-5: the same form without JavaScript',
      { url: '/account?/save&lk-user=user_1', form: {} },
      '/sign-in?returnTo=%2Faccount',
    ],
    [
      'a script that requests HTML',
      { url: '/account', headers: { accept: 'text/html', 'sec-fetch-mode': 'cors' } },
      401,
    ],
    [
      'a caller with an access token',
      { url: '/account', headers: { accept: 'text/html', authorization: 'Bearer eyJ.e.y' } },
      401,
    ],
    ['a script that requests JSON', { url: '/api', headers: { accept: 'application/json' } }, 401],
    ['a remote query', { url: '/_app/remote/x/y', remote: true }, 401],
    [
      'a remote command',
      { remote: true, method: 'POST', headers: { 'content-type': 'application/json' } },
      401,
    ],
    ['a remote form', { url: '/pub', remote: true, form: {} }, '/sign-in?returnTo=%2Fpub'],
  ]
  it.each(cases)('gets a redirect only if it can be followed: %s', (_title, options, expected) => {
    expect(at({ ...options, auth })).toBe(expected)
  })

  it('gets an error or another return URL if the guard is set to that', () => {
    const event = testEvent({ auth, url: '/account' })
    expect(outcome(() => requireUser({ event, onMissing: 'error' }))).toBe(401)
    expect(outcome(() => requireUser({ event, returnTo: '/welcome' }))).toBe('/sign-in?returnTo=%2Fwelcome')
    expect(signInUrl({ event, returnTo: '/a?b=c&d' })).toBe('/sign-in?returnTo=%2Fa%3Fb%3Dc%26d')
    expect(outcome(() => redirectToSignIn({ event }))).toBe('/sign-in?returnTo=%2Faccount')
    expect(outcome(() => redirectToProvider({ provider: 'GoogleOAuth', returnTo: '/x' }, event))).toBe(
      '/auth/authorize?provider=GoogleOAuth&returnTo=%2Fx',
    )
  })
})

describe('a signed-in user', () => {
  const member = testEvent({
    auth: signedIn({}, { role: 'member', permissions: ['reports:read'], organizationId: 'org_1' }),
  })
  const alone = testEvent({ auth: signedIn() })
  const impersonated = testEvent({
    auth: signedIn({}, { impersonator: { email: 'help@example.com', reason: null } }),
  })

  it('is returned by the guard', () => {
    expect(requireUser({ event: alone }).user.email).toBe('ada@example.com')
    expect(requireOrganization({ event: member }).organizationId).toBe('org_1')
    expect(requirePermission('reports:read', { event: member }).status).toBe('signed-in')
    expect(requireRole(['admin', 'member'], { event: member }).status).toBe('signed-in')
    const both = { organization: 'org_1', role: 'member' }
    expect(requireAccess(both, { event: member }).status).toBe('signed-in')
  })

  it.each([
    ['another organization', () => requireOrganization({ event: member, id: 'org_2' })],
    ['no organization', () => requireOrganization({ event: alone })],
    ['one of two permissions', () => requirePermission(['reports:read', 'reports:write'], { event: member })],
    ['another role', () => requireRole('admin', { event: member })],
    ['one of two criteria', () => requireAccess({ organization: 'org_1', role: 'x' }, { event: member })],
    [
      'an impersonator if impersonation is not allowed',
      () => requireUser({ event: impersonated, allowImpersonation: false }),
    ],
  ])('is refused for %s', (_title, guard) => {
    expect(outcome(guard)).toBe(403)
  })
})

it('RE-20: a user whose sign-in is too old must sign in again', () => {
  const event = testEvent({ auth: signedIn({}, { authenticatedAt: 0 }) })
  expect(outcome(() => requireAccess({ freshWithin: 600 }, { event }))).toBe(
    '/sign-in?returnTo=%2F&reauthenticate=1',
  )
  expect(outcome(() => requireAccess({ freshWithin: 600 }, { event, onMissing: 'error' }))).toBe(403)
})

it('guards respond with 503 while the session cannot be checked', () => {
  expect(at({ auth: STALE })).toBe(503)
  expect(at({ auth: STALE, remote: true })).toBe(503)
})

it('a user without an organization is redirected to organizationPath', async () => {
  const fixture = await createFixture({ organizationPath: '/account/organizations' })
  const { browser } = await signedInBrowser(fixture)
  const response = await browser.get('/guarded/organization')
  expect(response.headers.get('location')).toBe('/account/organizations?returnTo=%2Fguarded%2Forganization')
})

describe('without the hook, or before it (K2)', () => {
  it('throws an error that names the fix', () => {
    const event = testEvent()
    for (const guard of [
      () => requireUser({ event }),
      () => getAuth(event),
      () => requireRole('admin', { event }),
    ]) {
      expect(outcome(guard)).toMatch(/hooks\.server\.ts/)
    }
  })

  it('does not show a page that guards itself', async () => {
    const fixture = await createFixture()
    const { browser } = await signedInBrowser(fixture)
    const ran: string[] = []
    const platform = { without: true, ran: (what: string) => ran.push(what) }
    for (const path of ['/guarded/user', '/guarded-endpoint', '/account/security', '/sign-in']) {
      expect((await browser.send('GET', path, { platform })).status, path).toBe(500)
    }
    const before: Handle[] = [({ event }) => new Response(getAuth(event).status)]
    expect((await browser.send('GET', '/', { platform: { before } })).status).toBe(500)
    expect(ran).toEqual([])
  })
})

describe('in the app', () => {
  it.each(['user', 'organization', 'permission', 'role', 'direct', 'error'])(
    'a guard protects a page, its data and its action: %s',
    async (kind) => {
      const fixture = await createFixture()
      const ran: string[] = []
      const anonymous = fixture.browser({ ran: (what) => ran.push(what) })
      const page = await anonymous.get(`/guarded/${kind}`)
      expect(page.status).toBe(kind === 'error' ? 401 : 303)
      expect(page.headers.get('cache-control')).toBe('private, no-store')
      const data = await anonymous.get(`/guarded/${kind}/__data.json`)
      const { type, nodes = [] } = await data.json()
      const status = () => nodes[1].error.status ?? nodes[1].status
      expect(kind === 'error' ? status() : type).toBe(kind === 'error' ? 401 : 'redirect')
      expect((await anonymous.post(`/guarded/${kind}`, {})).status).toBe(kind === 'error' ? 401 : 303)
      expect(ran).toEqual([])

      const { browser } = await signedInBrowser(fixture, { ran: (what) => ran.push(what) })
      const mayPass = ['user', 'direct', 'error'].includes(kind)
      expect((await browser.get(`/guarded/${kind}`)).status).toBe(mayPass ? 200 : 403)
      expect(ran).toEqual(mayPass ? [kind] : [])
    },
  )
})

describe('KIT-14: a request that accepts any content type', () => {
  const guard: GuardOptions = { default: 'signed-in' }
  const ROUTES: [string, string, string | number, LatchkeyOptions][] = [
    ['a page, by its guard', '/account/profile', '/sign-in?returnTo=%2Faccount%2Fprofile', {}],
    ['a page, by a rule', '/pub', '/sign-in?returnTo=%2Fpub', { guard }],
    ['the home page, by a rule', '/', '/sign-in', { guard }],
    ['an endpoint, by its guard', '/guarded-endpoint', 401, {}],
    ['an endpoint, by a rule', '/api/report', 401, { guard }],
  ]
  it.each(ROUTES)('is handled according to the route: %s', async (_title, path, expected, options) => {
    const browser = (await createFixture(options)).browser()
    const ask = async (method: string, headers: Record<string, string>) => {
      const { status, headers: sent } = await browser.send(method, path, { headers })
      return sent.get('location') ?? status
    }
    expect(await ask('GET', { accept: '*/*' })).toBe(expected)
    expect(await ask('HEAD', { accept: '*/*' })).toBe(expected)
    expect(await ask('GET', { accept: 'application/json, text/plain, */*' })).toBe(401)
    expect(await ask('GET', { accept: '*/*', 'sec-fetch-mode': 'cors' })).toBe(401)
    // A browser that opens the URL of an endpoint can sign in and return to it.
    const back = path === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(path)}`
    expect(await ask('GET', { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate' })).toBe(back)
  })

  it('can omit the Accept header', () => {
    const event = testEvent({ auth: SIGNED_OUT, url: '/notes' })
    event.request.headers.delete('accept')
    expect(outcome(() => requireUser({ event }))).toBe('/sign-in?returnTo=%2Fnotes')
  })
})

describe('N4: an organization option without a value', () => {
  const member = testEvent({ auth: signedIn({}, { organizationId: 'org_1' }) })
  const alone = testEvent({ auth: signedIn() })

  it.each([undefined, null, '', 0, false, Number.NaN, {}, []])('refuses every user: %j', (id) => {
    for (const event of [member, alone]) {
      expect(outcome(() => requireOrganization({ event, id: id as string }))).toBe(403)
    }
    const event = testEvent({ auth: SIGNED_OUT, url: '/o' })
    expect(outcome(() => requireOrganization({ event, id: id as string }))).toBe('/sign-in?returnTo=%2Fo')
  })
})

describe('P1, S-05: a criterion that is empty or misspelled', () => {
  const admin = testEvent({ auth: signedIn({}, { role: 'admin', permissions: ['a'] }) })
  const nothing = [undefined, null, '', [], [undefined], false, 0, {}]

  it.each(nothing)('refuses every user: %j', (value) => {
    const criterion = value as unknown as string
    expect(outcome(() => requireRole(criterion, { event: admin }))).toBe(403)
    expect(outcome(() => requirePermission(criterion, { event: admin }))).toBe(403)
    const named = expect.objectContaining({ code: 'option_invalid', option: 'role' })
    expect(() => authed.with({ role: criterion })).toThrow(named)
    const routes = { '/': { role: criterion } }
    expect(() => latchkey({ guard: { default: 'public', routes } })).toThrow(named)
  })

  it.each([{ permissions: 'a' }, { roles: 'admin' }, { orgnization: true }])('is reported: %j', (rule) => {
    const routes = { '/': rule as object }
    expect(() => latchkey({ guard: { default: 'public', routes } })).toThrow(/is not a criterion/)
    expect(() => authed.with(rule as object)).toThrow(/is not a criterion/)
  })
})

describe('N3: an invalid guard stops the app at startup', () => {
  const wrong: [string, unknown][] = [
    ['guard', undefined],
    ['guard', null],
    ['guard', 'signed-in'],
    ['guard', []],
    ...[undefined, null, '', 'Public', 'signed_in', true, {}].map((fallback): [string, unknown] => [
      'guard.default',
      { default: fallback },
    ]),
    ['guard.default', {}],
    ['guard.defualt', { default: 'signed-in', defualt: 'public' }],
    ['guard.routes', { default: 'public', routes: undefined }],
    ['guard.routes', { default: 'public', routes: ['/admin'] }],
    ['guard.remote', { default: 'public', remote: undefined }],
    ['guard.remote', { default: 'public', remote: 'per_function' }],
    ...[undefined, null, '', 'Public', 'signed_in', 'signedIn', true, false, 0, ['admin'], () => true].map(
      (rule): [string, unknown] => [
        "guard.routes['/admin']",
        { default: 'public', routes: { '/admin': rule } },
      ],
    ),
    ["guard.routes['admin']", { default: 'public', routes: { admin: 'signed-in' } }],
  ]

  it.each(wrong)('%s: %j', (option, guard) => {
    const named = expect.objectContaining({ code: 'option_invalid', option })
    expect(() => latchkey({ guard: guard as GuardOptions })).toThrow(named)
    // Options that are created per request are checked on each request, which fails instead of being allowed.
    const { handle } = latchkey(() => ({ guard: guard as GuardOptions }))
    const visit = async () => handle({ event: testEvent(), resolve: async () => new Response('open') })
    return expect(visit()).rejects.toThrow(named)
  })

  it('accepts all values that the types allow', () => {
    const routes = { '/': 'public', '/(admin)/*': { role: 'admin' } } as const
    expect(() => latchkey({ guard: { default: 'signed-in', routes, remote: 'per-function' } })).not.toThrow()
    expect(() => latchkey({})).not.toThrow()
  })
})

describe('KIT-5: authed.action', () => {
  const admins = authed.with({ role: 'admin' }).action((_event, { user }) => ({ saved: user.email }))
  const refused = (status: number, message: RegExp) =>
    expect.objectContaining({ status, data: { error: { message: expect.stringMatching(message) } } })

  it('returns a form error to users whom it does not allow', async () => {
    const form = { text: 'long' }
    expect(await admins(testEvent({ auth: SIGNED_OUT, form }))).toEqual(refused(401, /Sign in/))
    expect(await admins(testEvent({ auth: signedIn(), form }))).toEqual(refused(403, /not allowed/))
    expect(await admins(testEvent({ auth: STALE, form }))).toEqual(refused(503, /cannot be checked/))
    const admin = signedIn({}, { role: 'admin' })
    expect(await admins(testEvent({ auth: admin, form }))).toEqual({ saved: 'ada@example.com' })
  })

  it('throws if our hook is missing', async () => {
    await expect(admins(testEvent({ form: {} }))).rejects.toThrow(/hooks\.server\.ts/)
  })
})

describe('S-05, N4: a guard with invalid options', () => {
  const event = () => testEvent({ auth: signedIn({}, { organizationId: 'org_1' }) })

  it.each<[string, (given: { event: never }) => unknown]>([
    ['a role', (given) => requireUser({ ...given, role: 'admin' } as never)],
    ['a misspelled option', (given) => requireUser({ ...given, allowImpersonate: false } as never)],
    [
      'an id for a guard that has no such option',
      (given) => requireRole('admin', { ...given, id: 'org_2' } as never),
    ],
    ['an organization', (given) => requireOrganization({ ...given, organizationId: 'org_2' } as never)],
  ])('throws for %s', (_name, guard) => {
    expect(() => guard({ event: event() as never })).toThrow(
      expect.objectContaining({ code: 'option_invalid' }),
    )
  })

  it('refuses every user if allowImpersonation has no value', () => {
    const allowImpersonation = undefined as never
    expect(outcome(() => requireUser({ event: event(), allowImpersonation }))).toBe(403)
  })
})
