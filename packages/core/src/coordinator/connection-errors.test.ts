import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { reportInConsole } from './connection-errors.ts'
import type { PostgresPool } from './postgres.ts'
import { postgresCoordinator } from './postgres.ts'
import type { RedisClient } from './redis.ts'
import { redisCoordinator } from './redis.ts'

const lost = new Error('read ECONNRESET')

const poolOf = (emitter: EventEmitter) =>
  Object.assign(emitter, { query: async () => ({ rows: [], rowCount: 0 }) }) satisfies PostgresPool
const clientOf = (emitter: EventEmitter) =>
  Object.assign(emitter, {
    get: async () => null,
    set: async () => null,
    eval: async () => 0,
  }) satisfies RedisClient

describe('F10, R1: a connection that breaks', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('is reported by a pool and by its connections in use, and does not crash the process', () => {
    const errors: unknown[] = []
    const pool = poolOf(new EventEmitter())
    postgresCoordinator({ pool, onError: (error) => errors.push(error) })
    const connection = new EventEmitter()
    pool.emit('connect', connection)
    connection.emit('error', lost)
    // An idle connection also reports its error to the pool.
    pool.emit('error', lost)
    pool.emit('error', new Error('another'))
    expect(errors).toEqual([lost, new Error('another')])
  })

  it('is reported by a Redis client, and does not crash the process', () => {
    const errors: unknown[] = []
    const client = clientOf(new EventEmitter())
    redisCoordinator({ client, onError: (error) => errors.push(error) })
    client.emit('error', lost)
    expect(errors).toEqual([lost])
  })

  it('is logged as one line in the console unless the app passes a listener', () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
    for (const make of [
      () => postgresCoordinator({ pool: poolOf(new EventEmitter()) }),
      () => redisCoordinator({ client: clientOf(new EventEmitter()) }),
    ])
      make()
    const client = clientOf(new EventEmitter())
    redisCoordinator({ client })
    client.emit('error', lost)
    client.emit('error', new Error('again'))
    expect(lines.mock.calls).toEqual([
      [
        '[latchkey] The connection of the Redis coordinator failed: read ECONNRESET. Latchkey reconnects automatically.',
      ],
    ])
  })

  it('is reported once per minute', () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
    let now = 0
    const report = reportInConsole('Redis', () => now)
    report(lost)
    now = 59_999
    report('not an error')
    expect(lines).toHaveBeenCalledTimes(1)
    now = 60_000
    report('not an error')
    expect(lines).toHaveBeenCalledTimes(2)
  })

  it('does not affect a store that emits no events', () => {
    postgresCoordinator({ pool: { query: async () => ({ rows: [], rowCount: 0 }) } })
  })
})
