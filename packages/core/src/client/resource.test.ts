import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listSessions } from './account.ts'
import { createAuthClient } from './auth-client.ts'
import { fakeHandler, fakePage, handTimers, settle, signedInPayload, signedOutPayload } from './fake-page.ts'
import { resourceOf } from './resource.ts'

beforeEach(() => void fakePage(vi.stubGlobal))
afterEach(() => void vi.unstubAllGlobals())

function open() {
  const handler = fakeHandler(signedInPayload())
  handler.response = (path) =>
    path.endsWith('/session')
      ? Response.json(handler.session)
      : Response.json({
          data: [{ id: `of ${handler.session.status === 'signed-in' && handler.session.user.id}` }],
        })
  const timers = handTimers()
  const client = createAuthClient({ fetch: handler.fetch, timers, initialAuth: handler.session })
  const sessions = () => resourceOf(client, 'sessions', () => listSessions(client))
  const requests = () => handler.requests.filter((request) => request.endsWith('/sessions')).length
  return { handler, client, timers, sessions, requests }
}

/** Holds every response except those about the session. Each function of the result sends one of them. */
function hold(handler: ReturnType<typeof fakeHandler>): ((response: Response) => void)[] {
  const pending: ((response: Response) => void)[] = []
  handler.response = (path) =>
    path.endsWith('/session')
      ? Response.json(handler.session)
      : new Promise((resolve) => pending.push(resolve))
  return pending
}

describe('resourceOf', () => {
  it('sends one request for many subscribers', async () => {
    const { sessions, requests } = open()
    for (let count = 0; count < 5; count += 1) sessions().subscribe(() => {})
    await settle()
    expect(sessions().getState().data?.data).toEqual([{ id: 'of user_1' }])
    expect(requests()).toBe(1)
  })

  it('B7 discards all data as soon as another user is signed in', async () => {
    const { handler, client, timers, sessions } = open()
    const seen: unknown[] = []
    sessions().subscribe(() => seen.push(sessions().getState().data?.data[0]?.id))
    await settle()
    handler.session = signedInPayload({
      sessionId: 'session_2',
      user: { ...signedInPayload().user, id: 'user_2' },
    })
    await client.refresh()
    await timers.advance(0)
    expect(seen).toEqual(['of user_1', undefined, 'of user_2'])
  })

  it('sends no request for a view that closes because the organization changes', async () => {
    const { handler, client, timers, sessions, requests } = open()
    const close = sessions().subscribe(() => {})
    await settle()
    client.subscribe(close)
    handler.session = signedInPayload({ organizationId: 'org_2', role: 'member', rev: 6 })
    await client.refresh()
    await timers.advance(0)
    expect(client.getState()).toMatchObject({ organizationId: 'org_2' })
    expect(requests()).toBe(1)
  })

  it('keeps one request in flight if an older one completes later', async () => {
    const { handler, client, timers, sessions, requests } = open()
    const pending = hold(handler)
    sessions().subscribe(() => {})
    handler.session = signedInPayload({ organizationId: 'org_2', rev: 6 })
    await client.refresh()
    await timers.advance(0)
    pending[0]?.(Response.json({ data: [] }))
    await settle()
    void sessions().reload()
    expect(requests()).toBe(2)
  })

  it('requests again after the request in flight, which may be older than the change', async () => {
    const { handler, sessions } = open()
    const pending = hold(handler)
    sessions().subscribe(() => {})
    const reloaded = Promise.all([sessions().reload(), sessions().reload()])
    pending[0]?.(Response.json({ data: [{ id: 'before' }] }))
    await settle()
    expect(pending).toHaveLength(2)
    pending[1]?.(Response.json({ data: [] }))
    await reloaded
    expect(sessions().getState().data?.data).toEqual([])
  })

  it('B7 discards a response that was requested for the previous user', async () => {
    const { handler, client, sessions } = open()
    const pending = hold(handler)
    sessions().subscribe(() => {})
    await settle()
    handler.session = signedOutPayload()
    await client.refresh()
    pending[0]?.(Response.json({ data: [{ id: 'of user_1' }] }))
    await settle()
    expect(sessions().getState().data).toBeUndefined()
  })

  it('RE-23: is not loading while no user is signed in, but is loading for the next user', async () => {
    const { handler, client, timers, sessions } = open()
    sessions().subscribe(() => {})
    await settle()
    handler.session = signedOutPayload('revoked')
    await client.refresh()
    expect(sessions().getState()).toEqual({ data: undefined, error: null, isLoading: false })
    handler.session = signedInPayload({ sessionId: 'session_2' })
    await client.refresh()
    await timers.advance(0)
    expect(sessions().getState()).toMatchObject({ isLoading: false, data: { data: [{ id: 'of user_1' }] } })
  })

  it('RE-23: is not loading if no user is signed in at the start', async () => {
    const client = createAuthClient({
      fetch: fakeHandler().fetch,
      timers: handTimers(),
      initialAuth: signedOutPayload(),
    })
    const sessions = resourceOf(client, 'sessions', () => listSessions(client))
    sessions.subscribe(() => {})
    expect(sessions.getState().isLoading).toBe(false)
  })
})
