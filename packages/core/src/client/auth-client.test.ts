import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AuthClient, type AuthClientOptions, createAuthClient } from './auth-client.ts'
import { AuthForbidden, AuthRedirect, AuthUnavailable } from './auth-error.ts'
import { onAuthEvent } from './auth-event.ts'
import {
  type FakePage,
  fakeHandler,
  fakePage,
  type HandTimers,
  handTimers,
  settle,
  signedInPayload,
  signedOutPayload,
} from './fake-page.ts'
import { mayRedirect } from './redirect-limit.ts'
import { type RequireAuthOptions, requireAuth } from './require-auth.ts'

let page: FakePage
let timers: HandTimers
let client: AuthClient | undefined

beforeEach(() => {
  page = fakePage(vi.stubGlobal)
  timers = handTimers()
})

afterEach(() => {
  client?.dispose()
  vi.unstubAllGlobals()
})

function open(handler: ReturnType<typeof fakeHandler>, options: AuthClientOptions = {}): AuthClient {
  client = createAuthClient({ fetch: handler.fetch, timers, ...options })
  return client
}

describe('signOut', () => {
  it('signs out in this tab, notifies all other tabs, and opens the page that the handler returns', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({ redirectTo: 'https://api.workos.com/logout?session_id=1' })
    const it = open(handler, { initialAuth: signedInPayload() })
    expect(await it.signOut({ returnTo: '/bye', everywhere: true })).toMatchObject({ ok: true })
    expect(handler.bodies).toEqual([{ returnTo: '/bye', everywhere: true }])
    expect(it.getState()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    expect(page.visited).toEqual(['https://api.workos.com/logout?session_id=1'])
  })

  it('does not sign out if the handler could not be reached', async () => {
    const handler = fakeHandler()
    handler.response = () => Promise.reject(new TypeError('Failed to fetch'))
    const it = open(handler, { initialAuth: signedInPayload() })
    expect(await it.signOut()).toEqual({ ok: false, error: { code: 'network' } })
    expect(it.getState().status).toBe('signed-in')
  })

  it('is not undone by the response to an earlier request', async () => {
    const handler = fakeHandler()
    let late: (response: Response) => void = () => {}
    handler.response = (path) =>
      path.endsWith('/sign-out')
        ? Response.json({ redirectTo: '/' })
        : new Promise((resolve) => {
            late = resolve
          })
    const it = open(handler, { initialAuth: signedInPayload() })
    const checking = it.refresh()
    await it.signOut()
    late(Response.json(signedInPayload()))
    await checking
    expect(it.getState().status).toBe('signed-out')
  })
})

describe('V3: reads in progress during a sign-out', () => {
  /** A handler that delays the sign-out, and never responds to other requests. */
  function slow() {
    const handler = fakeHandler()
    const requests: string[] = []
    let end: (response: Response) => void = () => {}
    const fetch = ((input: string, { signal }: RequestInit) => {
      requests.push(input)
      return new Promise<Response>((resolve, reject) => {
        if (input.endsWith('/sign-out')) end = resolve
        else signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
      })
    }) as typeof globalThis.fetch
    return { handler, requests, fetch, end: (response: Response) => end(response) }
  }

  it('are aborted, and reads that start in the meantime are not sent, so that no read is refused', async () => {
    const { requests, fetch, end, handler } = slow()
    const it = open(handler, { initialAuth: signedInPayload(), fetch })
    const before = it.send({ path: '/sessions' })
    const leaving = it.signOut()
    const within = it.send({ path: '/me/factors' })
    await settle()
    end(Response.json({ redirectTo: '/' }))
    expect((await leaving).ok).toBe(true)
    expect([(await before).status, (await within).status]).toEqual([0, 0])
    expect(requests).toEqual(['/auth/sessions', '/auth/sign-out'])
    void it.send({ path: '/config' })
    expect(requests.at(-1)).toBe('/auth/config')
  })

  it('are sent again if the session continues', async () => {
    const { requests, fetch, end, handler } = slow()
    const it = open(handler, { initialAuth: signedInPayload(), fetch })
    void it.send({ path: '/sessions' })
    const leaving = it.signOut()
    void it.send({ path: '/me/factors' })
    await settle()
    end(Response.json({ error: { code: 'service_unavailable' } }, { status: 503 }))
    expect((await leaving).ok).toBe(false)
    await settle()
    expect(requests.slice(2).sort()).toEqual(['/auth/me/factors', '/auth/sessions'])
    expect(it.getState().status).toBe('signed-in')
  })
})

describe('switchOrganization', () => {
  it('accepts an ID or AuthKit’s object, and uses the returned session', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json(signedInPayload({ organizationId: 'org_2', rev: 6 }))
    const it = open(handler, { initialAuth: signedInPayload() })
    expect(await it.switchOrganization('org_2')).toMatchObject({
      ok: true,
      value: { organizationId: 'org_2' },
    })
    await it.switchOrganization({ organizationId: 'org_3' })
    expect(handler.bodies).toEqual([{ organizationId: 'org_2' }, { organizationId: 'org_3' }])
  })

  it('keeps the active organization if the handler refuses', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({ error: { code: 'invalid_organization_id' } }, { status: 403 })
    const it = open(handler, { initialAuth: signedInPayload() })
    expect(await it.switchOrganization('org_2')).toEqual({
      ok: false,
      error: { code: 'invalid_organization_id' },
    })
    expect(it.getState()).toMatchObject({ organizationId: null })
  })
})

describe('getToken', () => {
  const tokens = (handler: ReturnType<typeof fakeHandler>) =>
    handler.requests.filter((request) => request.endsWith('/token')).length

  function tokenHandler() {
    const handler = fakeHandler(signedInPayload())
    let count = 0
    handler.response = (path) => {
      if (path.endsWith('/session')) return Response.json(handler.session)
      count += 1
      return Response.json({ token: `token_${count}`, expiresAt: timers.now() + 300_000 })
    }
    return handler
  }

  it('sends one request for many callers, and another if the remaining lifetime is too short', async () => {
    const handler = tokenHandler()
    const it = open(handler, { initialAuth: signedInPayload() })
    const together = await Promise.all([it.getToken(), it.getToken(), it.getToken()])
    expect(together).toEqual(['token_1', 'token_1', 'token_1'])
    await timers.advance(200_000)
    expect(await it.getToken()).toBe('token_1')
    const later = await Promise.all([
      it.getToken({ minTtlSeconds: 120 }),
      it.getToken({ minTtlSeconds: 120 }),
    ])
    expect(later).toEqual(['token_2', 'token_2'])
    expect(tokens(handler)).toBe(2)
  })

  it('B7 forgets the token when its session ends', async () => {
    const handler = tokenHandler()
    const it = open(handler, { initialAuth: signedInPayload() })
    await it.getToken()
    handler.session = signedInPayload({ organizationId: 'org_2', rev: 6 })
    await it.refresh()
    expect(await it.getToken()).toBe('token_2')
  })

  it('throws the error from the handler, and stores no token', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({ error: { code: 'not_found' } }, { status: 404 })
    const it = open(handler, { initialAuth: signedInPayload() })
    await expect(it.getToken()).rejects.toMatchObject({ name: 'AuthUnavailable', code: 'not_found' })
    expect([...page.stored]).toEqual([])
  })
})

describe('requireAuth', () => {
  it('allows signed-in users, and redirects visitors to the sign-in page and back', async () => {
    const it = open(fakeHandler(signedInPayload()))
    expect((await requireAuth(it, { role: 'member', permission: 'reports:read' })).user.id).toBe('user_1')
    const out = open(fakeHandler(signedOutPayload()))
    const refused = await requireAuth(out).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(AuthRedirect)
    expect(refused).toMatchObject({ code: 'signed-out', to: '/sign-in?returnTo=%2Freports%3Fmonth%3D3' })
  })

  it('distinguishes users who lack a role from visitors who are not signed in', async () => {
    const it = open(fakeHandler(), { initialAuth: signedInPayload() })
    await expect(requireAuth(it, { role: 'admin', redirectTo: '/no' })).rejects.toMatchObject({
      code: 'forbidden',
      to: '/no',
    })
    await expect(requireAuth(it, { permission: 'reports:write' })).rejects.toMatchObject({
      code: 'forbidden',
      to: '/',
    })
  })

  it('RE-9: returns to the page that the loader is for, not to the previous page', async () => {
    const it = open(fakeHandler(signedOutPayload()))
    const requests = (options: RequireAuthOptions) => requireAuth(it, options).catch((error) => error.to)
    const request = new Request('https://app.example/settings?tab=1#top')
    expect(await requests({ request })).toBe('/sign-in?returnTo=%2Fsettings%3Ftab%3D1%23top')
    expect(await requests({ request: { url: '/settings?tab=1' } })).toBe(
      '/sign-in?returnTo=%2Fsettings%3Ftab%3D1',
    )
    expect(await requests({ request, returnTo: '/home' })).toBe('/sign-in?returnTo=%2Fhome')
    expect(await requests({ request, redirectTo: '/welcome' })).toBe('/welcome')
  })

  it('RE-9: throws an error if a redirect would loop', async () => {
    const it = open(fakeHandler(), { initialAuth: signedInPayload() })
    const rule = { role: 'admin' }
    const at = (page: string) => ({ url: `https://app.example${page}` })
    const load = (options: RequireAuthOptions) => requireAuth(it, options).catch((error) => error)
    expect(await load({ ...rule, request: at('/settings') })).toMatchObject({ code: 'forbidden', to: '/' })
    const same = await load({ ...rule, request: at('/?x=1') })
    expect(same).toBeInstanceOf(AuthForbidden)
    expect(same).toMatchObject({ code: 'forbidden', status: 403 })
    expect(await load({ ...rule, redirectTo: '/no', request: at('/no') })).toBeInstanceOf(AuthForbidden)
    expect(await load({ ...rule, redirectTo: '/no', request: at('/') })).toBeInstanceOf(AuthRedirect)
    // Without the request of the loader, only a few redirects are allowed.
    const followed: unknown[] = []
    for (let turn = 0; turn < 10; turn += 1) {
      const error = await load(rule)
      if (!(error instanceof AuthRedirect)) break
      followed.push(error.to)
    }
    expect(followed).toEqual(['/', '/', '/'])
  })

  it('RE-20: distinguishes users who must choose an organization from those who must sign in again', async () => {
    const it = open(fakeHandler(), {
      initialAuth: signedInPayload({ authenticatedAt: timers.now() - 601_000 }),
    })
    const load = (options: RequireAuthOptions) =>
      requireAuth(it, { request: { url: '/pay' }, ...options }).catch((error) => error)
    expect(await load({ organization: true, redirectTo: '/team' })).toMatchObject({
      code: 'no-organization',
      to: '/team',
    })
    expect(await load({ freshWithin: 600 })).toMatchObject({
      code: 'not-fresh',
      to: '/sign-in?returnTo=%2Fpay&reauthenticate=1',
    })
    expect(await load({ freshWithin: 602, role: ['admin', 'member'] })).toMatchObject({ status: 'signed-in' })
  })

  it('P1, S-05: allows no user if the options are undefined or invalid', async () => {
    const it = open(fakeHandler(), { initialAuth: signedInPayload() })
    for (const options of [undefined, null, 'admin'])
      await expect(requireAuth(it, options as never)).rejects.toMatchObject({ code: 'option_invalid' })
  })

  it('N5: allows no user if a criterion has no value', async () => {
    const it = open(fakeHandler(), { initialAuth: signedInPayload() })
    for (const nothing of [undefined, null, '', false, 0, Number.NaN, []]) {
      for (const key of ['role', 'permission', 'feature', 'organization', 'rolle']) {
        const options = { [key]: nothing } as RequireAuthOptions
        await expect(requireAuth(it, options)).rejects.toMatchObject({ code: 'option_invalid', option: key })
      }
    }
  })

  it('throws an error if the session is unknown', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({}, { status: 503 })
    const requesting = requireAuth(open(handler)).catch((error: unknown) => error)
    await timers.advance(5_000)
    expect(await requesting).toBeInstanceOf(AuthUnavailable)
  })
})

describe('navigate', () => {
  it('B4 opens only http and https URLs', () => {
    const it = open(fakeHandler())
    for (const to of [
      'javascript:alert(1)',
      'data:text/html,x',
      'blob:https://app.example/1',
      'https://',
      'vbscript:x',
    ])
      it.navigate(to)
    expect(page.visited).toEqual([])
    it.navigate('/reports')
    expect(page.visited).toEqual(['https://app.example/reports'])
  })

  it('uses the router only within this origin', () => {
    const navigate = vi.fn()
    const it = open(fakeHandler(), { navigate })
    it.navigate('/reports?month=3#top', { replace: true })
    it.navigate('https://elsewhere.example/')
    expect(navigate.mock.calls).toEqual([['/reports?month=3#top', { replace: true }]])
    expect(page.visited).toEqual(['https://elsewhere.example/'])
  })
})

describe('events', () => {
  it('report every change of the session', async () => {
    const handler = fakeHandler(signedInPayload())
    const it = open(handler)
    const events: string[] = []
    onAuthEvent(it, ({ type }) => events.push(type))
    await settle()
    handler.session = signedInPayload({ organizationId: 'org_2', rev: 6 })
    await it.refresh()
    handler.response = () => Response.json({}, { status: 503 })
    await it.refresh()
    handler.response = undefined
    await it.refresh()
    handler.session = signedInPayload({
      rev: 7,
      sessionId: 'session_2',
      user: { ...signedInPayload().user, id: 'user_2' },
    })
    await it.refresh()
    handler.session = signedOutPayload('revoked')
    await it.refresh()
    expect(events).toEqual([
      'signed-in',
      'organization-changed',
      'stale',
      'recovered',
      'user-changed',
      'signed-out',
    ])
  })
})

describe('mayRedirect', () => {
  it('B5 stops the fourth redirect within half a minute', () => {
    expect([0, 1_000, 2_000, 3_000].map((ms) => mayRedirect(1_000_000 + ms))).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(mayRedirect(1_040_000)).toBe(true)
  })

  it('does not count redirects if storage is blocked', () => {
    vi.stubGlobal('sessionStorage', undefined)
    expect(mayRedirect()).toBe(true)
  })
})

describe('a page that is pinned to an organization', () => {
  const inOrganization = (organizationId: string | null, rev = 5) => signedInPayload({ organizationId, rev })

  it('sends the organization with every request, and sends no request if the server provided the session', async () => {
    const handler = fakeHandler()
    const it = open(handler, { organizationId: 'org_2', initialAuth: inOrganization('org_2') })
    it.subscribe(() => {})
    await settle()
    expect(handler.requests).toHaveLength(0)
    await it.send({ path: '/members' })
    await it.send({ path: '/invitations', body: {} })
    expect(handler.organizations).toEqual(['org_2', 'org_2'])
  })

  it('does not show the server’s session in another organization, and requests its own', async () => {
    const handler = fakeHandler(inOrganization('org_2', 6))
    for (const initialAuth of [inOrganization('org_1'), Promise.resolve(inOrganization('org_1'))]) {
      handler.requests.length = 0
      const it = open(handler, { organizationId: 'org_2', initialAuth })
      it.subscribe(() => {})
      expect(it.getState().status).toBe('loading')
      await settle()
      expect(handler.requests).toEqual(['GET /auth/session'])
      expect(it.getState()).toMatchObject({ status: 'signed-in', organizationId: 'org_2' })
      it.dispose()
    }
  })

  it('accepts a response that the user is not a member', async () => {
    const handler = fakeHandler()
    const initialAuth = signedInPayload({ organizationId: null, refusedOrganizationId: 'org_2' })
    const it = open(handler, { organizationId: 'org_2', initialAuth })
    it.subscribe(() => {})
    await settle()
    expect(handler.requests).toHaveLength(0)
    expect(it.getState()).toMatchObject({ organizationId: null, refusedOrganizationId: 'org_2' })
  })

  it('sends no request while no user is signed in', async () => {
    const handler = fakeHandler()
    const it = open(handler, { organizationId: 'org_2', initialAuth: signedOutPayload() })
    it.subscribe(() => {})
    await settle()
    expect(handler.requests).toHaveLength(0)
  })

  it('switches only itself, while a switch on any other page applies to all pages', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json(inOrganization('org_3', 6))
    const it = open(handler, { organizationId: 'org_2', initialAuth: inOrganization('org_2') })
    await it.switchOrganization('org_3')
    await it.send({ path: '/members' })
    expect(handler.organizations).toEqual(['org_2', 'org_3'])
    const other = fakeHandler()
    other.response = handler.response
    const following = open(other, { initialAuth: inOrganization('org_2') })
    await following.switchOrganization('org_3')
    await following.send({ path: '/members' })
    expect(other.organizations).toEqual([null, null])
  })

  it('keeps its organization if a switch is refused', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({ error: { code: 'invalid_organization_id' } }, { status: 400 })
    const it = open(handler, { organizationId: 'org_2', initialAuth: inOrganization('org_2') })
    await it.switchOrganization('org_3')
    await it.send({ path: '/members' })
    expect(handler.organizations).toEqual(['org_2', 'org_2'])
  })
})
