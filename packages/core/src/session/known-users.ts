import type { Clock } from '../base/clock.ts'
import { createRecent } from './recent.ts'
import type { SessionUser } from './session-payload.ts'

/** Caches users from the API for a few minutes. */
export interface KnownUsers {
  /** `undefined` for a user who does not exist. Rejects if the API cannot be reached and the user is not cached. */
  find(userId: string): Promise<SessionUser | undefined>
  /** Updates a cached user with newer data. */
  update(user: SessionUser): void
}

export interface KnownUsersOptions {
  /** `undefined` for a user who does not exist. */
  fetchUser: (userId: string) => Promise<SessionUser | undefined>
  clock: Clock
  /** Milliseconds until a user is fetched again. Default: five minutes. */
  maxAgeMs?: number
}

interface Known {
  user: SessionUser | undefined
  at: number
}

/** Fetches each user only once at a time, and uses the cached user while the API cannot be reached. */
export function createKnownUsers({ fetchUser, clock, maxAgeMs = 300_000 }: KnownUsersOptions): KnownUsers {
  const known = createRecent<Known>(2_000)
  const underway = new Map<string, Promise<SessionUser | undefined>>()

  async function load(userId: string): Promise<SessionUser | undefined> {
    try {
      const user = await fetchUser(userId)
      known.set(userId, { user, at: clock.now() })
      return user
    } catch (cause) {
      const last = known.get(userId)
      if (last === undefined) throw cause
      return last.user
    } finally {
      underway.delete(userId)
    }
  }

  return {
    async find(userId) {
      const last = known.get(userId)
      if (last !== undefined && clock.now() - last.at < maxAgeMs) return last.user
      const loading = underway.get(userId) ?? Promise.resolve(userId).then(load)
      underway.set(userId, loading)
      return loading
    },
    update: (user) => known.set(user.id, { user, at: clock.now() }),
  }
}
