import { describe, expect, it } from 'vitest'
import { manualClock } from '../testing/manual-clock.ts'
import { withLocalFallback } from './local-fallback.ts'
import { memoryCoordinator } from './memory.ts'

function setUp() {
  const clock = manualClock()
  const shared = memoryCoordinator({ clock })
  const state = { isAway: false, calls: 0 }
  const guarded =
    <Given extends unknown[], T>(call: (...given: Given) => Promise<T>) =>
    async (...given: Given) => {
      state.calls += 1
      if (state.isAway) throw new Error('away')
      return call(...given)
    }
  const coordinator = withLocalFallback(
    {
      read: guarded(shared.read),
      publish: guarded(shared.publish),
      acquire: guarded(shared.acquire),
      count: guarded(shared.count),
    },
    clock,
  )
  return { clock, shared, state, coordinator }
}

describe('R14: a coordinator with a local fallback', () => {
  it('uses the shared coordinator while it is available', async () => {
    const { coordinator, shared } = setUp()
    await coordinator.publish('key', 'value', 1_000)
    expect(await shared.read('key')).toBe('value')
    await shared.acquire('taken', 1_000)
    expect(await coordinator.acquire('taken', 1_000)).toBeUndefined()
  })

  it('reads, leases and publishes locally while the shared coordinator is unavailable', async () => {
    const { coordinator, state } = setUp()
    state.isAway = true
    await expect(coordinator.publish('key', 'value', 1_000)).rejects.toThrow('away')
    expect(await coordinator.read('key')).toBe('value')
    expect(await coordinator.acquire('lease', 1_000)).toBeDefined()
    expect(await coordinator.acquire('lease', 1_000)).toBeUndefined()
    expect(await coordinator.count('count', 1_000)).toMatchObject({ total: 1 })
    expect(await coordinator.count('count', 1_000)).toMatchObject({ total: 2 })
  })

  it('does not use the shared coordinator for one second after a failure, and then tries it again', async () => {
    const { coordinator, state, clock, shared } = setUp()
    state.isAway = true
    await coordinator.read('key')
    const { calls } = state
    await coordinator.acquire('lease', 1)
    expect(state.calls).toBe(calls)
    state.isAway = false
    clock.advance(1_000)
    await shared.publish('key', 'of another instance', 1_000)
    expect(await coordinator.read('key')).toBe('of another instance')
  })
})
