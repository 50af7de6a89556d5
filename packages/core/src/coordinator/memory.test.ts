import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing.ts'
import { memoryCoordinator } from './memory.ts'

const WINDOW_MS = 10 * 60_000
const LIMIT = 10

describe('counts in memory', () => {
  const FLOODS = [
    { name: 'by default', maximumCounts: undefined, others: 20_000, each: 1 },
    { name: 'more than are kept', maximumCounts: 1_000, others: 20_000, each: 1 },
    {
      name: 'more than are kept, each of them higher',
      maximumCounts: 1_000,
      others: 20_000,
      each: LIMIT + 5,
    },
  ]

  it.each(FLOODS)(
    'A2: are not reset by counts of other users, $name',
    async ({ maximumCounts, others, each }) => {
      const clock = manualClock()
      const { count } = memoryCoordinator({ clock, maximumCounts })
      await count('target', WINDOW_MS, LIMIT)
      for (let index = 0; index < others; index += 1) await count(`other ${index}`, WINDOW_MS, each)
      expect((await count('target', WINDOW_MS)).total).toBeGreaterThan(LIMIT)
      clock.advance(WINDOW_MS)
      expect((await count('target', WINDOW_MS)).total).toBe(1)
    },
  )

  it('A2: do not use up the attempts of other users, even if there are more counts than the maximum', async () => {
    const { count } = memoryCoordinator({ clock: manualClock(), maximumCounts: 1_000 })
    for (let index = 0; index < 500; index += 1) await count(`at the limit ${index}`, WINDOW_MS, LIMIT)
    for (let index = 0; index < 3_000; index += 1) await count(`other ${index}`, WINDOW_MS)
    expect((await count('user', WINDOW_MS)).total).toBeLessThan(LIMIT)
  })

  it('A2: are not kept for correct guesses', async () => {
    const clock = manualClock()
    const { count } = memoryCoordinator({ clock, maximumCounts: 10 })
    for (let index = 0; index < 1_000; index += 1) {
      await count(`user ${index}`, WINDOW_MS)
      await count(`user ${index}`, WINDOW_MS, -1)
    }
    expect(await count('new', WINDOW_MS)).toEqual({ total: 1, remainingMs: WINDOW_MS })
  })

  it('A2: are never lower than the actual count of their key, and exact below the maximum', async () => {
    const step = fc.oneof(
      fc.record({ key: fc.nat(30), by: fc.integer({ min: 0, max: 12 }) }),
      fc.record({ key: fc.nat(30), by: fc.constant(-1) }),
      fc.record({ passMs: fc.integer({ min: 0, max: WINDOW_MS }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 200 }), fc.nat(40), async (steps, maximumCounts) => {
        const clock = manualClock()
        const { count } = memoryCoordinator({ clock, maximumCounts })
        const counted = new Map<number, { total: number; until: number }>()
        for (const one of steps) {
          if ('passMs' in one) {
            clock.advance(one.passMs)
            continue
          }
          const now = clock.now()
          const known = counted.get(one.key)
          const live = known !== undefined && known.total > 0 && known.until > now
          // In practice, only an earlier count is subtracted again.
          if (one.by < 0 && !live) continue
          const { total, until } = live ? known : { total: 0, until: now + WINDOW_MS }
          counted.set(one.key, { total: total + one.by, until })
          const result = await count(`key ${one.key}`, WINDOW_MS, one.by)
          expect(result.total).toBeGreaterThanOrEqual(total + one.by)
          expect(result.remainingMs).toBeGreaterThan(0)
          if (maximumCounts > 30) expect(result).toEqual({ total: total + one.by, remainingMs: until - now })
        }
      }),
    )
  })
})

describe('values published in memory', () => {
  it('F7: are kept while other values are expired, even if they are the oldest', async () => {
    const clock = manualClock()
    const coordinator = memoryCoordinator({ clock, maximumEntries: 10 })
    await coordinator.publish('signed-out', '1', 24 * 60 * 60_000)
    for (let index = 0; index < 100; index += 1) {
      await coordinator.publish(`brief ${index}`, '1', 60_000)
      clock.advance(30_000)
    }
    expect(await coordinator.read('signed-out')).toBe('1')
  })

  it('are limited to the newest ones at the maximum', async () => {
    const coordinator = memoryCoordinator({ clock: manualClock(), maximumEntries: 10 })
    const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`)
    for (const key of keys) await coordinator.publish(key, key, 60_000)
    const read = await Promise.all(keys.map((key) => coordinator.read(key)))
    const retained = read.filter((value) => value !== undefined)
    expect(retained.length).toBeLessThanOrEqual(10)
    expect(retained.length).toBeGreaterThanOrEqual(9)
    expect(retained).toEqual(keys.slice(-retained.length))
  })
})

describe('leases in memory', () => {
  it('are held until they end, and can be extended as long as no one else holds them', async () => {
    const clock = manualClock()
    const { acquire } = memoryCoordinator({ clock })
    const first = await acquire('key', 1_000)
    expect(first).toBeDefined()
    clock.advance(999)
    expect(await acquire('key', 1_000)).toBeUndefined()
    expect(await acquire('other', 1_000)).toBeDefined()
    clock.advance(1)
    const second = await acquire('key', 1_000)
    expect(second).toBeDefined()
    expect(await first?.extend(1_000)).toBe(false)
    await first?.release()
    expect(await acquire('key', 1_000)).toBeUndefined()
    clock.advance(1_000)
    // The second lease is over, so the first can be extended, and holds the key again.
    expect(await first?.extend(1_000)).toBe(true)
    expect(await acquire('key', 1_000)).toBeUndefined()
    expect(await second?.extend(1_000)).toBe(false)
    await first?.release()
    const third = await acquire('key', 1_000)
    await third?.release()
    expect(await third?.extend(1_000)).toBe(true)
    expect(await acquire('key', 1_000)).toBeUndefined()
  })
})

describe('the room of counts and values in memory', () => {
  it('is not made before the maximum, and ends exactly when they do', async () => {
    const clock = manualClock()
    const { publish, read } = memoryCoordinator({ clock, maximumEntries: 10 })
    for (let index = 0; index < 9; index += 1) await publish(`key ${index}`, '1', 60_000)
    await publish('key 9', '1', 60_000)
    await publish('key 0', '2', 60_000)
    expect(await read('key 1')).toBe('1')
    await publish('key 10', '1', 60_000)
    expect(await read('key 1')).toBeUndefined()
    expect(await read('key 0')).toBe('2')
    clock.advance(59_999)
    expect(await read('key 0')).toBe('2')
    clock.advance(1)
    expect(await read('key 0')).toBeUndefined()
  })

  it('counts only what is live, and drops the lowest first', async () => {
    const clock = manualClock()
    const { count } = memoryCoordinator({ clock, maximumCounts: 10 })
    for (let index = 0; index < 10; index += 1) await count(`brief ${index}`, 1_000, 7)
    clock.advance(1_000)
    await count('long', 60_000, 3)
    // The ten brief counts were over, so nothing set a floor.
    expect((await count('new', 60_000)).total).toBe(1)
    for (let index = 0; index < 8; index += 1) await count(`high ${index}`, 60_000, 5)
    await count('eleventh', 60_000, 5)
    // The lowest was dropped, and every new count starts where it ended.
    expect((await count('long', 60_000, 0)).total).toBe(3)
    expect((await count('another', 60_000, 0)).total).toBe(1)
    expect((await count('new', 60_000)).total).toBe(2)
  })
})
