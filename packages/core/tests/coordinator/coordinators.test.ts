import pg from 'pg'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresCoordinator } from '../../src/coordinator/postgres.ts'
import { redisCoordinator } from '../../src/coordinator/redis.ts'
import { type Coordinator, createAuthHandler, memoryCoordinator } from '../../src/server.ts'
import { appOrigin, cookieSecret, createFixture } from '../handler/fixture.ts'
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts'
import { type RedisServer, redisMissing, startRedis } from './redis-server.ts'

/** The contract of every coordinator. `other` is a second instance with the same store. */
function contract(name: string, make: () => { one: Coordinator; other: Coordinator }) {
  describe(name, () => {
    const key = () => `key-${Math.floor(performance.now() * 1_000)}`

    it('makes a published value visible to every instance until it expires', async () => {
      const { one, other } = make()
      const k = key()
      expect(await other.read(k)).toBeUndefined()
      await one.publish(k, 'first', 60_000)
      await other.publish(k, 'second', 60_000)
      expect(await one.read(k)).toBe('second')
      await one.publish(k, 'brief', 30)
      await expect.poll(() => other.read(k)).toBeUndefined()
    })

    it('F1 gives a lease to one of many simultaneous callers, and to another one after its release', async () => {
      const { one, other } = make()
      const k = key()
      const requested = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).acquire(k, 60_000)),
      )
      const [held, ...more] = requested.filter((lease) => lease !== undefined)
      expect(more).toEqual([])
      expect(await other.acquire(k, 60_000)).toBeUndefined()
      await held?.release()
      expect(await other.acquire(k, 60_000)).toBeDefined()
    })

    it('F2 lets a lease expire, and prevents its late holder from releasing the next lease', async () => {
      const { one, other } = make()
      const k = key()
      const dead = await one.acquire(k, 30)
      const next = await expect
        .poll(() => other.acquire(k, 60_000))
        .toBeDefined()
        .then(() => true)
      expect(next).toBe(true)
      await dead?.release()
      expect(await one.acquire(k, 60_000)).toBeUndefined()
    })

    it('R7: lets a holder extend its lease, even after it was lost, but never the lease of another holder', async () => {
      const { one, other } = make()
      const k = key()
      const lease = await one.acquire(k, 40)
      expect(await lease?.extend(60_000)).toBe(true)
      expect(await other.acquire(k, 60_000)).toBeUndefined()
      // The same happens if the store restarts without its data, or if this process is paused.
      await lease?.release()
      expect(await lease?.extend(40)).toBe(true)
      await expect.poll(() => other.acquire(k, 60_000)).toBeDefined()
      expect(await lease?.extend(60_000)).toBe(false)
      await lease?.release()
      expect(await one.acquire(k, 60_000)).toBeUndefined()
    })

    it('S-02: counts across all instances, including simultaneous changes, and never below 0', async () => {
      const { one, other } = make()
      const k = key()
      const counted = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).count(k, 60_000)),
      )
      const totals = counted.map(({ total }) => total).sort((left, right) => left - right)
      expect(totals).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(await one.count(k, 60_000, 0)).toMatchObject({ total: 20 })
      expect(await one.count(k, 60_000, -1)).toMatchObject({ total: 19 })
      expect(await other.count(k, 60_000, -100)).toMatchObject({ total: 0 })
      expect(await one.count(k, 60_000)).toMatchObject({ total: 1 })
      expect(await one.count(key(), 60_000, -1)).toMatchObject({ total: 0 })
    })

    it('S-02: a count expires at the time that its first change sets, and does not affect other values of that key', async () => {
      const { one, other } = make()
      const k = key()
      await one.publish(k, 'published', 60_000)
      const lease = await one.acquire(k, 60_000)
      const first = await one.count(k, 60_000)
      expect(first.remainingMs).toBeGreaterThan(50_000)
      expect(first.remainingMs).toBeLessThanOrEqual(60_000)
      expect((await other.count(k, 600_000)).remainingMs).toBeLessThanOrEqual(60_000)
      expect(await one.read(k)).toBe('published')
      await lease?.release()
      const brief = key()
      await one.count(brief, 30, 7)
      await expect.poll(async () => (await other.count(brief, 60_000, 0)).total).toBe(0)
      expect(await other.count(brief, 60_000)).toMatchObject({ total: 1 })
    })

    it('F1 causes a single refresh in four instances that share it', async () => {
      const { one, other } = make()
      let refreshes = 0
      const fixture = await createFixture({}, (send) => async (input, init) => {
        const request = new Request(input, init)
        if (request.method === 'POST' && (await request.clone().text()).includes('"refresh_token"'))
          refreshes += 1
        return send(request)
      })
      await using _ = fixture.emulator
      await fixture.client.createUser({
        email: 'a@orchard.example',
        password: 'lantern-quartz-meadow-42',
        emailVerified: true,
      })
      const driver = fixture.driver()
      await driver.open('sign-in')
      await driver.act('password', { email: 'a@orchard.example', password: 'lantern-quartz-meadow-42' })
      fixture.emulator.default.clock.advance({ minutes: 6 })
      const headers = new Headers({ cookie: driver.jar.header() ?? '' })
      const handlers = [one, one, other, other].map((coordinator) =>
        createAuthHandler({
          client: fixture.client,
          appOrigin,
          cookieSecret,
          clock: fixture.clock,
          coordinator,
        }),
      )
      const all = await Promise.all(
        handlers.flatMap((handler) => [1, 2, 3].map(() => handler.resolve({ headers }))),
      )
      expect(new Set(all.map(({ auth }) => auth.status))).toEqual(new Set(['signed-in']))
      expect(refreshes).toBe(1)
    })
  })
}

const shared = memoryCoordinator()
contract('the coordinator in memory', () => ({ one: shared, other: shared }))

describe.skipIf(postgresMissing())('with a real PostgreSQL', () => {
  let server: PostgresServer
  const pools: pg.Pool[] = []
  beforeAll(async () => {
    server = await startPostgres()
  }, 30_000)
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await server.stop()
  })
  const coordinator = () => {
    const pool = new pg.Pool({ connectionString: server.url })
    pools.push(pool)
    return postgresCoordinator({ pool, onError: () => {} })
  }
  contract('postgresCoordinator', () => ({ one: coordinator(), other: coordinator() }))

  it('works for a database role that may use the table but not create one', async () => {
    await coordinator().read('made by the owner')
    const admin = pools[0] as pg.Pool
    await admin.query(`create role app login password 'app'`)
    await admin.query('revoke create on schema public from public')
    await admin.query('grant select, insert, update, delete on latchkey_coordination to app')
    const url = new URL(server.url)
    url.username = 'app'
    url.password = 'app'
    const pool = new pg.Pool({ connectionString: url.href })
    pools.push(pool)
    const limited = postgresCoordinator({ pool, onError: () => {} })
    await limited.publish('key', 'value', 10_000)
    expect(await limited.read('key')).toBe('value')
    await expect(postgresCoordinator({ pool, table: 'not_there' }).read('key')).rejects.toThrow(
      'permission denied',
    )
  })

  it('keeps all users signed in while the database is unavailable', async () => {
    const away = postgresCoordinator({
      pool: { query: () => Promise.reject(new Error('connection refused')) },
    })
    const fixture = await createFixture({ coordinator: away })
    await using _ = fixture.emulator
    await fixture.client.createUser({
      email: 'a@orchard.example',
      password: 'lantern-quartz-meadow-42',
      emailVerified: true,
    })
    const driver = fixture.driver()
    await driver.open('sign-in')
    await driver.act('password', { email: 'a@orchard.example', password: 'lantern-quartz-meadow-42' })
    const headers = new Headers({ cookie: driver.jar.header() ?? '' })
    expect((await fixture.handler.resolve({ headers })).auth.status).toBe('signed-in')
    fixture.emulator.default.clock.advance({ minutes: 6 })
    const { auth, cookies } = await fixture.handler.resolve({ headers })
    expect(auth.status).toBe('stale')
    expect(await cookies()).toEqual([])
  })
})

describe.skipIf(redisMissing())('with a real Redis (skipped if redis-server is not installed)', () => {
  let server: RedisServer
  const connect = async () => {
    const client = createClient({ url: server.url })
    await client.connect()
    return client
  }
  let clients: Awaited<ReturnType<typeof connect>>[] = []
  beforeAll(async () => {
    server = await startRedis()
    clients = [await connect(), await connect()]
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await server.stop()
  })
  contract('redisCoordinator', () => {
    const [one, other] = clients.map((client) => redisCoordinator({ client, onError: () => {} })) as [
      Coordinator,
      Coordinator,
    ]
    return { one, other }
  })
})
