import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { cryptography } from '../base/cryptography.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { withTimeLimit } from '../coordinator/time-limit.ts'
import { manualClock } from '../testing/manual-clock.ts'
import type { Session } from './packed-session.ts'
import type { ExchangeResult } from './refresh-result.ts'
import { createRefresher } from './refresher.ts'
import { createSealer } from './seal.ts'

const MINUTE = 60_000
const now = 1_750_000_000_000
const primitives = cryptography()
const sealer = createSealer(primitives, ['q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'])

type Exchange = ExchangeResult<string>

const sessionWith = (refreshToken: string): Session => ({
  accessToken: `access of ${refreshToken}`,
  refreshToken,
  user,
  startedAt: now,
  rev: 1,
})
const session = sessionWith('token-1')
const sid = 'session_1'
const exchanged = (token: string): Exchange => ({ status: 'exchanged', session: sessionWith(token) })

/** A refresher whose API returns these responses one after another, and then repeats the last one. */
function setUp(results: (Exchange | Error)[] = [], given?: (own: Coordinator) => Coordinator) {
  const clock = manualClock(now)
  const published: [key: string, value: string][] = []
  const memory = memoryCoordinator({ clock })
  const own: Coordinator = {
    ...memory,
    publish(key, value, ttlMs) {
      published.push([key, value])
      return memory.publish(key, value, ttlMs)
    },
  }
  const coordinator = withTimeLimit(given?.(own) ?? own, clock)
  const requests: string[] = []
  const waits: number[] = []
  const background: Promise<unknown>[] = []
  const during: { exchange?: () => Promise<unknown>; wait?: () => unknown } = {}
  const create = () =>
    createRefresher<string>({
      coordinator,
      cryptography: primitives,
      sealer,
      organizationRefused: 'not given',
      clock,
      async exchange({ refreshToken }, intent) {
        requests.push([refreshToken, ...Object.values(intent).slice(1)].join(' for '))
        await during.exchange?.()
        const result = results.length > 1 ? results.shift() : results[0]
        if (result instanceof Error) throw result
        return result ?? exchanged(`${refreshToken}+`)
      },
      async wait(ms) {
        waits.push(ms)
        await during.wait?.()
      },
      background: (work) => void background.push(work),
    })
  return {
    clock,
    coordinator: own,
    published,
    requests,
    waits,
    during,
    background,
    create,
    refresher: create(),
  }
}

/** Waits until only the clock or the test can cause further work. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const tokenOf = (result: Exchange) =>
  result.status === 'exchanged' ? result.session.refreshToken : result.status

describe('an exchange', () => {
  it('F1 happens once for all parallel requests, and later requests find its result', async () => {
    const { refresher, create, requests } = setUp()
    const all = await Promise.all([1, 2, 3].map(() => refresher.refresh(session, sid)))
    expect(all.map(tokenOf)).toEqual(Array(3).fill('token-1+'))
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    expect(tokenOf(await create().refresh(session, sid))).toBe('token-1+')
    expect(requests).toEqual(['token-1'])
  })

  it('F1 always releases its lease, whether the result was found or created', async () => {
    const { refresher, coordinator, published } = setUp()
    await refresher.refresh(session, sid)
    const [[key, value] = ['', '']] = published
    expect(await coordinator.acquire(key, MINUTE)).toBeDefined()
    const other = setUp()
    await other.coordinator.publish(key, value, MINUTE)
    expect(tokenOf(await other.refresher.refresh(session, sid))).toBe('token-1+')
    expect(await other.coordinator.acquire(key, MINUTE)).toBeDefined()
    expect(other.requests).toEqual([])
  })

  it('G1 is stored in the coordinator under a digest, with a sealed session', async () => {
    const { refresher, published } = setUp()
    await refresher.refresh(session, sid)
    await refresher.markSignedOut(sid)
    expect(published).toEqual([
      [expect.stringMatching(/^refresh:[\w-]{24}$/), expect.stringMatching(/^1\.[\w-]{6}\.[\w-]+$/)],
      ['signed-out:session_1', '1'],
    ])
  })

  it('F1 happens again if the coordinator contains a value that was sealed with another secret', async () => {
    const { refresher, coordinator, published, create, requests } = setUp()
    await refresher.refresh(session, sid)
    await coordinator.publish(published[0]?.[0] ?? '', 'forged', MINUTE)
    expect(tokenOf(await create().refresh(session, sid))).toBe('token-1+')
    expect(requests).toHaveLength(2)
  })

  it('F1 can be found for ten minutes, or for the requested time', async () => {
    const { refresher, clock } = setUp()
    await refresher.refresh(session, sid)
    await refresher.refresh(sessionWith('other'), sid, 60 * MINUTE)
    clock.advance(10 * MINUTE - 1)
    expect((await refresher.newest(session))?.refreshToken).toBe('token-1+')
    clock.advance(1)
    expect(await refresher.newest(session)).toBeUndefined()
    clock.advance(49 * MINUTE)
    expect((await refresher.newest(sessionWith('other')))?.refreshToken).toBe('other+')
  })

  it('F1 is kept for another ten minutes after its session has reached the browser', async () => {
    const { refresher, clock } = setUp()
    await refresher.refresh(session, sid, 600 * MINUTE)
    await refresher.delivered(session, sessionWith('token-1+'))
    clock.advance(10 * MINUTE - 1)
    expect((await refresher.newest(session))?.refreshToken).toBe('token-1+')
    clock.advance(1)
    expect(await refresher.newest(session)).toBeUndefined()
  })

  it('F5 reports to every caller for ten minutes that the session has ended', async () => {
    const { refresher, create, clock, requests, published } = setUp([{ status: 'ended' }])
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'ended' })
    expect(published).toEqual([[expect.stringMatching(/^refresh:/), 'ended']])
    expect(await create().refresh(session, sid)).toEqual({ status: 'ended' })
    expect(await refresher.newest(session)).toBeUndefined()
    expect(await refresher.isSuperseded(session, sid)).toBe(true)
    expect(requests).toHaveLength(1)
    clock.advance(10 * MINUTE)
    expect(await create().refresh(session, sid)).toEqual({ status: 'ended' })
    expect(requests).toHaveLength(2)
  })

  it('F4 leaves neither a lease nor a result if it fails', async () => {
    const { refresher, clock, requests } = setUp([new Error('broken'), exchanged('token-2')])
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'unavailable' })
    clock.advance(1_000)
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-2')
    expect(requests).toEqual(['token-1', 'token-1'])
  })

  it('F8 succeeds even if its lease cannot be released', async () => {
    const { refresher } = setUp([], (own) => ({
      ...own,
      acquire: async () => ({
        extend: async () => true,
        release: () => Promise.reject(new Error('gone')),
      }),
    }))
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
  })

  it('F8 succeeds even if the coordinator fails right after it', async () => {
    let isDown = false
    const { refresher, during } = setUp([], (own) => ({
      ...own,
      read: (key) => (isDown ? Promise.reject(new Error('down')) : own.read(key)),
      publish: (...given) => (isDown ? Promise.reject(new Error('down')) : own.publish(...given)),
    }))
    during.exchange = async () => {
      isDown = true
    }
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    await expect(refresher.delivered(session, sessionWith('x'))).resolves.toBeUndefined()
  })

  it('F4 does not happen if the coordinator is unavailable, and the session is kept', async () => {
    const { refresher, requests } = setUp([], (own) => ({
      ...own,
      acquire: () => Promise.reject(new Error('down')),
    }))
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'unavailable' })
    expect(requests).toEqual([])
  })
})

describe('a lease that another instance holds', () => {
  const taken = (own: Coordinator): Coordinator => ({ ...own, acquire: async () => undefined })

  it('F2, R3: makes requests wait with increasing pauses, for at most six seconds', async () => {
    const { refresher, waits, requests } = setUp([], taken)
    const busy = { status: 'unavailable', retryAfterSeconds: 1 }
    expect(await refresher.refresh(session, sid)).toEqual(busy)
    expect(waits.slice(0, 6)).toEqual([20, 40, 80, 160, 250, 250])
    const total = waits.reduce((sum, ms) => sum + ms, 0)
    expect(total).toBeGreaterThanOrEqual(6_000)
    expect(total).toBeLessThan(6_250)
    expect(requests).toEqual([])
    // A wait without a result is not a failure of the API: the next request waits again instead of being delayed.
    const before = waits.length
    expect(await refresher.refresh(session, sid)).toEqual(busy)
    expect(waits.length).toBe(before * 2)
  })

  it('F2 makes requests wait only until its holder has published', async () => {
    const holder = setUp()
    await holder.refresher.refresh(session, sid)
    const [[key, value] = ['', '']] = holder.published
    const { refresher, coordinator, during, waits, requests } = setUp([], taken)
    during.wait = () => void coordinator.publish(key, value, MINUTE)
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    expect(waits).toEqual([20])
    expect(requests).toEqual([])
  })
})

describe('a session that was refreshed several times', () => {
  it('F1 is followed to its newest token', async () => {
    const { refresher } = setUp()
    for (const token of ['token-1', 'token-1+', 'token-1++']) await refresher.refresh(sessionWith(token), sid)
    expect((await refresher.newest(session))?.refreshToken).toBe('token-1+++')
    expect(await refresher.isSuperseded(session, sid)).toBe(true)
    expect(await refresher.isSuperseded(sessionWith('token-1+++'), sid)).toBe(false)
  })

  it('F1 is followed for fifty steps, and not in a loop', async () => {
    const { refresher } = setUp()
    for (let step = 0; step < 60; step += 1) await refresher.refresh(sessionWith(`t${'+'.repeat(step)}`), sid)
    expect((await refresher.newest(sessionWith('t')))?.refreshToken).toBe(`t${'+'.repeat(50)}`)
    await refresher.delivered(sessionWith('a'), sessionWith('b'))
    await refresher.delivered(sessionWith('b'), sessionWith('a'))
    expect((await refresher.newest(sessionWith('a')))?.refreshToken).toBe('a')
  })

  it('F5 has ended if its newest token was refused', async () => {
    const { refresher } = setUp([exchanged('token-2'), { status: 'ended' }])
    await refresher.refresh(session, sid)
    await refresher.refresh(sessionWith('token-2'), sid)
    expect(await refresher.newest(session)).toBeUndefined()
    expect(await refresher.switchOrganization(session, sid, 'org_1')).toEqual({ status: 'ended' })
  })
})

describe('an API that cannot be reached', () => {
  it('F4 is called less and less often, but at least every half minute', async () => {
    const { refresher, clock, requests } = setUp([{ status: 'unavailable' }])
    await refresher.refresh(session, sid)
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      const before = requests.length
      expect(await refresher.refresh(session, sid)).toEqual({
        status: 'unavailable',
        retryAfterSeconds: seconds,
      })
      clock.advance(seconds * 1_000 - 1)
      expect(await refresher.refresh(session, sid)).toEqual({ status: 'unavailable', retryAfterSeconds: 1 })
      expect(requests).toHaveLength(before)
      clock.advance(1)
      await refresher.refresh(session, sid)
      expect(requests).toHaveLength(before + 1)
    }
  })

  it.each([
    [7, 7],
    [100, 100],
    [3_600, 300],
    [0, 1],
  ])(
    'F4, R14: that requests a wait of %i seconds is called after %i seconds',
    async (retryAfterSeconds, seconds) => {
      const { refresher } = setUp([{ status: 'unavailable', retryAfterSeconds }])
      expect(await refresher.refresh(session, sid)).toEqual({ status: 'unavailable', retryAfterSeconds })
      expect(await refresher.refresh(session, sid)).toEqual({
        status: 'unavailable',
        retryAfterSeconds: seconds,
      })
    },
  )

  it('F4 is called immediately for another session or another organization', async () => {
    const { refresher, requests } = setUp([{ status: 'unavailable' }])
    await refresher.refresh(session, sid)
    await refresher.refresh(sessionWith('other'), 'session_2')
    await refresher.switchOrganization(session, sid, 'org_1')
    expect(requests).toEqual(['token-1', 'other', 'token-1 for org_1'])
  })

  it('F4 is called immediately for each switch, because the user has chosen the organization', async () => {
    const { refresher, requests } = setUp([{ status: 'unavailable' }])
    for (let times = 0; times < 3; times += 1) await refresher.switchOrganization(session, sid, 'org_1')
    expect(requests).toHaveLength(3)
  })

  it('F4 is called without delay after its next response', async () => {
    const results: Exchange[] = [
      { status: 'unavailable' },
      { status: 'unavailable' },
      { status: 'refused', refusal: 'no' },
      { status: 'unavailable' },
    ]
    const { refresher, clock } = setUp(results)
    await refresher.refresh(session, sid)
    clock.advance(1_000)
    await refresher.refresh(session, sid)
    clock.advance(2_000)
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'refused', refusal: 'no' })
    await refresher.refresh(session, sid)
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'unavailable', retryAfterSeconds: 1 })
  })
})

describe('a sign-out', () => {
  it('F7 is known to this instance immediately, and to every instance for a day', async () => {
    const { refresher, create, clock, requests } = setUp()
    expect(refresher.wasSignedOutHere(sid)).toBe(false)
    await refresher.markSignedOut(sid)
    expect(refresher.wasSignedOutHere(sid)).toBe(true)
    const other = create()
    expect(other.wasSignedOutHere(sid)).toBe(false)
    expect(await other.isSuperseded(session, sid)).toBe(true)
    expect(await other.refresh(session, sid)).toEqual({ status: 'ended' })
    expect(requests).toEqual([])
    clock.advance(24 * 60 * MINUTE - 1)
    expect(refresher.wasSignedOutHere(sid)).toBe(true)
    expect(await other.isSuperseded(sessionWith('other'), sid)).toBe(true)
    clock.advance(1)
    expect(refresher.wasSignedOutHere(sid)).toBe(false)
    expect(await other.isSuperseded(sessionWith('other'), sid)).toBe(false)
  })

  it.each([
    exchanged('token-2'),
    { status: 'unavailable' },
    { status: 'refused', refusal: 'no' },
  ] as Exchange[])('F7 takes precedence over the late response %j', async (result) => {
    const { refresher, during } = setUp([result])
    during.exchange = () => refresher.markSignedOut(sid)
    expect(await refresher.refresh(session, sid)).toEqual({ status: 'ended' })
  })

  it('F7 takes precedence over a result that another instance has published', async () => {
    const { refresher, create } = setUp()
    await refresher.refresh(session, sid)
    await refresher.markSignedOut(sid)
    expect(await create().refresh(session, sid)).toEqual({ status: 'ended' })
  })

  it('S7 applies in this process even if other processes cannot be informed', async () => {
    const { refresher } = setUp([], (own) => ({ ...own, publish: () => Promise.reject(new Error('down')) }))
    await refresher.markSignedOut(sid)
    expect(refresher.wasSignedOutHere(sid)).toBe(true)
  })

  it('R5: is published repeatedly until all instances know about it', async () => {
    let failures = 3
    const { refresher, create, background } = setUp([], (own) => ({
      ...own,
      publish: (...given) => (failures-- > 0 ? Promise.reject(new Error('down')) : own.publish(...given)),
    }))
    await refresher.markSignedOut(sid)
    await Promise.all(background)
    expect(await create().isSuperseded(session, sid)).toBe(true)
  })
})

describe('a switch of the organization', () => {
  it('uses the newest token, once for each organization', async () => {
    const { refresher, requests } = setUp()
    await refresher.refresh(session, sid)
    const [first, again] = await Promise.all([
      refresher.switchOrganization(session, sid, 'org_1'),
      refresher.switchOrganization(session, sid, 'org_1'),
    ])
    expect([first, again].map(tokenOf)).toEqual(Array(2).fill('token-1++'))
    expect(requests).toEqual(['token-1', 'token-1+ for org_1'])
  })

  it('F7 waits for a refresh in progress, and switches happen one after another', async () => {
    const { refresher, requests } = setUp()
    const [refreshed, one, two] = await Promise.all([
      refresher.refresh(session, sid),
      refresher.switchOrganization(session, sid, 'org_1'),
      refresher.switchOrganization(session, sid, 'org_2'),
    ])
    expect(tokenOf(refreshed)).toBe('token-1+')
    expect(new Set([one, two].map(tokenOf))).toEqual(new Set(['token-1++', 'token-1+++']))
    expect(requests).toHaveLength(3)
    expect(requests.filter((line) => line.endsWith('org_1'))).toHaveLength(1)
    expect(requests.filter((line) => line.endsWith('org_2'))).toHaveLength(1)
  })

  it('continues with the current token if no newer one can be found', async () => {
    let reads = 0
    const { refresher, requests } = setUp([], (own) => ({
      ...own,
      read: (key) => (reads++ === 0 ? Promise.reject(new Error('down')) : own.read(key)),
    }))
    expect(tokenOf(await refresher.switchOrganization(session, sid, 'org_1'))).toBe('token-1+')
    expect(requests).toEqual(['token-1 for org_1'])
  })
})

describe('a coordinator that hangs', () => {
  const hang = () => new Promise<never>(() => {})

  it('S7, F11, R4: causes a failure after two seconds', async () => {
    const { refresher, clock } = setUp([], () => ({ read: hang, publish: hang, acquire: hang, count: hang }))
    const outcomes: unknown[] = []
    const note = (work: Promise<unknown>) => {
      work.then(
        (value) => outcomes.push(value),
        (error) => outcomes.push(error.message),
      )
    }
    note(refresher.newest(session))
    note(refresher.refresh(session, sid))
    await settle()
    clock.advance(1_999)
    await settle()
    expect(outcomes).toEqual([])
    clock.advance(1)
    await settle()
    expect(outcomes).toEqual(['The coordinator did not respond within 2000 ms.', { status: 'unavailable' }])
  })

  it('R4: does not delay a response if it does not release a lease', async () => {
    const { refresher } = setUp([], (own) => ({
      ...own,
      acquire: async () => ({ extend: async () => true, release: hang }),
    }))
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
  })

  it('R4: keeps no lease that it grants after the time limit', async () => {
    const given: string[] = []
    let give = () => {}
    const { refresher, clock, coordinator } = setUp([], (own) => ({
      ...own,
      async acquire(key, ttlMs) {
        await new Promise<void>((resolve) => {
          give = resolve
        })
        given.push(key)
        return own.acquire(key, ttlMs)
      },
    }))
    const refreshing = refresher.refresh(session, sid)
    await settle()
    clock.advance(2_000)
    expect(await refreshing).toEqual({ status: 'unavailable' })
    give()
    await settle()
    expect(await coordinator.acquire(given[0] ?? '', MINUTE)).toBeDefined()
  })

  it('leaves no timer running when it responds', async () => {
    const { refresher, clock } = setUp()
    await refresher.refresh(session, sid)
    await settle()
    expect(clock.timers()).toBe(0)
  })
})

describe('a slow exchange', () => {
  /** An exchange that responds when the test resolves it. */
  function slow(results?: Exchange[]) {
    let respond = () => {}
    const fixture = setUp(results)
    fixture.during.exchange = () =>
      new Promise<void>((resolve) => {
        respond = resolve
      })
    return { ...fixture, respond: () => respond() }
  }

  it('R3: continues after its request has stopped waiting after six seconds, and later requests find its session', async () => {
    const { refresher, clock, requests, respond } = slow()
    const first = refresher.refresh(session, sid)
    await settle()
    clock.advance(5_999)
    await settle()
    let isDone = false
    first.then(() => {
      isDone = true
    })
    await settle()
    expect(isDone).toBe(false)
    clock.advance(1)
    expect(await first).toEqual({ status: 'unavailable', retryAfterSeconds: 1 })
    const second = refresher.refresh(session, sid)
    await settle()
    respond()
    expect(tokenOf(await second)).toBe('token-1+')
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    expect(requests).toEqual(['token-1'])
  })

  it('R3: makes a later request wait for one second', async () => {
    const { refresher, clock } = slow()
    const first = refresher.refresh(session, sid)
    await settle()
    clock.advance(20_000)
    await first
    const late = refresher.refresh(session, sid)
    await settle()
    clock.advance(1_000)
    expect(await late).toEqual({ status: 'unavailable', retryAfterSeconds: 1 })
  })

  it('R3, R7: extends its short lease with a heartbeat', async () => {
    const { refresher, create, clock, requests, respond, during } = slow()
    const first = refresher.refresh(session, sid)
    await settle()
    for (let second = 0; second < 50; second += 1) {
      clock.advance(1_000)
      await settle()
    }
    await first
    expect(await create().refresh(session, sid)).toEqual({ status: 'unavailable', retryAfterSeconds: 1 })
    expect(requests).toEqual(['token-1'])
    respond()
    await settle()
    during.exchange = undefined
    expect(tokenOf(await create().refresh(session, sid))).toBe('token-1+')
  })

  it('R7: is taken over three seconds after the last heartbeat if its holder has crashed', async () => {
    const { create, coordinator, published, clock, refresher, requests } = setUp()
    await refresher.refresh(sessionWith('other'), sid)
    const key = published[0]?.[0] as string
    await coordinator.publish(key, 'nothing of use', 1)
    clock.advance(1)
    await coordinator.acquire(key, 3_000)
    clock.advance(2_999)
    expect(await create().refresh(sessionWith('other'), sid)).toMatchObject({ status: 'unavailable' })
    clock.advance(1)
    expect(tokenOf(await create().refresh(sessionWith('other'), sid))).toBe('other+')
    expect(requests).toHaveLength(2)
  })

  it('R3: is registered as background work that ends when its result is stored', async () => {
    const { refresher, clock, background, respond } = slow()
    refresher.refresh(session, sid)
    await settle()
    clock.advance(6_000)
    let isDone = false
    Promise.all(background).then(() => {
      isDone = true
    })
    await settle()
    expect(isDone).toBe(false)
    respond()
    await settle()
    expect(isDone).toBe(true)
  })
})

describe('a result that cannot be published', () => {
  it('R5: reaches its browser, and its lease is kept until it is published', async () => {
    let isDown = true
    const { refresher, create, requests, during, background } = setUp([], (own) => ({
      ...own,
      publish: (...given) => (isDown ? Promise.reject(new Error('down')) : own.publish(...given)),
    }))
    let resume = () => {}
    during.wait = () =>
      new Promise<void>((resolve) => {
        resume = resolve
      })
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    // The same process has the lease; another process waits instead of using the token again.
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-1+')
    const attempt = resume
    const other = create().refresh(session, sid)
    await settle()
    expect(requests).toEqual(['token-1'])
    isDown = false
    attempt()
    await background[0]
    resume()
    expect(tokenOf(await other)).toBe('token-1+')
    expect(requests).toEqual(['token-1'])
  })

  it('R5: is abandoned after a minute', async () => {
    const { refresher, waits, background } = setUp([], (own) => ({
      ...own,
      publish: () => Promise.reject(new Error('down')),
    }))
    await refresher.refresh(session, sid)
    await Promise.all(background)
    const total = waits.reduce((sum, ms) => sum + ms, 0)
    expect(waits.slice(0, 5)).toEqual([100, 200, 400, 800, 1_000])
    expect(total).toBeGreaterThanOrEqual(60_000)
    expect(total).toBeLessThan(61_000)
  })
})

describe('the organization of a single tab', () => {
  const enter = (refresher: ReturnType<typeof setUp>['refresher'], isChosen?: boolean) =>
    refresher.enterOrganization(session, sid, 'org_1', isChosen)
  const organizationToken = (organizationId: string) =>
    `x.${Buffer.from(JSON.stringify({ org_id: organizationId })).toString('base64url')}.x`
  const entered = (token: string): Exchange => ({
    status: 'exchanged',
    session: { ...sessionWith(token), others: [{ accessToken: organizationToken('org_1') }] },
  })

  it('is not entered if the session has ended', async () => {
    const { refresher, requests } = setUp([{ status: 'ended' }])
    expect(await enter(refresher)).toEqual({ status: 'ended' })
    expect(await enter(refresher)).toEqual({ status: 'ended' })
    expect(requests).toHaveLength(1)
  })

  it('is not requested again for a while after a refusal, unless the user chooses it', async () => {
    const { refresher, requests, clock } = setUp([{ status: 'refused', refusal: 'not a member' }])
    const refused = { status: 'refused', refusal: 'not a member' }
    expect(await enter(refresher)).toEqual(refused)
    clock.advance(14_999)
    expect(await enter(refresher)).toEqual(refused)
    expect(requests).toHaveLength(1)
    expect(await enter(refresher, true)).toEqual(refused)
    expect(requests).toHaveLength(2)
    clock.advance(15_000)
    await enter(refresher)
    expect(requests).toHaveLength(3)
  })

  it('is requested immediately after a switch to it, and after it was granted', async () => {
    const refused: Exchange = { status: 'refused', refusal: 'not a member' }
    const one = setUp([refused, exchanged('token-2'), entered('token-3')])
    await enter(one.refresher)
    await one.refresher.switchOrganization(session, sid, 'org_1')
    expect(await enter(one.refresher)).toMatchObject({ status: 'exchanged' })
    const other = setUp([refused, entered('token-2')])
    await enter(other.refresher)
    await enter(other.refresher, true)
    expect(await enter(other.refresher)).toMatchObject({ status: 'exchanged' })
  })

  it('is requested again after the API could not be reached', async () => {
    const { refresher, requests, clock } = setUp([{ status: 'unavailable' }, entered('token-2')])
    expect(await enter(refresher)).toMatchObject({ status: 'unavailable' })
    clock.advance(MINUTE)
    expect(await enter(refresher)).toMatchObject({ status: 'exchanged' })
    expect(requests).toHaveLength(2)
  })

  it('counts as refused if the API does not grant it in two requests', async () => {
    const { refresher, requests } = setUp()
    const refused = { status: 'refused', refusal: 'not given' }
    expect(await enter(refresher)).toMatchObject({ ...refused, session: { refreshToken: 'token-1++' } })
    expect(requests).toHaveLength(2)
    expect(await enter(refresher)).toEqual(refused)
    expect(requests).toHaveLength(2)
  })

  it('keeps the refreshed session if the second attempt fails', async () => {
    for (const second of [
      { status: 'unavailable' },
      { status: 'refused', refusal: 'no' },
      new Error('down'),
    ] as const) {
      const { refresher, create, clock } = setUp([exchanged('token-2'), second])
      const status = second instanceof Error ? 'unavailable' : second.status
      expect(await enter(refresher)).toMatchObject({ status, session: { refreshToken: 'token-2' } })
      clock.advance(11 * MINUTE)
      expect((await create().newest(session))?.refreshToken).toBe('token-2')
    }
    const over = setUp([exchanged('token-2'), { status: 'ended' }])
    expect(await enter(over.refresher)).toEqual({ status: 'ended' })
  })

  const keyOf = async (token: string) => `refresh:${(await primitives.digest(token)).slice(0, 24)}`

  it('F5 has ended if another instance learned that during the second attempt', async () => {
    const { refresher, coordinator, during } = setUp([exchanged('token-2'), new Error('down')])
    let exchanges = 0
    during.exchange = async () => {
      exchanges += 1
      if (exchanges === 2) await coordinator.publish(await keyOf('token-2'), 'ended', MINUTE)
    }
    expect(await enter(refresher)).toEqual({ status: 'ended' })
  })

  it('keeps the refreshed session if another instance uses its token for too long', async () => {
    const { refresher, coordinator } = setUp([exchanged('token-2')])
    expect(await coordinator.acquire(await keyOf('token-2'), 10 * MINUTE)).toBeDefined()
    expect(await enter(refresher)).toMatchObject({
      status: 'unavailable',
      session: { refreshToken: 'token-2' },
    })
  })

  it('F7 is not returned for a session that was signed out in the meantime', async () => {
    const { refresher, during } = setUp()
    let exchanges = 0
    during.exchange = async () => {
      exchanges += 1
      if (exchanges === 2) await refresher.markSignedOut(sid)
    }
    expect(await enter(refresher)).toEqual({ status: 'ended' })
    expect(exchanges).toBe(2)
  })

  it('does not replace the newest session if another request has refreshed it in the meantime', async () => {
    const { refresher, during, requests } = setUp([
      exchanged('token-2'),
      exchanged('token-3'),
      { status: 'refused', refusal: 'no' },
    ])
    let renewing: Promise<unknown> | undefined
    during.exchange = async () => {
      // Another caller waits for the lease of the token that the first attempt is about to return.
      renewing ??= Promise.resolve().then(() => refresher.refresh(sessionWith('token-2'), sid))
    }
    const result = await enter(refresher)
    await renewing
    expect(requests).toContain('token-2')
    const stored = result.status === 'refused' ? result.session?.refreshToken : undefined
    const newest = await refresher.newest(session)
    expect(newest === undefined || stored === newest.refreshToken).toBe(true)
  })

  it('is found until the session’s own token makes other requests check', async () => {
    const { refresher, create, clock } = setUp([entered('token-2')])
    const exp = now / 1000 + 30 * 60
    const accessToken = `x.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`
    const longLived = { ...session, accessToken }
    await refresher.enterOrganization(longLived, sid, 'org_1')
    clock.advance(39 * MINUTE)
    expect((await create().newest(longLived))?.refreshToken).toBe('token-2')
    clock.advance(MINUTE)
    expect(await create().newest(longLived)).toBeUndefined()
  })

  it('does not delay other requests if it is unavailable', async () => {
    const { refresher, requests } = setUp([{ status: 'unavailable' }, exchanged('token-2')])
    await enter(refresher)
    expect(await enter(refresher)).toMatchObject({ status: 'unavailable' })
    expect(requests).toHaveLength(1)
    expect(tokenOf(await refresher.refresh(session, sid))).toBe('token-2')
  })

  it('is found by any request with an old cookie, and is stored for a day if another exchange can overtake it', async () => {
    const { refresher, create, requests, clock } = setUp([exchanged('token-2'), entered('token-3')])
    await Promise.all([refresher.refresh(session, sid), enter(refresher)])
    expect(requests).toEqual(['token-1', 'token-2 for org_1'])
    clock.advance(11 * MINUTE)
    expect((await create().newest(sessionWith('token-2')))?.refreshToken).toBe('token-3')
    clock.advance(24 * 60 * MINUTE)
    expect(await create().newest(sessionWith('token-2'))).toBeUndefined()
  })
})

describe('an API that does not rotate tokens', () => {
  const responseOf = (rev: number, accessToken = `access ${rev}`): Exchange => ({
    status: 'exchanged',
    session: { ...session, accessToken, rev },
  })

  it('is called once for all parallel requests, and its latest response is found', async () => {
    const { refresher, create, requests } = setUp([responseOf(2), responseOf(3)])
    const all = await Promise.all([refresher.refresh(session, sid), create().refresh(session, sid)])
    expect(all.map((result) => result.status === 'exchanged' && result.session.rev)).toEqual([2, 2])
    expect(requests).toHaveLength(1)
    const latest = await refresher.newest(session)
    expect(latest?.rev).toBe(2)
    expect(await refresher.newest(latest as Session)).toBeUndefined()
    expect(await refresher.isSuperseded(latest as Session, sid)).toBe(false)
    expect(await refresher.isSuperseded(session, sid)).toBe(true)
  })

  it('is called again with the same token if necessary', async () => {
    const { refresher, requests } = setUp([responseOf(2), responseOf(3), responseOf(4)])
    await refresher.refresh(session, sid)
    const renewed = await refresher.refresh({ ...session, accessToken: 'access 2', rev: 2 }, sid)
    expect(renewed.status === 'exchanged' && renewed.session.rev).toBe(3)
    await refresher.switchOrganization(session, sid, 'org_1')
    expect(requests).toEqual(['token-1', 'token-1', 'token-1 for org_1'])
  })
})
