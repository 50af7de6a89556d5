import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import type { Coordinator } from './coordinator.ts'
import { holdLease } from './hold-lease.ts'
import { memoryCoordinator } from './memory.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))

function setUp() {
  const clock = manualClock()
  const memory = memoryCoordinator({ clock })
  const calls: string[] = []
  const extending: { before?: () => Promise<void> } = {}
  const coordinator: Coordinator = {
    ...memory,
    async acquire(key, ttlMs) {
      const lease = await memory.acquire(key, ttlMs)
      return (
        lease && {
          async extend(longerMs) {
            await extending.before?.()
            calls.push('extend')
            return lease.extend(longerMs)
          },
          async release() {
            calls.push('release')
            return lease.release()
          },
        }
      )
    },
  }
  const second = async () => {
    clock.advance(1_000)
    await settle()
  }
  return { clock, memory, coordinator, calls, extending, second }
}

describe('R7: a held lease', () => {
  it('is extended every second until it is released', async () => {
    const { clock, memory, coordinator, calls, second } = setUp()
    const lease = await holdLease(coordinator, 'key', clock)
    for (let seconds = 0; seconds < 10; seconds += 1) await second()
    expect(await memory.acquire('key', 1)).toBeUndefined()
    expect(calls).toHaveLength(10)
    lease?.release()
    await settle()
    expect(await memory.acquire('key', 1)).toBeDefined()
    expect(clock.timers()).toBe(0)
  })

  it('expires three seconds after its holder has crashed', async () => {
    const { clock, memory, coordinator } = setUp()
    await holdLease(coordinator, 'key', { now: clock.now, after: () => () => {} })
    clock.advance(2_999)
    expect(await memory.acquire('key', 1)).toBeUndefined()
    clock.advance(1)
    expect(await memory.acquire('key', 1)).toBeDefined()
  })

  it('is still extended after one extension has failed', async () => {
    const { clock, memory, coordinator, extending, second } = setUp()
    await holdLease(coordinator, 'key', clock)
    extending.before = () => Promise.reject(new Error('away'))
    await second()
    await second()
    extending.before = undefined
    await second()
    await second()
    expect(await memory.acquire('key', 1)).toBeUndefined()
  })

  it('is not acquired again by an extension that was in progress when it was released', async () => {
    const { clock, memory, coordinator, calls, extending, second } = setUp()
    const lease = await holdLease(coordinator, 'key', clock)
    let arrive = () => {}
    extending.before = () =>
      new Promise((resolve) => {
        arrive = resolve
      })
    await second()
    lease?.release()
    arrive()
    await settle()
    expect(calls).toEqual(['extend', 'release'])
    expect(await memory.acquire('key', 1)).toBeDefined()
  })

  it('is checked before the work starts only if time has passed', async () => {
    const { clock, memory, coordinator, calls } = setUp()
    const still = { now: clock.now, after: () => () => {} }
    const lease = await holdLease(coordinator, 'key', still)
    clock.advance(1_499)
    expect(await lease?.isHeld()).toBe(true)
    expect(calls).toEqual([])
    clock.advance(1)
    expect(await lease?.isHeld()).toBe(true)
    expect(calls).toEqual(['extend'])
    // Another holder acquired it while this process was paused.
    clock.advance(3_000)
    await memory.acquire('key', 60_000)
    expect(await lease?.isHeld()).toBe(false)
  })

  it('is unavailable while another caller holds it', async () => {
    const { clock, memory, coordinator } = setUp()
    await memory.acquire('key', 60_000)
    expect(await holdLease(coordinator, 'key', clock)).toBeUndefined()
    expect(clock.timers()).toBe(0)
  })
})
