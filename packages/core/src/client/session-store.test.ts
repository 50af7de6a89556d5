import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AuthClient, type AuthClientOptions, createAuthClient } from './auth-client.ts'
import {
  type FakeHandler,
  type FakePage,
  fakeHandler,
  fakePage,
  type HandTimers,
  handTimers,
  settle,
  signedInPayload,
  signedOutPayload,
} from './fake-page.ts'

let page: FakePage
let timers: HandTimers
const open: AuthClient[] = []

beforeEach(() => {
  page = fakePage(vi.stubGlobal)
  timers = handTimers()
})

afterEach(() => {
  for (const client of open.splice(0)) client.dispose()
  vi.unstubAllGlobals()
})

function tab(handler: FakeHandler, options: AuthClientOptions = {}): AuthClient {
  const client = createAuthClient({ fetch: handler.fetch, timers, ...options })
  open.push(client)
  return client
}

/** A visible tab that has received its first response. */
async function watched(handler: FakeHandler, options?: AuthClientOptions) {
  const client = tab(handler, options)
  const listener = vi.fn()
  client.subscribe(listener)
  await settle()
  return { client, listener }
}

/** Messages between tabs arrive in a later turn of the event loop, as in a browser. */
const delivered = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

describe('on a server', () => {
  it('RE-1: does not read the clock, because Next does not prerender pages that read it', () => {
    vi.stubGlobal('document', undefined)
    const now = vi.fn(() => 0)
    const client = createAuthClient({ timers: { now, after: () => () => {} } })
    expect(client.getServerSnapshot().isLoaded).toBe(false)
    expect(now).not.toHaveBeenCalled()
  })
})

describe('N26: a sandboxed frame', () => {
  it('starts even if reading cookies, storage and channels throws', async () => {
    const forbidden = () => {
      throw new DOMException('The document is sandboxed.', 'SecurityError')
    }
    Object.defineProperty(page.document, 'cookie', { get: forbidden })
    Object.defineProperty(globalThis, 'sessionStorage', { get: forbidden, configurable: true })
    vi.stubGlobal('BroadcastChannel', forbidden)
    const handler = fakeHandler(signedInPayload())
    const client = tab(handler)
    expect((await client.ready).status).toBe('signed-in')
    page.fire('focus')
    await settle()
    expect(client.getState().isSignedIn).toBe(true)
    handler.session = signedOutPayload()
    await client.refresh()
    expect(client.getState().isSignedIn).toBe(false)
  })
})

describe('requests', () => {
  it('are not sent until a caller needs the session, and then only once', async () => {
    const handler = fakeHandler(signedInPayload())
    const client = tab(handler)
    expect(handler.requests).toEqual([])
    for (let subscriber = 0; subscriber < 5; subscriber += 1) client.subscribe(() => {})
    expect((await client.ready).status).toBe('signed-in')
    expect(handler.requests).toEqual(['GET /auth/session'])
  })

  it('are not sent if the session was passed', async () => {
    const handler = fakeHandler()
    const { client } = await watched(handler, { initialAuth: signedInPayload() })
    expect(client.getState().isSignedIn).toBe(true)
    expect((await client.ready).isSignedIn).toBe(true)
    expect(handler.requests).toEqual([])
  })

  it('wait for a promise of the session, and are sent if it rejects', async () => {
    const handler = fakeHandler(signedInPayload())
    const reported = await watched(handler, { initialAuth: Promise.resolve(signedInPayload()) })
    expect(reported.client.getState().status).toBe('signed-in')
    expect(handler.requests).toEqual([])
    const failed = await watched(handler, { initialAuth: Promise.reject(new Error('render')) })
    expect(failed.client.getState().status).toBe('signed-in')
    expect(handler.requests).toHaveLength(1)
  })

  it('never change the server snapshot', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    expect(client.getServerSnapshot()).toMatchObject({ status: 'loading', hint: null })
    expect(client.getState().status).toBe('signed-in')
  })

  it('show a placeholder that depends on the hint cookie', () => {
    page.document.cookie = 'theme=dark; lk-hint=12.in'
    expect(tab(fakeHandler()).getState()).toMatchObject({ status: 'loading', hint: 'in' })
  })

  it.each([
    ['lk3000-1f3k9xw-hint=12.in', undefined, '3000', 'in'],
    ['lk3000-1f3k9xw-hint=12.in; lk3001-9zz-hint=13.out', undefined, '3000', 'in'],
    ['lk3001-9zz-hint=13.out; lk3000-1f3k9xw-hint=12.in', undefined, '3000', 'in'],
    ['lk3001-9zz-hint=13.out', undefined, '3000', null],
    ['lk-9zz-hint=13.out', undefined, '', 'out'],
    ['lk-9zz-hint=13.out; lk-1f3k9xw-hint=12.in', undefined, '', null],
    ['lk-9zz-hint=13.out; lk-1f3k9xw-hint=12.in', 'lk-1f3k9xw', '', 'in'],
    ['shop-hint=12.in', undefined, '', 'in'],
    ['shop-hint=12.in; admin-hint=13.out', undefined, '', null],
    ['shop-hint=12.in; admin-hint=13.out', 'admin', '', 'out'],
    ['shop-hint=12.in', 'admin', '', null],
    ['shop-hint=12.in; shop-hint=13.out', 'shop', '', null],
    ['shop-hint=12.inside', undefined, '', null],
  ])('BUG-05: find the hint of this app in %j with name %j at port %j', (cookie, cookieName, port, hint) => {
    page.document.cookie = cookie
    vi.stubGlobal('location', { ...location, port })
    expect(tab(fakeHandler(), { cookieName }).getState()).toMatchObject({ status: 'loading', hint })
  })

  it('B4 are not affected by an element that shadows document.cookie', () => {
    page.document.cookie = { toString: () => 'lk-hint=12.in' }
    expect(tab(fakeHandler()).getState()).toMatchObject({ status: 'loading', hint: null })
  })

  it('keep the identity of the state if nothing has changed', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client, listener } = await watched(handler)
    const before = client.getState()
    handler.session = signedInPayload()
    await client.refresh()
    expect(client.getState()).toBe(before)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('update the state after the session has changed', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    handler.session = signedOutPayload('revoked')
    await client.refresh()
    expect(client.getState()).toMatchObject({ status: 'signed-out', reason: 'revoked', user: null })
  })
})

describe('without a response', () => {
  const nothings: [string, () => Response | Promise<Response>][] = [
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['503', () => Response.json({ error: { code: 'service_unavailable' } }, { status: 503 })],
    ['429', () => Response.json({ error: { code: 'rate_limited' } }, { status: 429 })],
    ['401 from a proxy', () => new Response('<html>Unauthorized</html>', { status: 401 })],
    ['200 from a captive portal', () => new Response('<html>Welcome</html>')],
    ['200 with another shape', () => Response.json({ user: null })],
    ['200 with null', () => Response.json(null)],
  ]

  it.each(nothings)('B3 %s keeps the session and marks it as stale', async (_, response) => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    handler.response = response
    await client.refresh()
    expect(client.getState()).toMatchObject({ status: 'signed-in', stale: true })
    handler.response = undefined
    await timers.advance(2_000)
    expect(client.getState()).toMatchObject({ status: 'signed-in', stale: false })
  })

  it.each(nothings)(
    'B3 %s at the start is not treated as a sign-out, and the page recovers automatically',
    async (_, response) => {
      const handler = fakeHandler(signedInPayload())
      handler.response = response
      const { client } = await watched(handler)
      expect(client.getState()).toMatchObject({ status: 'loading', error: { code: expect.any(String) } })
      handler.response = undefined
      await timers.advance(2_000)
      expect(client.getState().status).toBe('signed-in')
    },
  )

  it('a request that hangs is treated as failed', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    const fetched = vi.spyOn(handler, 'fetch')
    handler.response = () => new Promise(() => {})
    const hanging = createAuthClient({
      timers,
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
    })
    open.push(hanging)
    hanging.subscribe(() => {})
    await timers.advance(15_000)
    expect(hanging.getState()).toMatchObject({ status: 'loading', error: { code: 'timeout' } })
    expect(client.getState().status).toBe('signed-in')
    expect(fetched).not.toHaveBeenCalled()
  })

  it('`ready` resolves after five seconds, so that no loader hangs', async () => {
    const handler = fakeHandler()
    handler.response = () => new Promise(() => {})
    const { ready } = tab(handler)
    await timers.advance(5_000)
    expect((await ready).status).toBe('loading')
  })

  it('requests are sent less and less often, and not before the time in the response', async () => {
    const handler = fakeHandler()
    handler.response = () =>
      Response.json({ error: { code: 'rate_limited', retryAfterSeconds: 20 } }, { status: 429 })
    await watched(handler)
    await timers.advance(19_000)
    expect(handler.requests).toHaveLength(1)
    await timers.advance(2_000)
    expect(handler.requests).toHaveLength(2)
    handler.response = () => Response.json({}, { status: 503 })
    await timers.advance(600_000)
    // 10 minutes with a back-off of one minute, which jitter can shorten by up to half.
    expect(handler.requests.length).toBeLessThan(26)
    expect(handler.requests.length).toBeGreaterThan(9)
  })

  it('a hidden page sends no request', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({}, { status: 503 })
    await watched(handler)
    page.document.hidden = true
    await timers.advance(600_000)
    expect(handler.requests).toHaveLength(1)
    page.document.hidden = false
    handler.response = undefined
    page.fire('visibilitychange')
    await settle()
    expect(handler.requests).toHaveLength(2)
  })
})

describe('a page that gets the focus', () => {
  it('B5 sends at most one request in half a minute, regardless of how often it gets the focus', async () => {
    const handler = fakeHandler(signedInPayload())
    await watched(handler, { staleTimeMs: 0 })
    for (let second = 0; second < 60; second += 1) {
      page.fire('focus')
      page.fire('visibilitychange')
      await timers.advance(1_000)
    }
    expect(handler.requests.length).toBeLessThanOrEqual(3)
    expect(handler.requests.length).toBeGreaterThanOrEqual(2)
  })

  it('does not check a session that was confirmed within staleTimeMs', async () => {
    const handler = fakeHandler(signedInPayload())
    await watched(handler, { staleTimeMs: 120_000 })
    await timers.advance(119_000)
    page.fire('focus')
    await settle()
    expect(handler.requests).toHaveLength(1)
    await timers.advance(1_000)
    page.fire('focus')
    await settle()
    expect(handler.requests).toHaveLength(2)
  })

  it('B5 sends at most one request per second while the session is unknown', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    handler.response = () => Response.json({}, { status: 503 })
    await client.refresh()
    for (let tenth = 0; tenth < 100; tenth += 1) {
      page.fire('online')
      await timers.advance(100)
    }
    expect(handler.requests.length).toBeLessThanOrEqual(14)
    expect(handler.requests.length).toBeGreaterThan(8)
  })

  it('B2 immediately hides private content if it is restored from before the sign-out', async () => {
    const handler = fakeHandler(signedInPayload({ rev: 5 }))
    const { client } = await watched(handler)
    handler.response = () => new Promise(() => {})
    page.document.cookie = 'lk-hint=6.out'
    page.fire('pageshow', { persisted: true })
    expect(client.getState().status).toBe('signed-out')
  })

  it('checks the session when the back-forward cache restores it, even if the cookie has not changed', async () => {
    const handler = fakeHandler(signedInPayload())
    await watched(handler)
    await timers.advance(2_000)
    page.fire('pageshow', { persisted: true })
    await settle()
    expect(handler.requests).toHaveLength(2)
  })
})

describe('the other tabs', () => {
  it('B2 notice a sign-out within a second', async () => {
    const handler = fakeHandler(signedInPayload())
    const one = await watched(handler)
    const other = await watched(handler)
    await delivered()
    await timers.advance(2_000)
    handler.response = (path) =>
      path.endsWith('/sign-out') ? Response.json({ redirectTo: '/' }) : Response.json(signedOutPayload())
    await one.client.signOut()
    await delivered()
    expect(other.client.getState()).toMatchObject({ status: 'signed-out', user: null })
  })

  it.each([
    ['is missing', undefined],
    [
      'is forbidden',
      class {
        constructor() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        }
      },
    ],
  ])('B2 check the session at their next focus if the channel %s', async (_, channel) => {
    vi.stubGlobal('BroadcastChannel', channel)
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    handler.response = () => new Promise(() => {})
    page.document.cookie = 'lk-hint=6.out'
    page.fire('focus')
    expect(client.getState().status).toBe('signed-out')
  })

  it('B7 are notified that another user has signed in, and request the session', async () => {
    const handler = fakeHandler(signedInPayload())
    const one = await watched(handler)
    const other = await watched(handler)
    await delivered()
    await timers.advance(2_000)
    handler.session = signedInPayload({
      sessionId: 'session_2',
      rev: 9,
      user: { ...signedInPayload().user, id: 'user_2' },
    })
    await one.client.refresh()
    await delivered()
    await settle()
    expect(other.client.getState().user?.id).toBe('user_2')
  })

  it('B4 ignore messages with another shape', async () => {
    const handler = fakeHandler(signedInPayload())
    const { client } = await watched(handler)
    const channel = new BroadcastChannel('latchkey:/auth')
    for (const message of [null, 'out', { rev: '9', out: true }, { rev: 9 }, { out: true }, []])
      channel.postMessage(message)
    await delivered()
    channel.close()
    expect(client.getState().status).toBe('signed-in')
    expect(handler.requests).toHaveLength(1)
  })

  it('do not sign out because of a message from a tab with an older session', async () => {
    const handler = fakeHandler(signedInPayload({ rev: 5 }))
    const { client } = await watched(handler)
    const channel = new BroadcastChannel('latchkey:/auth')
    channel.postMessage({ rev: 4, out: true })
    await delivered()
    channel.close()
    expect(client.getState().status).toBe('signed-in')
  })

  it('B1 send at most one request each if they wake up together', async () => {
    const handler = fakeHandler(signedInPayload())
    for (let count = 0; count < 5; count += 1) await watched(handler)
    await delivered()
    handler.requests.length = 0
    await timers.advance(120_000)
    page.fire('focus')
    await settle()
    await delivered()
    expect(handler.requests.length).toBeLessThanOrEqual(5)
  })
})

describe('a session store that is no longer used', () => {
  it('leaves no timer and sends no more requests', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({}, { status: 503 })
    const { client } = await watched(handler)
    client.dispose()
    expect(timers.waiting()).toBe(0)
    await client.refresh()
    page.fire('focus')
    await timers.advance(600_000)
    expect(handler.requests).toHaveLength(1)
  })

  it('stops watching after its last subscriber leaves, and starts again for the next subscriber', async () => {
    const handler = fakeHandler()
    handler.response = () => Response.json({}, { status: 503 })
    const client = tab(handler)
    client.subscribe(() => {})()
    await timers.advance(60_000)
    handler.response = undefined
    client.subscribe(() => {})
    await settle()
    expect(client.getState().status).toBe('signed-out')
  })
})
