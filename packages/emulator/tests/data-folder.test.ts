import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { type ServerProcess, startServer } from './processes/server-process.ts'

// The tests start processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 })

const data = mkdtempSync(join(tmpdir(), 'latchkey-data-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

it('E4 stops within five seconds of a signal, even if a request hangs', async () => {
  const server = await startServer('--data', join(data, 'stop'))
  await server.call('POST', '/_emulator/faults', { path: '/organizations', connection: 'hang' })
  const hanging = server.call('GET', '/organizations').catch(() => 'dropped')
  await server.call('GET', '/user_management/users')
  const begun = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - begun).toBeLessThan(5000)
  expect(await hanging).toBe('dropped')
})

it('E4 gives named environments the same credentials after the process is killed', async () => {
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
  const emails = (await (await second.call('GET', '/_emulator/emails')).json()) as { data: unknown[] }
  expect(emails.data).toHaveLength(1)
  await second.end('SIGTERM')
})

it('E4 refuses a folder that another process uses, with a clear message', async () => {
  const folder = join(data, 'owned')
  const owner = await startServer('--data', folder)
  await expect(startServer('--data', folder)).rejects.toThrow('in use by another process')
  await owner.end('SIGTERM')
})
