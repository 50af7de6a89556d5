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
