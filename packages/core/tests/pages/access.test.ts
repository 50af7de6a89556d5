import { describe, expect, it } from 'vitest'
import {
  type AccessDecision,
  AccessRefusedError,
  AccessStopped,
  type Auth,
  CROSS_ORIGIN,
  canRedirect,
  decideAccess,
  decideRequest,
  guardRequirement,
  type Requirement,
  refusalResponse,
  requestedPage,
} from '../../src/server.ts'

const NOW = 1_800_000_000_000
const handler = {
  appPath: '',
  appOrigin: 'https://app.example.com',
  clock: { now: () => NOW },
  pages: { signIn: '/sign-in' },
}

const user = {
  status: 'signed-in',
  organizationId: undefined,
  roles: ['member'],
  permissions: ['notes:read'],
  authenticatedAt: NOW - 600_000,
} as unknown as Auth
const signedOut = { status: 'signed-out', user: undefined, reason: 'none' } as Auth
const bearerSignedOut = { ...signedOut, reason: 'expired', isBearer: true } as Auth
const stale = { status: 'stale', user: undefined, lastKnown: undefined, retryAfterSeconds: undefined } as Auth
const outage = { ...stale, retryAfterSeconds: 30 } as Auth

const refused = (status: number, code: string, message: string, headers?: object): unknown => ({
  outcome: 'refused',
  status,
  code,
  message,
  headers,
})
const UNAVAILABLE = 'The session cannot be checked right now. Try again in a moment.'

describe('the decision about a request', () => {
  const returnTo = '/notes?page=2'
  const back = '?returnTo=%2Fnotes%3Fpage%3D2'

  it.each<[string, Auth, Requirement, unknown, unknown]>([
    [
      'a user who meets the requirement',
      user,
      { role: 'member' },
      { outcome: 'allowed', auth: user },
      'same',
    ],
    [
      'a signed-out user',
      signedOut,
      {},
      { outcome: 'redirect', location: `/sign-in${back}` },
      refused(401, 'signed_out', 'Sign in to do that.'),
    ],
    [
      'a refused access token',
      bearerSignedOut,
      {},
      { outcome: 'redirect', location: `/sign-in${back}` },
      refused(401, 'signed_out', 'Sign in to do that.', {
        'www-authenticate': 'Bearer error="invalid_token", error_description="The access token has expired"',
      }),
    ],
    [
      'a user without an organization',
      user,
      { organization: true },
      { outcome: 'redirect', location: `/organizations${back}` },
      refused(403, 'organization_required', 'Choose an organization first.'),
    ],
    [
      'a sign-in that is too old',
      user,
      { freshWithin: 300 },
      { outcome: 'redirect', location: `/sign-in${back}&reauthenticate=1` },
      refused(403, 'reauthentication_required', 'Sign in again to do that.'),
    ],
    [
      'a user without the role',
      user,
      { role: 'admin' },
      refused(403, 'forbidden', 'You are not allowed to do that.'),
      'same',
    ],
    [
      'a session that cannot be checked',
      stale,
      {},
      {
        ...(refused(503, 'unavailable', UNAVAILABLE, { 'retry-after': '5' }) as object),
        retryAfterSeconds: 5,
      },
      'same',
    ],
    [
      'a session that cannot be checked for a known time',
      outage,
      {},
      {
        ...(refused(503, 'unavailable', UNAVAILABLE, { 'retry-after': '30' }) as object),
        retryAfterSeconds: 30,
      },
      'same',
    ],
  ])('%s', (_name, auth, requirement, ofPage, ofScript) => {
    const decide = (isRedirectable: boolean) =>
      decideAccess(handler, auth, requirement, {
        canRedirect: isRedirectable,
        organizationPath: '/organizations',
        returnTo,
      })
    expect(decide(true)).toEqual(ofPage)
    expect(decide(false)).toEqual(ofScript === 'same' ? ofPage : ofScript)
  })

  it('adds no returnTo for the first page of the app', () => {
    expect(decideAccess(handler, signedOut, {}, { canRedirect: true })).toEqual({
      outcome: 'redirect',
      location: '/sign-in',
    })
  })

  it('refuses a user without an organization if the app has no page to choose one', () => {
    expect(decideAccess(handler, user, { organization: true }, { canRedirect: true })).toMatchObject({
      status: 403,
      code: 'organization_required',
    })
  })
})

describe('a guard’s requirement', () => {
  it('is not changed if no option narrows it', () => {
    const requirement = { role: 'admin' }
    expect(guardRequirement(requirement, {})).toBe(requirement)
    expect(guardRequirement(requirement, { returnTo: '/x', onMissing: 'error' } as object)).toBe(requirement)
  })

  it.each([
    [{}, true, { allowImpersonation: true }],
    [{}, false, { allowImpersonation: false }],
    [{}, undefined, { allowImpersonation: undefined }],
    [{ allowImpersonation: true }, false, { allowImpersonation: false }],
    [{ allowImpersonation: false }, true, { allowImpersonation: false }],
    [{ allowImpersonation: false }, false, { allowImpersonation: false }],
    [{ allowImpersonation: false }, undefined, { allowImpersonation: undefined }],
    [{ allowImpersonation: true }, true, { allowImpersonation: true }],
    [{ role: 'admin' }, false, { role: 'admin', allowImpersonation: false }],
  ])('%j with allowImpersonation %s becomes %j', (requirement, allowImpersonation, expected) => {
    const merged = guardRequirement(requirement, { allowImpersonation } as { allowImpersonation?: boolean })
    expect(merged).toStrictEqual(expected)
  })

  it.each([undefined, null, 'admin', 7, true])(
    'is not changed if it is %s, and no user meets it',
    (requirement) => {
      expect(guardRequirement(requirement as never, { allowImpersonation: true })).toBe(requirement)
      const decision = decideAccess(handler, user, requirement as never, { canRedirect: true })
      expect(decision).toMatchObject({ status: 403, code: 'forbidden' })
    },
  )

  it('cannot have an unknown option, and the error names the valid options', () => {
    const read = (own?: string[]) => guardRequirement({}, { role: 'admin' } as object, own)
    expect(read).toThrow(
      expect.objectContaining({
        code: 'option_invalid',
        option: 'role',
        message: expect.stringContaining(
          'A guard has no option role. The options are returnTo, onMissing, allowImpersonation.',
        ),
      }),
    )
    expect(() => read(['event'])).toThrow('returnTo, onMissing, allowImpersonation, event.')
    expect(guardRequirement({}, { event: 1 } as object, ['event'])).toEqual({})
  })
})

const headersOf = (values: Record<string, string>) => new Headers(values)
const FORM = 'application/x-www-form-urlencoded'

describe('canRedirect', () => {
  it.each<[boolean, string, string, Record<string, string>]>([
    [true, 'a navigation', 'GET', { 'sec-fetch-mode': 'navigate' }],
    [true, 'a posted form', 'POST', { 'sec-fetch-mode': 'navigate', 'content-type': FORM }],
    [false, 'a script that accepts HTML', 'GET', { 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    [
      false,
      'a script from the same origin',
      'POST',
      { 'sec-fetch-mode': 'same-origin', 'content-type': FORM },
    ],
    [false, 'an empty mode', 'GET', { 'sec-fetch-mode': '', accept: 'text/html' }],
    [false, 'an access token', 'GET', { 'sec-fetch-mode': 'navigate', authorization: 'Bearer a.b.c' }],
    [false, 'an empty access token', 'GET', { accept: 'text/html', authorization: 'Bearer' }],
    [true, 'another authorization scheme', 'GET', { accept: 'text/html', authorization: 'Basic YTpi' }],
    [true, 'an old browser', 'GET', { accept: 'text/html,application/xhtml+xml' }],
    [false, 'a command-line tool', 'GET', { accept: '*/*' }],
    [false, 'no header at all', 'GET', {}],
    [false, 'a POST without a content type', 'POST', {}],
    [true, 'a form from an old browser', 'POST', { accept: '*/*', 'content-type': FORM }],
    [true, 'a form from an old browser without Accept', 'POST', { 'content-type': FORM.toUpperCase() }],
    [true, 'a form with files', 'POST', { 'content-type': 'multipart/form-data; boundary=x' }],
    [false, 'a form that accepts JSON', 'POST', { accept: 'application/json', 'content-type': FORM }],
    [false, 'a POST with JSON', 'POST', { accept: '*/*', 'content-type': 'application/json' }],
    [false, 'a type that only ends like a form', 'POST', { 'content-type': `text/plain; ${FORM}` }],
    [false, 'a type that only begins like a form', 'POST', { 'content-type': `${FORM}ed` }],
    [false, 'a form content type without POST', 'PUT', { 'content-type': FORM }],
  ])('returns %s for %s', (expected, _name, method, headers) => {
    expect(canRedirect({ method, headers: headersOf(headers) })).toBe(expected)
  })
})

describe('the page to return to', () => {
  const own = 'https://app.example.com'
  it.each<[string, string, string, Record<string, string>]>([
    ['/notes?page=2', 'GET', `${own}/notes?page=2`, {}],
    ['/notes', 'GET', `${own}/notes`, { referer: `${own}/other` }],
    ['/notes', 'HEAD', `${own}/notes`, {}],
    ['/notes', 'GET', 'http://127.0.0.1:3000/notes#part', {}],
    ['/form?step=1', 'POST', `${own}/action`, { referer: `${own}/form?step=1` }],
    ['/', 'POST', `${own}/action`, {}],
    ['/', 'POST', `${own}/action`, { referer: 'https://other.example.com/form' }],
    ['/', 'POST', `${own}/action`, { referer: 'not a URL' }],
    ['/', 'DELETE', `${own}/notes/1`, { referer: 'http://app.example.com/form' }],
    ['/', 'GET', '/relative', {}],
  ])('is %s for %s %s', (expected, method, url, headers) => {
    expect(requestedPage(handler, { method, url, headers: headersOf(headers) })).toBe(expected)
  })
})

describe('the decision of a guard in front of a route', () => {
  const navigation = new Request(`${handler.appOrigin}/notes`, { headers: { accept: 'text/html' } })
  const call = new Request(`${handler.appOrigin}/notes`, { headers: { accept: 'application/json' } })
  const decide = (request: Request, auth: Auth, options: object = {}, requirement: Requirement = {}) =>
    decideRequest(handler, auth, requirement, request, options)

  it('allows a user who meets the requirement', () => {
    expect(decide(navigation, user)).toEqual({ outcome: 'allowed', auth: user })
    expect(decide(call, user, {}, { role: 'member' })).toEqual({ outcome: 'allowed', auth: user })
  })

  it.each<[string, Request, object, Partial<AccessDecision>]>([
    ['a navigation', navigation, {}, { outcome: 'redirect', location: '/sign-in?returnTo=%2Fnotes' }],
    [
      'a navigation with its own returnTo',
      navigation,
      { returnTo: '/start' },
      { outcome: 'redirect', location: '/sign-in?returnTo=%2Fstart' },
    ],
    ['a navigation to a guard that throws errors', navigation, { onMissing: 'error' }, { status: 401 }],
    [
      'a navigation that the framework identifies as a call',
      navigation,
      { isFollowed: false },
      { status: 401 },
    ],
    ['a call', call, {}, { status: 401, code: 'signed_out' }],
    [
      'a call whose redirects the framework follows',
      call,
      { isFollowed: true },
      { outcome: 'redirect', location: '/sign-in?returnTo=%2Fnotes' },
    ],
    [
      'such a call to a guard that throws errors',
      call,
      { isFollowed: true, onMissing: 'error' },
      { status: 401 },
    ],
  ])('redirects or refuses a signed-out user: %s', (_name, request, options, expected) => {
    expect(decide(request, signedOut, options)).toMatchObject(expected)
  })

  it('redirects to the page for choosing an organization', () => {
    const options = { organizationPath: '/organizations' }
    const requirement = { organization: true } as const
    expect(decide(navigation, user, options, requirement)).toEqual({
      outcome: 'redirect',
      location: '/organizations?returnTo=%2Fnotes',
    })
    expect(decide(call, user, options, requirement)).toMatchObject({ code: 'organization_required' })
    expect(decide(navigation, user, {}, requirement)).toMatchObject({ code: 'organization_required' })
  })
})

describe('the refusal of a guard', () => {
  const refusal = {
    status: 503,
    code: 'unavailable',
    message: 'Later.',
    headers: { 'retry-after': '5' },
  } as const

  it('is an error with the fields that frameworks use', () => {
    expect(new AccessRefusedError(refusal)).toMatchObject({
      name: 'AccessRefusedError',
      message: 'Later.',
      status: 503,
      statusCode: 503,
      code: 'unavailable',
      expose: true,
      headers: { 'retry-after': '5' },
    })
    expect(new AccessRefusedError(CROSS_ORIGIN).headers).toEqual({})
  })

  it('contains the decision that a framework turns into a response', () => {
    const refusedDecision = { outcome: 'refused', ...refusal } as const
    const stopped = new AccessStopped(refusedDecision)
    expect(stopped).toMatchObject({ name: 'AccessStopped', message: 'Later.', decision: refusedDecision })
    expect(new AccessStopped(refusedDecision, 'Add the middleware.').message).toBe(
      'Later. Add the middleware.',
    )
    const redirect = { outcome: 'redirect', location: '/sign-in' } as const
    expect(new AccessStopped(redirect).message).toBe('Sign in to do that.')
  })

  it('is JSON for scripts, and is not cached', async () => {
    const response = refusalResponse(refusal)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toEqual({ error: { code: 'unavailable', message: 'Later.' } })
  })
})

describe('the page to return to', () => {
  const page = (method: string, url: string, headers: Record<string, string> = {}) =>
    requestedPage(handler, { method, url, headers: new Headers(headers) })

  it.each([
    ['GET', 'https://app.example.com/notes?page=2#top', {}, '/notes?page=2'],
    ['HEAD', 'https://app.example.com/notes', {}, '/notes'],
    ['GET', 'http://inside:3000/notes', {}, '/notes'],
    ['POST', 'https://app.example.com/action', { referer: 'https://app.example.com/form?a=1' }, '/form?a=1'],
    ['POST', 'https://app.example.com/action', { referer: 'https://evil.example/form' }, '/'],
    ['POST', 'https://app.example.com/action', { referer: 'nonsense' }, '/'],
    ['POST', 'https://app.example.com/action', {}, '/'],
  ])('of %s %s with %j is %s', (method, url, headers, path) => {
    expect(page(method, url, headers as Record<string, string>)).toBe(path)
  })
})

describe('whether a client follows a redirect', () => {
  const FORM = 'application/x-www-form-urlencoded'

  it.each<[string, Record<string, string>, boolean]>([
    ['GET', { 'sec-fetch-mode': 'navigate' }, true],
    ['GET', { 'sec-fetch-mode': 'cors', accept: 'text/html' }, false],
    ['GET', { 'sec-fetch-mode': 'navigate', authorization: 'Bearer x' }, false],
    ['GET', { accept: 'text/html,*/*' }, true],
    ['GET', { accept: '*/*' }, false],
    ['GET', {}, false],
    ['POST', { 'content-type': FORM }, true],
    ['POST', { 'content-type': FORM, accept: 'application/json' }, false],
    ['POST', { 'content-type': 'application/json' }, false],
    ['POST', {}, false],
    ['PUT', { 'content-type': FORM }, false],
  ])('is known for %s with %j: %s', (method, headers, follows) => {
    expect(canRedirect({ method, headers: new Headers(headers) })).toBe(follows)
  })
})
