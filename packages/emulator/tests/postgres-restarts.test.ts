import { afterAll, expect, it, vi } from 'vitest'
import { createEmulator } from '../src/index.ts'
import { callerFor, type Seen } from './fixture.ts'
import { openPostgres } from './postgres.ts'

/** `npm test -- kills` sets a higher number. */
const RESTARTS = Number(process.env.LATCHKEY_TEST_RESTARTS ?? 4)
const WRITERS = 20

vi.setConfig({ testTimeout: 20_000 + RESTARTS * 10_000 })

const server = await openPostgres()
afterAll(() => server.stop())

it('R2: restarting PostgreSQL under load stops no process and loses no acknowledged writes', async () => {
  await using emulator = await createEmulator({ storage: { postgres: `${server.url}/postgres` } })
  const caller = callerFor(emulator, emulator.default)
  const acknowledged: string[] = []
  const responses: Seen[] = []
  let isLoaded = true
  async function write(writer: number): Promise<void> {
    for (let n = 0; isLoaded; n++) {
      const email = `w${writer}.n${n}@orchard.example`
      const response = await caller.call('POST', '/user_management/users', { email })
      if (response.status === 201) acknowledged.push(response.body.id)
      else responses.push(response)
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer))
  for (let n = 0; n < RESTARTS; n++) {
    const before = acknowledged.length
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), { timeout: 10_000 })
    await server.restart(n % 2 === 0 ? 'fast' : 'immediate')
  }
  const before = acknowledged.length
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), { timeout: 10_000 })
  isLoaded = false
  await Promise.all(writers)

  expect(responses.length).toBeGreaterThan(0)
  // If a restart loses the response to a request, the retry finds that the email address is taken.
  const others = responses.filter(({ status, body }) => status !== 503 && body.code !== 'user_creation_error')
  expect(others.map(({ status, body }) => ({ status, body }))).toEqual([])
  for (const { body, headers } of responses.filter(({ status }) => status === 503)) {
    expect(body.code).toBe('database_unavailable')
    expect(headers.get('retry-after')).toBe('1')
  }
  for (const id of acknowledged.slice(-200)) {
    expect((await caller.call('GET', `/user_management/users/${id}`)).status).toBe(200)
  }
  expect((await caller.call('GET', '/health')).body).toEqual({ status: 'ok' })
})

it('R2: the server reports at /health that the database is down, and recovers automatically', async () => {
  await using emulator = await createEmulator({ storage: { postgres: `${server.url}/postgres` } })
  const caller = callerFor(emulator, emulator.default)
  const { default: pg } = await import('pg')
  const admin = new pg.Client(`${server.url}/postgres`)
  admin.on('error', () => {})
  await admin.connect()
  server.pause()
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
  )
  expect(await caller.call('GET', '/health')).toMatchObject({
    status: 503,
    body: { status: 'unavailable' },
  })
  server.resume()
  await admin.end()
  await vi.waitFor(async () => expect((await caller.call('GET', '/health')).status).toBe(200), {
    timeout: 10_000,
  })
})

it('R2: requests wait for a connection if the server allows only a few', async () => {
  const { default: pg } = await import('pg')
  const admin = new pg.Client(`${server.url}/postgres`)
  await admin.connect()
  await admin.query(`create role few login superuser`)
  await admin.query(`create database few`)
  await admin.query(`alter database few connection limit 3`)
  await admin.query(`alter role few nosuperuser createdb`)
  await admin.query(`alter database few owner to few`)
  await admin.end()
  const postgres = `${server.url.replace('latchkey@', 'few@')}/few`
  await using emulator = await createEmulator({ storage: { postgres } })
  const caller = callerFor(emulator, emulator.default)
  const responses = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      caller.call('POST', '/user_management/users', { email: `n${n}@orchard.example` }),
    ),
  )
  expect(responses.map(({ status }) => status)).toEqual(Array(30).fill(201))
})
