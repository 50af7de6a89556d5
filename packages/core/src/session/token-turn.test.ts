import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { manualClock } from '../testing/manual-clock.ts'
import type { Session } from './packed-session.ts'
import { createTurns, PATIENCE_MS } from './token-turn.ts'

const session: Session = { accessToken: 'a.b.c', refreshToken: 'token-1', user, startedAt: 0, rev: 1 }

function createFixture(read: () => Promise<undefined> = async () => undefined) {
  const clock = manualClock()
  const coordinator = memoryCoordinator({ clock })
  const waits: number[] = []
  const take = createTurns({
    coordinator,
    clock,
    successors: { keyOf: async () => 'key', read },
    async wait(ms) {
      waits.push(ms)
    },
  })
  return { clock, coordinator, take: () => take(session, { kind: 'refresh' }), waits }
}

describe('the turn to exchange a refresh token', () => {
  it('is given to one caller, and to another one after its release', async () => {
    const { take, waits } = createFixture()
    const turn = await take()
    expect(turn).toMatchObject({ do: 'exchange', key: 'key', session })
    expect(await take()).toEqual({ do: 'wait' })
    if (turn.do === 'exchange') turn.lease.release()
    expect(await take()).toMatchObject({ do: 'exchange' })
    expect(waits.slice(0, 6)).toEqual([20, 40, 80, 160, 250, 250])
  })

  it('is awaited for at most six seconds', async () => {
    const { take, waits } = createFixture()
    await take()
    await take()
    const total = waits.reduce((sum, ms) => sum + ms, 0)
    expect(total).toBeGreaterThanOrEqual(PATIENCE_MS)
    expect(total - (waits.at(-1) as number)).toBeLessThan(PATIENCE_MS)
  })

  it('is released if the results of other callers cannot be read', async () => {
    let isDown = true
    const { clock, take } = createFixture(async () => {
      if (isDown) throw new Error('The store is down.')
    })
    await expect(take()).rejects.toThrow('The store is down.')
    expect(clock.timers()).toBe(0)
    isDown = false
    expect(await take()).toMatchObject({ do: 'exchange' })
  })

  it('fails for a waiting caller, too, if the results of other callers cannot be read', async () => {
    let isDown = false
    const { take } = createFixture(async () => {
      if (isDown) throw new Error('The store is down.')
    })
    await take()
    isDown = true
    await expect(take()).rejects.toThrow('The store is down.')
  })
})
