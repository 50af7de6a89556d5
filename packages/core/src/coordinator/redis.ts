/**
 * Lets several instances of an app refresh each session only once, using Redis.
 *
 * @module @latchkey/core/coordinator/redis
 */

import { listenForErrors, reportInConsole } from './connection-errors.ts'
import type { Coordinator } from './coordinator.ts'

/** The part of a `redis` client that is used. */
export interface RedisClient {
  /** `GET`. */
  get(key: string): Promise<string | null>
  /** `SET` with `PX`, and with `NX` if the key must not exist yet. */
  set(
    key: string,
    value: string,
    options: { expiration: { type: 'PX'; value: number }; condition?: 'NX' },
  ): Promise<unknown>
  /** `EVAL`. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>
}

/** Options of {@link redisCoordinator}. */
export interface RedisCoordinatorOptions {
  /** A connected client of the `redis` package, version 5 or later. */
  client: RedisClient
  /** Prefix of every key. Default `latchkey:`. */
  prefix?: string
  /**
   * Called when the connection breaks, for example because Redis restarts. The client reconnects automatically. Default: one
   * line in the console, at most once per minute.
   */
  onError?: (error: unknown) => void
}

/** Deletes the lease only if this instance still holds it: it may have expired and been acquired by another one. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** Extends the lease, or acquires it again if it was lost and no one else holds it. */
const EXTEND = `local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

/** Counts, never below 0. The time to live is set only once, so that later changes do not extend it. */
const COUNT = `local total = redis.call('incrby', KEYS[1], ARGV[1])
if total < 0 then total = redis.call('incrby', KEYS[1], -total) end
local remaining = redis.call('pttl', KEYS[1])
if remaining < 0 then
  remaining = tonumber(ARGV[2])
  redis.call('pexpire', KEYS[1], remaining)
end
return { total, remaining }`

/** Lets several instances of an app refresh each session only once, using a Redis-compatible server. */
export function redisCoordinator({
  client,
  prefix = 'latchkey:',
  onError = reportInConsole('Redis'),
}: RedisCoordinatorOptions): Coordinator {
  listenForErrors(client, onError)
  const milliseconds = (ttlMs: number) => Math.max(1, Math.round(ttlMs))
  const expiring = (ttlMs: number) => ({ expiration: { type: 'PX' as const, value: milliseconds(ttlMs) } })
  return {
    isDurable: true,
    read: async (key) => (await client.get(prefix + key)) ?? undefined,
    async publish(key, value, ttlMs) {
      await client.set(prefix + key, value, expiring(ttlMs))
    },
    async acquire(key, ttlMs) {
      const leaseKey = `${prefix}lease:${key}`
      const holder = crypto.randomUUID()
      const taken = await client.set(leaseKey, holder, { ...expiring(ttlMs), condition: 'NX' })
      if (taken === null) return undefined
      return {
        async extend(longerMs) {
          const given = [holder, String(milliseconds(longerMs))]
          return Number(await client.eval(EXTEND, { keys: [leaseKey], arguments: given })) === 1
        },
        async release() {
          await client.eval(RELEASE, { keys: [leaseKey], arguments: [holder] })
        },
      }
    },
    async count(key, ttlMs, by = 1) {
      const settings = {
        keys: [`${prefix}count:${key}`],
        arguments: [String(by), String(milliseconds(ttlMs))],
      }
      const [total, remainingMs] = (await client.eval(COUNT, settings)) as [number, number]
      return { total, remainingMs }
    },
  }
}
