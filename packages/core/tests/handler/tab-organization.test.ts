import { describe, expect, it } from 'vitest'
import type { SessionPayload, SignedInPayload } from '../../src/index.ts'
import type { AuthHandlerOptions } from '../../src/server.ts'
import { serializeCookie } from '../../src/server.ts'
import { appOrigin } from './fixture.ts'
import { advance, MINUTE, signedInFixture } from './signed-in-fixture.ts'

const HEADER = 'latchkey-organization'

/** The browser of a member of Harbour (the active organization) and Meadow, but not of Foreign. */
async function browserFixture(options: Partial<AuthHandlerOptions> = {}) {
  const fixture = await signedInFixture(options)
  const { client, driver, handler, user, refreshes } = fixture
  const { jar } = driver
  async function join(name: string, roleSlug: string) {
    const { id } = await client.createOrganization({ name })
    await client.createOrganizationMembership({ organizationId: id, userId: user.id, roleSlug })
    return id
  }
  const harbour = await join('Harbour', 'admin')
  const meadow = await join('Meadow', 'member')
  const { id: foreign } = await client.createOrganization({ name: 'Foreign' })
  await driver.send('POST', '/organization/switch', { organizationId: harbour })
  refreshes.length = 0

  /** Sends a request as a tab of this browser does, optionally one that is pinned to an organization. */
  function ask(path: string, organizationId?: string, init: RequestInit = {}, cookies = jar.header()) {
    const headers = new Headers(init.headers)
    headers.set('accept', 'application/json')
    headers.set('sec-fetch-site', 'same-origin')
    if (cookies) headers.set('cookie', cookies)
    if (organizationId) headers.set(HEADER, organizationId)
    return handler.handle(new Request(`${appOrigin}/auth${path}`, { ...init, headers }))
  }
  async function send(path: string, organizationId?: string, body?: object) {
    const headers = { 'content-type': 'application/json' }
    const init = body && { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await ask(path, organizationId, init)
    jar.store(response.headers.getSetCookie())
    return response
  }
  const session = async (organizationId?: string) =>
    (await (await send('/session', organizationId)).json()) as SignedInPayload
  const switchTo = (organizationId: string, tab?: string) =>
    send('/organization/switch', tab, { organizationId })
  const resolve = (url: string, headers: Record<string, string> = {}) =>
    handler.resolve({ url, headers: new Headers({ cookie: jar.header() ?? '', ...headers }) })
  async function leave(organizationId: string) {
    const { data } = await client.listOrganizationMemberships({ userId: user.id, organizationId })
    await client.deleteOrganizationMembership({ organizationMembershipId: data[0]?.id ?? '' })
  }
  return { ...fixture, jar, harbour, meadow, foreign, ask, send, session, switchTo, resolve, leave }
}

describe('tabs of one browser', () => {
  it('each stay in their own organization, with the role in it', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, refreshes } = fixture
    expect(await session(meadow)).toMatchObject({ organizationId: meadow, role: 'member', roles: ['member'] })
    expect(await session()).toMatchObject({ organizationId: harbour, role: 'admin' })
    expect(await session(harbour)).toMatchObject({ organizationId: harbour, role: 'admin' })
    expect(await session(meadow)).toMatchObject({ organizationId: meadow, role: 'member' })
    expect(refreshes).toHaveLength(1)
  })

  it('are each refreshed in their own organization when their tokens expire', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, refreshes } = fixture
    await session(meadow)
    for (let round = 0; round < 3; round += 1) {
      await advance(fixture, 6 * MINUTE)
      expect(await session(meadow)).toMatchObject({ organizationId: meadow, stale: false })
      expect(await session()).toMatchObject({ organizationId: harbour, stale: false })
    }
    expect(refreshes).toHaveLength(7)
  })

  it('F1 request a new token once, regardless of how many requests need it', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { meadow, ask, refreshes } = fixture
    const responses = await Promise.all(Array.from({ length: 50 }, () => ask('/session', meadow)))
    const bodies = await Promise.all(
      responses.map(async (response) => (await response.json()) as SessionPayload),
    )
    expect(refreshes).toHaveLength(1)
    expect(new Set(bodies.map((body) => (body as SignedInPayload).organizationId))).toEqual(new Set([meadow]))
  })

  it('F1 need one refresh each if they expire together, regardless of which response the browser stores', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { jar, harbour, meadow, ask, session, refreshes } = fixture
    await session(meadow)
    await advance(fixture, 6 * MINUTE)
    refreshes.length = 0
    const old = jar.header()
    const tabs = [undefined, meadow, undefined, meadow, meadow]
    const responses = await Promise.all(tabs.map((tab) => ask('/session', tab, {}, old)))
    const seen = await Promise.all(
      responses.map(async (response) => (await response.json()) as SignedInPayload),
    )
    expect(seen.map(({ organizationId }) => organizationId)).toEqual(tabs.map((tab) => tab ?? harbour))
    expect(refreshes).toHaveLength(2)
    for (const response of responses) {
      jar.store(response.headers.getSetCookie())
      expect(await session()).toMatchObject({ status: 'signed-in', organizationId: harbour })
      expect(await session(meadow)).toMatchObject({ status: 'signed-in', organizationId: meadow })
    }
    expect(refreshes).toHaveLength(2)
  })

  it('switch only themselves if they are pinned to an organization, and otherwise all other tabs, too', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, switchTo } = fixture
    const switched = await switchTo(harbour, meadow)
    expect(await switched.json()).toMatchObject({ organizationId: harbour, role: 'admin' })
    expect(await session()).toMatchObject({ organizationId: harbour })
    await session(meadow)
    await switchTo(meadow)
    expect(await session()).toMatchObject({ organizationId: meadow, role: 'member' })
    expect(await session(harbour)).toMatchObject({ organizationId: harbour, role: 'admin' })
    await advance(fixture, 6 * MINUTE)
    expect(await session()).toMatchObject({ organizationId: meadow })
    expect(await session(harbour)).toMatchObject({ organizationId: harbour })
  })

  it('switch the session with a form on a page whose URL contains an organization', async () => {
    const organizationOf = ({ url }: { url: string }) => /\/o\/([^/]+)$/.exec(url)?.[1]
    const fixture = await browserFixture({ organizationOf })
    await using _ = fixture.emulator
    const { handler, jar, harbour, meadow, session, resolve } = fixture
    const headers = { cookie: jar.header() ?? '', origin: appOrigin, 'sec-fetch-site': 'same-origin' }
    const page = new Request(`${appOrigin}/o/${harbour}`, { method: 'POST', headers })
    const { cookies } = await handler.call(page, 'POST /organization/switch', { organizationId: meadow })
    jar.store((await cookies()).map(serializeCookie))
    expect(await session()).toMatchObject({ organizationId: meadow })
    expect((await resolve(`${appOrigin}/o/${harbour}`)).auth).toMatchObject({ organizationId: harbour })
  })

  it('enter the organization of an invitation without affecting other tabs', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { client, harbour, meadow, foreign, send, session, user } = fixture
    const { token } = await client.sendInvitation({ email: user.email, organizationId: foreign })
    expect((await send('/invitation', meadow, { token })).status).toBe(200)
    expect(await session(foreign)).toMatchObject({ organizationId: foreign })
    expect(await session()).toMatchObject({ organizationId: harbour })
  })

  it('F7 are not switched back by a late switch with an old cookie', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { jar, harbour, meadow, ask, session } = fixture
    await session(meadow)
    const old = jar.header()
    await advance(fixture, 6 * MINUTE)
    await session()
    const body = JSON.stringify({ organizationId: harbour })
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
    jar.store((await ask('/organization/switch', meadow, init, old)).headers.getSetCookie())
    await advance(fixture, 11 * MINUTE)
    expect(await session()).toMatchObject({ status: 'signed-in', organizationId: harbour })
    expect(await session(meadow)).toMatchObject({ status: 'signed-in', organizationId: meadow })
  })

  it('F5 are all signed out if one of them signs out', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { meadow, send, session } = fixture
    await session(meadow)
    await send('/sign-out', meadow, {})
    expect(await session(meadow)).toMatchObject({ status: 'signed-out' })
    expect(await session()).toMatchObject({ status: 'signed-out' })
  })

  it('S3 keep their cookies within 8 kB, regardless of the organizations that they open', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { client, user, jar, harbour, session } = fixture
    const visited: string[] = []
    for (let count = 0; count < 8; count += 1) {
      const { id } = await client.createOrganization({ name: `Branch ${count}` })
      await client.createOrganizationMembership({ organizationId: id, userId: user.id })
      expect(await session(id)).toMatchObject({ organizationId: id })
      visited.push(id)
      expect(jar.header()?.length).toBeLessThan(8_192)
    }
    expect(await session()).toMatchObject({ organizationId: harbour })
    expect(await session(visited[0])).toMatchObject({ organizationId: visited[0] })
  })

  it('move a session that has no organization yet', async () => {
    const fixture = await signedInFixture()
    await using _ = fixture.emulator
    const { client, handler, driver, user } = fixture
    const { id } = await client.createOrganization({ name: 'First' })
    await client.createOrganizationMembership({ organizationId: id, userId: user.id })
    const headers = () => new Headers({ cookie: driver.jar.header() ?? '' })
    const { auth, cookies } = await handler.resolve({ headers: headers() }, { organizationId: id })
    expect(auth).toMatchObject({ status: 'signed-in', organizationId: id })
    driver.jar.store((await cookies()).map(({ name, value }) => `${name}=${value}; Path=/; Secure`))
    expect((await handler.resolve({ headers: headers() })).auth).toMatchObject({ organizationId: id })
  })
})

describe('an organization that the user is not a member of', () => {
  it.each(['foreign', 'org_unknown'])(
    'F9 is not entered, and causes few requests to the API: %s',
    async (name) => {
      const fixture = await browserFixture({ exposeAccessToken: true })
      await using _ = fixture.emulator
      const { foreign, harbour, send, session, resolve, refreshes } = fixture
      const id = name === 'foreign' ? foreign : name
      expect(await session(id)).toMatchObject({
        status: 'signed-in',
        organizationId: null,
        role: null,
        roles: [],
        permissions: [],
        entitlements: [],
        featureFlags: [],
      })
      const { auth } = await resolve(`${appOrigin}/`, { [HEADER]: id })
      expect(auth).toMatchObject({
        status: 'signed-in',
        organizationId: undefined,
        refusedOrganizationId: id,
      })
      if (auth.status !== 'signed-in') return
      expect(auth.claims.org_id).toBeUndefined()
      expect(() => auth.accessToken()).toThrowError(expect.objectContaining({ code: 'organization_refused' }))
      expect((await send('/token', id)).status).toBe(403)
      expect((await send('/members', id)).status).toBeGreaterThanOrEqual(400)
      expect(refreshes).toHaveLength(1)
      expect(await session()).toMatchObject({ organizationId: harbour, role: 'admin' })
    },
  )

  it('F8 does not end the session, regardless of the response to a user who chooses it again', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, leave, switchTo } = fixture
    await session(meadow)
    await leave(meadow)
    expect((await switchTo(meadow, meadow)).status).toBeGreaterThanOrEqual(400)
    await advance(fixture, 11 * MINUTE)
    expect(await session()).toMatchObject({ status: 'signed-in', organizationId: harbour })
  })

  it.each(['mfa_enrollment', 'sso_required'])(
    'ends the session if its own organization requires %s',
    async (code) => {
      const fixture = await browserFixture()
      await using _ = fixture.emulator
      const { session, transport } = fixture
      await advance(fixture, 6 * MINUTE)
      transport.response = async () =>
        Response.json({ code, message: 'Another step is needed.' }, { status: 403 })
      expect(await session()).toMatchObject({ status: 'signed-out', reason: 'revoked' })
    },
  )

  it('F4 is not assumed after a response without that information', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, transport } = fixture
    await session(meadow)
    await advance(fixture, 6 * MINUTE)
    transport.response = async () => Response.json({ message: 'Forbidden' }, { status: 403 })
    expect(await session()).toMatchObject({ organizationId: harbour, stale: true })
    transport.response = undefined
    await advance(fixture, MINUTE)
    expect(await session()).toMatchObject({ organizationId: harbour, stale: false })
  })

  it('is requested again after a while', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { client, user, foreign, session } = fixture
    await session(foreign)
    await client.createOrganizationMembership({ organizationId: foreign, userId: user.id })
    expect(await session(foreign)).toMatchObject({ organizationId: null })
    await advance(fixture, 15_000)
    expect(await session(foreign)).toMatchObject({ organizationId: foreign })
  })

  it('is not entered with a switch, which returns the reason', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { foreign, meadow, switchTo, session } = fixture
    const refused = await switchTo(foreign, meadow)
    expect(await refused.json()).toMatchObject({ error: { code: 'invalid_organization_id' } })
    expect(await session(meadow)).toMatchObject({ organizationId: meadow })
  })

  it('can be one that the user has left, and only its tab is affected at the next refresh', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, leave } = fixture
    await session(meadow)
    await leave(meadow)
    await advance(fixture, 6 * MINUTE)
    expect(await session(meadow)).toMatchObject({ status: 'signed-in', organizationId: null, role: null })
    expect(await session()).toMatchObject({ organizationId: harbour, role: 'admin' })
  })

  it('can be the session’s own, and its former member continues in the organization of another tab', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, session, leave } = fixture
    await session(meadow)
    await leave(harbour)
    await advance(fixture, 6 * MINUTE)
    expect(await session()).toMatchObject({ status: 'signed-in', organizationId: meadow, role: 'member' })
    expect(await session(meadow)).toMatchObject({ organizationId: meadow })
    expect(await session(harbour)).toMatchObject({ status: 'signed-in', organizationId: null, role: null })
  })
})

describe('an outage of the API', () => {
  it('F4 lets a tab keep its session and then its last known session, and never signs it out', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, send, session, transport } = fixture
    await session(meadow)
    transport.response = async () => new Response('down', { status: 503 })
    await advance(fixture, 4 * MINUTE + 30_000)
    expect(await session(meadow)).toMatchObject({ organizationId: meadow, stale: false })
    await advance(fixture, 90_000)
    expect(await session(meadow)).toMatchObject({ organizationId: meadow, role: 'member', stale: true })
    expect(await session()).toMatchObject({ organizationId: harbour, stale: true })
    transport.response = undefined
    await advance(fixture, 60_000)
    expect(await session(meadow)).toMatchObject({ organizationId: meadow, stale: false })
    expect((await send('/session', meadow)).status).toBe(200)
  })

  it('F4 sends a Retry-After header to a tab that was never in its organization', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, send, session, transport } = fixture
    transport.response = async () => {
      throw new TypeError('no network')
    }
    expect((await send('/session', meadow)).status).toBe(503)
    expect(await session()).toMatchObject({ organizationId: harbour, stale: false })
  })

  it.each(['tab first', 'session first'])(
    'F3 moves no user to another organization if the API repeats a lost response: %s',
    async (order) => {
      const fixture = await browserFixture()
      await using _ = fixture.emulator
      const { emulator, clock, harbour, meadow, session, transport } = fixture
      await emulator.default.settings.update({ refresh_reuse_window_seconds: 10 })
      await session(meadow)
      await advance(fixture, 6 * MINUTE)
      let lost = 1
      transport.response = async (_request, next) => {
        const response = await next()
        if (lost-- > 0) throw new TypeError('connection reset')
        return response
      }
      const tabs = order === 'tab first' ? [meadow, undefined] : [undefined, meadow]
      await session(tabs[0])
      await advance(fixture, 2_000)
      for (const tab of [tabs[1], tabs[0], tabs[1]]) {
        const seen = await session(tab)
        expect(seen).toMatchObject({ status: 'signed-in', organizationId: tab ?? harbour, stale: false })
        expect(seen.expiresAt).toBeGreaterThan(clock.now())
      }
    },
  )
})

describe('the organization of a request', () => {
  const organizationOf = ({ url }: { url: string }) =>
    /^\/o\/([^/]+)/.exec(decodeURIComponent(new URL(url).pathname))?.[1]

  it('comes from the URL, if the app reads it there', async () => {
    const fixture = await browserFixture({ organizationOf })
    await using _ = fixture.emulator
    const { harbour, meadow, resolve } = fixture
    expect((await resolve(`${appOrigin}/o/${meadow}/members`)).auth).toMatchObject({ organizationId: meadow })
    expect((await resolve(`${appOrigin}/`)).auth).toMatchObject({ organizationId: harbour })
    expect((await resolve(`${appOrigin}/`, { [HEADER]: meadow })).auth).toMatchObject({
      organizationId: meadow,
    })
  })

  it('P10: cannot be replaced by an attacker with a header that names another organization', async () => {
    const fixture = await browserFixture({ organizationOf })
    await using _ = fixture.emulator
    const { harbour, meadow, foreign, resolve } = fixture
    // An admin of Harbour, who is only a member of Meadow and does not belong to Foreign.
    expect((await resolve(`${appOrigin}/o/${meadow}`, { [HEADER]: harbour })).auth).toMatchObject({
      organizationId: meadow,
      role: 'member',
    })
    expect((await resolve(`${appOrigin}/o/${foreign}`, { [HEADER]: harbour })).auth).toMatchObject({
      organizationId: undefined,
      refusedOrganizationId: foreign,
      role: undefined,
    })
  })

  it('P10: cannot be hidden by an attacker who escapes letters in the path', async () => {
    const fixture = await browserFixture({
      organizationOf: ({ url }) => /^\/o\/([\w.-]+)/.exec(new URL(url).pathname)?.[1],
    })
    await using _ = fixture.emulator
    const { foreign, resolve } = fixture
    const escaped = [...foreign].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
    for (const path of [`/%6f/${foreign}`, `/%6F/${escaped}`, `/o/${escaped}?x=%6f`])
      expect((await resolve(appOrigin + path)).auth).toMatchObject({
        organizationId: undefined,
        refusedOrganizationId: foreign,
      })
  })

  const strict = {
    organizationOf: ({ url }: { url: string }) => /^\/o\/([\w.-]+)$/.exec(new URL(url).pathname)?.[1],
  }
  // Spellings that a router can open as a page of the organization, or of another one.
  const OTHER_SPELLINGS = [
    ['another case', '/O/ID'],
    ['another case, and a slash', '/O/ID/'],
    ['two slashes', '/o//ID'],
    ['two slashes before it', '//o/ID'],
    ['two slashes after it', '/o/ID//'],
    ['a dot segment', '/o/./ID'],
    ['an escaped dot segment', '/o/%2e/ID'],
    ['a dot segment at the end', '/o/ID/.'],
    ['a parent segment', '/o/ID/../other'],
    ['a parent segment at the end', '/o/ID/x/..'],
    ['a half escaped parent segment', '/o/ID/.%2E/other'],
    ['a backslash', '/o\\ID'],
    ['a line break', '/o/\nID'],
    ['another origin', 'http://evil.example/o/ID'],
  ] as const

  it.each(OTHER_SPELLINGS)(
    'P10: is none for a path with %s, whatever a header says',
    async (_name, template) => {
      const fixture = await browserFixture(strict)
      await using _ = fixture.emulator
      const { harbour, meadow, refreshes, resolve } = fixture
      for (const headers of [{}, { [HEADER]: harbour }] as Record<string, string>[]) {
        const { auth } = await resolve(appOrigin + template.replace('ID', meadow), headers)
        expect(auth).toMatchObject({ status: 'signed-in', organizationId: undefined, role: undefined })
      }
      expect(refreshes).toEqual([])
    },
  )

  it('P10: is the same with a slash at the end, and that of the session for a path that names none', async () => {
    const fixture = await browserFixture(strict)
    await using _ = fixture.emulator
    const { harbour, meadow, resolve } = fixture
    for (const path of [`/o/${meadow}/`, `/o/${meadow}/?tab=A//../b`, `/o/${meadow}#//`])
      expect((await resolve(appOrigin + path)).auth).toMatchObject({ organizationId: meadow, role: 'member' })
    for (const path of ['', '/', '/About', '/o/', '/caf%c3%a9', '/?next=/o//x', '/Files/a.b/..c'])
      expect((await resolve(appOrigin + path)).auth).toMatchObject({ organizationId: harbour })
  })

  it('P10: is none for a request whose URL is unknown', async () => {
    const fixture = await browserFixture(strict)
    await using _ = fixture.emulator
    const { handler, harbour, jar } = fixture
    const headers = new Headers({ cookie: jar.header() ?? '', [HEADER]: harbour })
    expect((await handler.resolve({ headers })).auth).toMatchObject({
      status: 'signed-in',
      organizationId: undefined,
    })
    const { auth } = await handler.resolve({ headers }, { organizationId: harbour })
    expect(auth).toMatchObject({ organizationId: harbour })
  })

  it('is undefined if the app cannot read the URL, or if its value is not an ID', async () => {
    const fixture = await browserFixture({ organizationOf })
    await using _ = fixture.emulator
    const { handler, jar, resolve, refreshes } = fixture
    const nowhere = { status: 'signed-in', organizationId: undefined, role: undefined }
    for (const path of ['/o/%E0%A4%A', '/o/a%20b', `/o/${'x'.repeat(200)}`])
      expect((await resolve(appOrigin + path)).auth).toMatchObject(nowhere)
    for (const header of ['a b', '../x', 'x'.repeat(129)])
      expect((await resolve(`${appOrigin}/`, { [HEADER]: header })).auth).toMatchObject(nowhere)
    const headers = new Headers({ cookie: jar.header() ?? '' })
    expect((await handler.resolve({ headers }, { organizationId: 'a b' })).auth).toMatchObject(nowhere)
    expect(refreshes).toHaveLength(0)
  })

  it('N17: is the session’s own if the header is empty', async () => {
    const fixture = await browserFixture({ organizationOf })
    await using _ = fixture.emulator
    const before = (await fixture.resolve(`${appOrigin}/`)).auth
    expect(before).toMatchObject({ organizationId: expect.any(String) })
    for (const header of ['', ' '])
      expect((await fixture.resolve(`${appOrigin}/`, { [HEADER]: header })).auth).toMatchObject({
        organizationId: (before as { organizationId: string }).organizationId,
        refusedOrganizationId: undefined,
      })
  })

  it('X8 never comes from the body', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { harbour, meadow, send, client } = fixture
    await send('/invitations', harbour, { email: 'omar@orchard.example', organizationId: meadow })
    expect((await client.listInvitations({ organizationId: harbour })).data).toHaveLength(1)
    expect((await client.listInvitations({ organizationId: meadow })).data).toHaveLength(0)
  })

  it('is part of the cache key', async () => {
    const fixture = await browserFixture()
    await using _ = fixture.emulator
    const { meadow, send } = fixture
    const one = await send('/session', meadow)
    const other = await send('/session')
    expect(one.headers.get('vary')).toContain(HEADER)
    expect(one.headers.get('etag')).not.toBe(other.headers.get('etag'))
  })
})
