import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { createDatabase } from './fixture.ts'
import { type ServerProcess, startServer } from './processes/server-process.ts'

/** `npm test -- kills` sets a higher number. */
const KILLS = Number(process.env.LATCHKEY_TEST_KILLS ?? 2)
const WRITERS = 50
/** The maximum number of writes per round. The server is killed at one of them. */
const MOST_WRITES = 500
/** Two processes start in each round, and the machine may be busy. */
const ROUND_MS = 60_000

/** The storage of the processes in one round. */
interface Storage {
  args: string[]
  remove(): Promise<void> | void
}

/** Creates a folder, or a database on the PostgreSQL server of the test project. */
async function newStorage(): Promise<Storage> {
  if (inject('postgres') !== undefined) {
    const { url, drop } = await createDatabase()
    return { args: ['--database-url', url], remove: drop }
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-kill-'))
  return { args: ['--data', folder], remove: () => rmSync(folder, { recursive: true }) }
}

/** Writes until the server is killed during a write. Returns the ids that it acknowledged before. */
async function writeUntilKilled(server: ServerProcess, killAfter: number, round: number): Promise<string[]> {
  const acknowledged: string[] = []
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const email = `r${round}.w${writer}.n${n}@orchard.example`
        try {
          const response = await server.call('POST', '/user_management/users', { email })
          const { id } = (await response.json()) as { id: string }
          if (response.status === 201) acknowledged.push(id)
          if (acknowledged.length === killAfter) server.child.kill('SIGKILL')
        } catch {
          return
        }
      }
    }),
  )
  return acknowledged
}

async function idsOf(server: ServerProcess): Promise<Set<string>> {
  const ids = new Set<string>()
  let after = ''
  do {
    const response = await server.call('GET', `/user_management/users?limit=100${after}`)
    const { data: users, list_metadata } = (await response.json()) as {
      data: Array<{ id: string }>
      list_metadata: { after: string | null }
    }
    for (const { id } of users) ids.add(id)
    after = list_metadata.after === null ? '' : `&after=${list_metadata.after}`
  } while (after !== '')
  return ids
}

/** The users with an event for their creation. A user without the event, or the reverse, would be an incomplete write. */
async function eventsOf(server: ServerProcess): Promise<Set<string>> {
  const response = await server.call('GET', '/_emulator/events?event=user.created')
  const { data: events } = (await response.json()) as { data: Array<{ data: { id: string } }> }
  return new Set(events.map((event) => event.data.id))
}

it(
  `E4 loses no acknowledged write in ${KILLS} kills with ${WRITERS} writers`,
  async () => {
    let acknowledged = 0
    for (let round = 0; round < KILLS; round++) {
      const storage = await newStorage()
      const server = await startServer(...storage.args)
      const written = await writeUntilKilled(server, randomInt(1, MOST_WRITES), round)
      await server.end('SIGKILL')
      const survivor = await startServer(...storage.args)
      const [users, events] = [await idsOf(survivor), await eventsOf(survivor)]
      expect(written.filter((id) => !users.has(id))).toEqual([])
      expect([...events].filter((id) => !users.has(id))).toEqual([])
      // The control API returns only the newest thousand events.
      if (users.size < 1000) expect(users).toEqual(events)
      expect(await survivor.end('SIGTERM')).toBe(0)
      await storage.remove()
      acknowledged += written.length
    }
    expect(acknowledged).toBeGreaterThan(0)
  },
  KILLS * ROUND_MS,
)
