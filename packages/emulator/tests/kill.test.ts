import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { type ServerProcess, startServer } from './processes/server-process.ts'

/** `LATCHKEY_TEST_KILLS=300 pnpm test kill` is the long run. */
const KILLS = Number(process.env.LATCHKEY_TEST_KILLS ?? 4)
const WRITERS = 50

// Processes start, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const data = mkdtempSync(join(tmpdir(), 'latchkey-kill-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Ids that the server has acknowledged before it died. */
async function writeUntilDead(server: ServerProcess, round: number): Promise<string[]> {
  const acknowledged: string[] = []
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; ; n++) {
        const email = `r${round}.w${writer}.n${n}@orchard.example`
        try {
          const response = await server.call('POST', '/user_management/users', { email })
          const { id } = (await response.json()) as { id: string }
          if (response.status === 201) acknowledged.push(id)
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

/** A user without the event of its creation, or the other way round, would be half a write. */
async function eventsOf(server: ServerProcess): Promise<Set<string>> {
  const response = await server.call('GET', '/_emulator/events?event=user.created')
  const { data: events } = (await response.json()) as { data: Array<{ data: { id: string } }> }
  return new Set(events.map((event) => event.data.id))
}

it(
  `E4 loses nothing acknowledged, and leaves nothing half done, over ${KILLS} kills under ${WRITERS} writers`,
  async () => {
    let acknowledged = 0
    for (let round = 0; round < KILLS; round++) {
      const folder = join(data, String(round))
      const server = await startServer('--data', folder)
      const writing = writeUntilDead(server, round)
      const moment = setTimeout(() => server.child.kill('SIGKILL'), randomInt(5, 400))
      const written = await writing
      clearTimeout(moment)
      await server.end('SIGKILL')
      const survivor = await startServer('--data', folder)
      const [users, events] = [await idsOf(survivor), await eventsOf(survivor)]
      expect(written.filter((id) => !users.has(id))).toEqual([])
      // The log of events is read by its newest thousand.
      if (users.size < 1000) expect(users).toEqual(events)
      expect(await survivor.end('SIGTERM')).toBe(0)
      rmSync(folder, { recursive: true })
      acknowledged += written.length
    }
    expect(acknowledged).toBeGreaterThan(0)
  },
  60_000 + KILLS * 5000,
)

it('E4 stops within five seconds when told, though a request hangs', async () => {
  const server = await startServer('--data', join(data, 'stop'))
  await server.call('POST', '/_emulator/faults', { path: '/organizations', connection: 'hang' })
  const hanging = server.call('GET', '/organizations').catch(() => 'dropped')
  await server.call('GET', '/user_management/users')
  const begun = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - begun).toBeLessThan(5000)
  expect(await hanging).toBe('dropped')
})

it('E4 gives named environments the same credentials after a kill', async () => {
  const folder = join(data, 'named')
  const first = await startServer('--data', folder)
  const make = async (server: ServerProcess) => {
    const response = await server.call('POST', '/_emulator/environments', { name: 'react' })
    return {
      status: response.status,
      body: (await response.json()) as { api_key: string; client_id: string },
    }
  }
  const made = await make(first)
  await first.call('PUT', '/_emulator/clock', { now: '2031-01-01T00:00:00.000Z', frozen: true })
  await first.call('POST', '/user_management/magic_auth', { email: 'nadia@orchard.example' })
  await first.end('SIGKILL')
  const second = await startServer('--data', folder)
  const again = await make(second)
  expect([made.status, again.status]).toEqual([201, 200])
  expect([again.body.api_key, again.body.client_id]).toEqual([made.body.api_key, made.body.client_id])
  expect(await (await second.call('GET', '/_emulator/clock')).json()).toMatchObject({ frozen: true })
  const mails = (await (await second.call('GET', '/_emulator/emails')).json()) as { data: unknown[] }
  expect(mails.data).toHaveLength(1)
  await second.end('SIGTERM')
})

it('E4 refuses a folder that has an owner, in words', async () => {
  const folder = join(data, 'owned')
  const owner = await startServer('--data', folder)
  await expect(startServer('--data', folder)).rejects.toThrow('in use by another process')
  await owner.end('SIGTERM')
})
