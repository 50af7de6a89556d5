import { connect, type Socket } from 'node:net'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createEmailStore } from '../src/engine/storage/email-store.ts'
import { memoryStorage } from '../src/engine/storage/storage.ts'
import { createEmulator } from '../src/index.ts'
import { callerFor, start } from './fixture.ts'
import { startServer } from './processes/server-process.ts'

vi.setConfig({ testTimeout: 30_000 })

const shared = await start({ port: 0 })
afterAll(() => shared.emulator.close())

describe('R11: when stopped', () => {
  it('a command with long polls ends within five seconds', async () => {
    const server = await startServer()
    const polls = Array.from({ length: 3 }, () => server.call('GET', '/_emulator/emails?wait=60'))
    // Requests are handled in order, so the polls have started when this one has its response.
    await server.call('GET', '/_emulator/settings')
    const startedAt = performance.now()
    expect(await server.end('SIGTERM')).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(5000)
    for (const poll of await Promise.all(polls)) expect(await poll.json()).toEqual({ data: [] })
  })

  it('a command responds to requests that were sent just before, on new connections', async () => {
    const server = await startServer()
    const { hostname, port } = new URL(server.url)
    const sockets = await Promise.all(
      Array.from(
        { length: 100 },
        () =>
          new Promise<Socket>((resolve, reject) => {
            const socket: Socket = connect(Number(port), hostname, () => resolve(socket)).once(
              'error',
              reject,
            )
          }),
      ),
    )
    const responses = sockets.map(
      (socket) =>
        new Promise<string>((resolve, reject) => {
          let text = ''
          socket.on('data', (chunk) => {
            text += chunk
          })
          socket.once('end', () => resolve(text))
          socket.once('error', reject)
        }),
    )
    for (const socket of sockets) socket.write(`GET /health HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
    const exit = server.end('SIGTERM')
    for (const text of await Promise.all(responses)) expect(text).toContain('HTTP/1.1 200')
    expect(await exit).toBe(0)
  })

  it('a command ends within five seconds even if requests keep arriving', async () => {
    const server = await startServer()
    let isEnding = false
    async function keepAsking(): Promise<void> {
      for (;;) {
        try {
          await (await server.call('GET', '/_emulator/settings')).text()
        } catch {
          if (isEnding) return
          throw new Error('A request failed although the server was running')
        }
      }
    }
    const clients = Array.from({ length: 20 }, keepAsking)
    await server.call('GET', '/_emulator/settings')
    isEnding = true
    const startedAt = performance.now()
    expect(await server.end('SIGTERM')).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(5000)
    await Promise.all(clients)
  })

  it('an emulator in the same process rejects callers that wait for an email', async () => {
    const emulator = await createEmulator()
    const waiting = emulator.default.inbox.waitFor({ timeoutMs: 60_000 })
    const [outcome] = await Promise.allSettled([waiting, emulator.close()])
    expect(outcome.status).toBe('rejected')
  })
})

it.each([
  ['the emulator first', ['emulator', 'environment']],
  ['the environment first', ['environment', 'emulator']],
  ['each twice', ['emulator', 'emulator', 'environment', 'environment']],
] as const)('RE-12: an emulator closes without errors in any order: %s', async (_order, steps) => {
  const emulator = await createEmulator({ port: 0 })
  const environment = await emulator.createEnvironment()
  await callerFor(emulator, environment).call('POST', '/user_management/users', {
    email: 'a@orchard.example',
  })
  for (const step of steps) await (step === 'emulator' ? emulator.close() : environment.close())
  await environment[Symbol.asyncDispose]()
  await emulator[Symbol.asyncDispose]()
})

describe('R13: a body that is too large', () => {
  /** A body that never ends, and that counts the bytes read from it. */
  function endless() {
    const chunk = new Uint8Array(64 * 1024).fill(97)
    const taken = { bytes: 0 }
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken.bytes += chunk.length
        controller.enqueue(chunk)
      },
    })
    return { body, taken }
  }

  it.each(['/_emulator/seed', '/_emulator/faults', '/_emulator/environments', '/user_management/users'])(
    'is refused while it is read, at %s',
    async (path) => {
      const { body, taken } = endless()
      const { status } = await shared.emulator.fetch(`${shared.emulator.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shared.environment.apiKey}`, 'content-type': 'application/json' },
        body,
        duplex: 'half',
      } as RequestInit)
      expect(status).toBe(413)
      expect(taken.bytes).toBeLessThan(2 * 1024 * 1024)
    },
  )

  it('is also refused in forms', async () => {
    const { body, taken } = endless()
    const url = new URL(shared.emulator.url)
    const { status } = await shared.emulator.fetch(`${url.origin}/_emulator/ui/users`, {
      method: 'POST',
      headers: { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect(status).toBe(413)
    expect(taken.bytes).toBeLessThan(1024 * 1024)
  })
})

it('R14: the last email is the newest even if the clock was moved back and older ones were dropped', async () => {
  const storage = await memoryStorage().open('client_x')
  const store = createEmailStore(storage.db, 3)
  for (let n = 0; n < 10; n++) {
    await store.add({
      id: `email_${n}`,
      content: `mail ${n}`,
      created_at: Date.UTC(2026, 0, 1) - n * 3_600_000,
    })
  }
  expect(await store.all()).toEqual(['mail 7', 'mail 8', 'mail 9'])
  await storage.close()
})
