import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { type ConnectedEnvironment, connectEmulator, createEmulator, SeedError } from '../src/index.ts'
import { PASSWORD, start } from './fixture.ts'

// With a socket, as if the emulator ran in another process.
const { emulator } = await start({ port: 0 })
const connected = await connectEmulator(emulator.url)
afterAll(async () => {
  await connected.close()
  await emulator.close()
})

const USERS = [{ email: 'nadia@orchard.example', password: PASSWORD, email_verified: true }]

async function api({ apiKey }: ConnectedEnvironment, method: string, path: string, body?: object) {
  const response = await fetch(emulator.url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
    body: (response.ok ? JSON.parse((await response.text()) || 'null') : undefined) as any,
  }
}

const userCount = async (environment: ConnectedEnvironment) =>
  (await api(environment, 'GET', '/user_management/users')).body.data.length

describe('KIT-9: connectEmulator', () => {
  it('finds the default environment or the environment of an API key', async () => {
    const { default: own } = emulator
    expect(connected.default).toMatchObject({
      clientId: own.clientId,
      apiKey: own.apiKey,
      name: 'default',
      env: own.env,
    })
    const other = await emulator.createEnvironment({ name: 'other' })
    const elsewhere = await connectEmulator(`${emulator.url}/`, { apiKey: other.apiKey })
    expect(elsewhere.default).toMatchObject({ clientId: other.clientId, name: 'other' })
  })

  it('creates environments from a seed, and deletes them when they are closed', async () => {
    const environment = await connected.createEnvironment({ name: 'made here', seed: { users: USERS } })
    expect(await userCount(environment)).toBe(1)
    await environment.close()
    await environment.close()
    expect((await api(environment, 'GET', '/user_management/users')).status).toBe(401)
    await expect(connected.createEnvironment({ seed: { users: [{ email: 'no' }] } })).rejects.toThrow(
      SeedError,
    )
  })

  it('seeds, resets, and restores a snapshot', async () => {
    await using environment = await connected.createEnvironment()
    await environment.seed({ users: USERS })
    await expect(environment.seed({ users: [{ email: 'no' }] })).rejects.toThrow('users.0.email')
    const snapshot = await environment.snapshot()
    await environment.reset()
    expect(await userCount(environment)).toBe(0)
    await environment.restore(snapshot)
    expect(await userCount(environment)).toBe(1)
  })

  it('moves the clock', async () => {
    await using environment = await connected.createEnvironment()
    await environment.clock.freeze()
    await environment.clock.set('2030-01-02T03:04:05.000Z')
    await environment.clock.advance({ hours: 1, seconds: 1 })
    expect((await environment.clock.now()).toISOString()).toBe('2030-01-02T04:04:06.000Z')
    await environment.clock.resume()
    expect((await environment.clock.now()).getUTCFullYear()).toBe(2030)
  })

  it('waits for emails, lists and clears them', async () => {
    await using environment = await connected.createEnvironment()
    const to = 'nadia@orchard.example'
    const waiting = environment.inbox.waitFor({ to, kind: 'magic_auth' })
    await api(environment, 'POST', '/user_management/magic_auth', { email: to })
    expect(await waiting).toMatchObject({ to, code: expect.stringMatching(/^\d{6}$/) })
    expect(await environment.inbox.list({ to })).toHaveLength(1)
    await environment.inbox.clear()
    expect(await environment.inbox.list()).toEqual([])
    await expect(environment.inbox.waitFor({ to, timeoutMs: 20 })).rejects.toThrow(
      'No email arrived within 20 ms',
    )
  })

  it('adds, lists and removes faults, and sees requests', async () => {
    await using environment = await connected.createEnvironment()
    const fault = await environment.faults.add({ operation: 'listUsers', respond: { status: 503 } })
    expect((await api(environment, 'GET', '/user_management/users')).status).toBe(503)
    expect(await environment.faults.list()).toMatchObject([{ id: fault.id, strikes: 1 }])
    await fault.remove()
    expect((await api(environment, 'GET', '/user_management/users')).status).toBe(200)
    await environment.faults.add({ respond: { status: 500 }, times: 1 })
    await environment.faults.clear()
    expect(await environment.faults.list()).toEqual([])
    const seen = await environment.requests.list({ method: 'get', path: '/user_management/users' })
    expect(seen.map(({ status }) => status)).toEqual([503, 200])
    await environment.requests.clear()
    expect(await environment.requests.list()).toEqual([])
  })

  it('reads events and webhooks, settings, keys and authenticator codes', async () => {
    await using environment = await connected.createEnvironment()
    await environment.seed({
      users: [{ ...USERS[0], email: USERS[0]?.email ?? '', totp_secret: 'JBSWY3DPEHPK3PXP' }],
    })
    expect(await environment.events.list({ event: 'user.created' })).toHaveLength(1)
    await environment.webhooks.flush()
    expect(await environment.webhooks.deliveries()).toEqual([])
    await environment.settings.update({ team_name: 'Orchard' })
    expect(await environment.settings.get()).toMatchObject({ team_name: 'Orchard', session_days: 30 })
    const [before] = (await environment.keys.jwks()).keys
    await environment.keys.rotate({ dropOld: true })
    expect((await environment.keys.jwks()).keys.map(({ kid }) => kid)).not.toContain(before?.kid)
    expect(await environment.totp('nadia@orchard.example')).toMatch(/^\d{6}$/)
    await expect(environment.totp('nobody@orchard.example')).rejects.toThrow('no authenticator app')
    const { data } = (await api(environment, 'GET', '/user_management/users')).body
    await environment.impersonate(data[0].id, { email: 'support@orchard.example', reason: 'a ticket' })
  })

  it('reports what is wrong with the URL or the key', async () => {
    await expect(connectEmulator('4100')).rejects.toThrow('such as http://127.0.0.1:4100')
    await expect(connectEmulator('http://127.0.0.1:1')).rejects.toThrow(
      'No emulator responds at http://127.0.0.1:1. Start one: npx @latchkey/emulator',
    )
    await expect(connectEmulator(emulator.url, { apiKey: 'sk_test_no' })).rejects.toThrow(
      'no environment with this API key',
    )
    const other = createServer((_request, response) => response.end('{}'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(connectEmulator(`http://127.0.0.1:${port}`)).rejects.toThrow('is not the emulator')
    other.close()
  })

  it('does not delete the default environment', async () => {
    await connected.default.close()
    expect(await userCount(connected.default)).toBe(0)
    const { status } = await api(
      connected.default,
      'DELETE',
      `/_emulator/environments/${connected.default.clientId}`,
    )
    expect(status).toBe(409)
  })

  it('also connects to an emulator in the same process', async () => {
    await using local = await createEmulator()
    const over = await connectEmulator(local.url, { fetch: local.fetch })
    await over.default.seed({ users: USERS })
    expect(await over.default.events.list({ event: 'user.created' })).toHaveLength(1)
  })
})
