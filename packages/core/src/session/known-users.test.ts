import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { createKnownUsers } from './known-users.ts'
import type { SessionUser } from './session-payload.ts'

function createUsers(maxAgeMs?: number) {
  const clock = manualClock(1_750_000_000_000)
  const requested: string[] = []
  const api: { user: SessionUser | undefined; isDown: boolean } = { user, isDown: false }
  const users = createKnownUsers({
    clock,
    maxAgeMs,
    async fetchUser(userId) {
      requested.push(userId)
      if (api.isDown) throw new Error('The API is down.')
      return api.user
    },
  })
  return { api, requested, clock, users }
}

describe('cached users', () => {
  it('are requested again after five minutes', async () => {
    const { requested, clock, users } = createUsers()
    await users.find(user.id)
    clock.advance(299_999)
    await users.find(user.id)
    expect(requested).toHaveLength(1)
    clock.advance(1)
    await users.find(user.id)
    expect(requested).toHaveLength(2)
  })

  it('are requested again after the given time, even if the user does not exist', async () => {
    const { api, requested, clock, users } = createUsers(1_000)
    api.user = undefined
    expect(await users.find(user.id)).toBeUndefined()
    expect(await users.find(user.id)).toBeUndefined()
    expect(requested).toHaveLength(1)
    api.user = user
    clock.advance(1_000)
    expect(await users.find(user.id)).toBe(user)
  })

  it('are requested once for concurrent requests', async () => {
    const { requested, users } = createUsers()
    const found = await Promise.all([users.find(user.id), users.find(user.id), users.find('user_other')])
    expect(found).toEqual([user, user, user])
    expect(requested).toEqual([user.id, 'user_other'])
  })

  it('are used longer while the API cannot be reached', async () => {
    const { api, requested, clock, users } = createUsers()
    await users.find(user.id)
    clock.advance(300_000)
    api.isDown = true
    expect(await users.find(user.id)).toBe(user)
    expect(await users.find(user.id)).toBe(user)
    expect(requested).toHaveLength(3)
    await expect(users.find('user_other')).rejects.toThrow('The API is down.')
    api.isDown = false
    expect(await users.find('user_other')).toBe(user)
  })

  it('include a user from another response for five minutes', async () => {
    const { requested, clock, users } = createUsers()
    const renamed = { ...user, firstName: 'Nova' }
    users.update(renamed)
    clock.advance(299_999)
    expect(await users.find(user.id)).toBe(renamed)
    expect(requested).toEqual([])
    clock.advance(1)
    expect(await users.find(user.id)).toBe(user)
  })
})
