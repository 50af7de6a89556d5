import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@latchkey/core/server'
import { createEmulator } from '@latchkey/emulator'
import { median, type Spread, spread } from '../harness/statistics.ts'
import type { Benchmark, Goal, Row } from '../report/report.ts'
import { startUp } from './start-up.ts'
import { fillTo, PASSWORD, type Users } from './users.ts'

/** The local server: how fast it starts and responds, and whether it slows down as its tables grow. */
export const emulator: Benchmark = async ({ rounds, milliseconds, tableSizes }) => {
  const start = await startUp(rounds)
  const fresh = await freshEnvironment(rounds)
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-benchmark-'))
  const running = await createEmulator({ storage: { dir: folder } })
  try {
    const { apiKey, clientId } = running.default
    const client = createClient({ apiKey, clientId, baseUrl: running.url, fetch: running.fetch })
    const userCount: Users = { client, ids: [] }
    const sizes: Size[] = []
    for (const users of tableSizes) {
      await fillTo(userCount, users)
      sizes.push({ users, ...(await measureAt(userCount, rounds, milliseconds)) })
    }
    return {
      title: 'Emulator',
      notes: [
        `Over core’s client in one process, ${rounds} rounds of ${milliseconds} ms, ${CONCURRENCY} calls at a time. Users are in a durable SQLite file ` +
          'in the system’s temporary folder, with password hashes at the `test` cost. The start-up is the ' +
          'command in a new process, with data in memory.',
      ],
      tables: [
        {
          title: 'Ready',
          columns: ['ms'],
          rows: [
            { name: 'latchkey: process start to 200 from /health', cells: [start] },
            { name: 'latchkey: fresh environment', cells: [fresh] },
          ],
        },
        ...rateTables(sizes),
      ],
      goals: goalsOf(start, fresh, sizes),
    }
  } finally {
    await running.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const CONCURRENCY = 50

interface Size {
  users: number
  rates: Record<string, Spread>
  /** Milliseconds for a page of 100. */
  page: Spread
}

async function freshEnvironment(rounds: number): Promise<Spread> {
  const running = await createEmulator()
  try {
    const times: number[] = []
    for (let round = 0; round < rounds * 5; round += 1) {
      const started = performance.now()
      await running.createEnvironment()
      times.push(performance.now() - started)
    }
    return spread(times)
  } finally {
    await running.close()
  }
}

async function measureAt(
  { client, ids }: Users,
  rounds: number,
  milliseconds: number,
): Promise<Omit<Size, 'users'>> {
  const anyone = () => ids[Math.floor(Math.random() * ids.length)] as string
  let created = 0
  const operations: Record<string, () => Promise<unknown>> = {
    'get user': () => client.getUser({ userId: anyone() }),
    'create user': () => client.createUser({ email: `new-${Date.now()}-${created++}@orchard.example` }),
    'list 10 users': () => client.listUsers({ after: anyone() }),
    'authenticate with a password': () => signIn(client),
  }
  const rates: Record<string, Spread> = {}
  for (const [name, operation] of Object.entries(operations))
    rates[name] = await rate(operation, rounds, milliseconds)
  const pages = await timesOf(() => client.listUsers({ limit: 100, after: anyone() }), rounds * 10)
  return { rates, page: spread(pages) }
}

const signIn = (client: Client) =>
  client.authenticateWithPassword({ email: 'person-0@orchard.example', password: PASSWORD })

/** Operations per second, with {@link CONCURRENCY} in progress at a time. */
async function rate(
  operation: () => Promise<unknown>,
  rounds: number,
  milliseconds: number,
): Promise<Spread> {
  const rates: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const started = performance.now()
    let done = 0
    const lane = async () => {
      while (performance.now() - started < milliseconds) {
        await operation()
        done += 1
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, lane))
    rates.push((done * 1000) / (performance.now() - started))
  }
  // The first round warms up the code.
  return spread(rates.slice(1))
}

async function timesOf(operation: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count + 10; index += 1) {
    const started = performance.now()
    await operation()
    times.push(performance.now() - started)
  }
  return times.slice(10)
}

function rateTables(sizes: readonly Size[]) {
  return sizes.map(({ users, rates, page }) => {
    const rows: Row[] = Object.entries(rates).map(([name, cell]) => ({
      name: `latchkey: ${name}`,
      cells: [cell, ''],
    }))
    const pages = { median: 1000 / page.median, min: 1000 / page.max, max: 1000 / page.min }
    rows.push({ name: 'latchkey: list 100 users', cells: [pages, page] })
    return { title: `With ${users.toLocaleString('en')} users`, columns: ['a second', 'ms'], rows }
  })
}

function goalsOf(start: Spread, fresh: Spread, sizes: readonly Size[]): Goal[] {
  const [first, last] = [sizes.at(0) as Size, sizes.at(-1) as Size]
  const span = `${first.users.toLocaleString('en')} to ${last.users.toLocaleString('en')} users`
  return [
    { what: 'emulator: start to 200 from /health, ms', measured: start.median, atMost: 130 },
    { what: 'emulator: fresh environment, ms', measured: fresh.median, atMost: 1 },
    {
      what: `emulator: growth of a page of 100, ${span}`,
      measured: last.page.median / first.page.median,
      atMost: 1.5,
    },
    {
      what: `emulator: users created per second, at ${last.users.toLocaleString('en')}`,
      measured: median([last.rates['create user']?.median ?? 0]),
      atLeast: 3_000,
    },
  ]
}
