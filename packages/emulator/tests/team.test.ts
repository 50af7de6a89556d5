import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { parseCommandLine } from '../src/emulator/cli/command-options.ts'
import { runEnv, withVariables } from '../src/emulator/cli/env-command.ts'
import { createEmulator, type Emulator } from '../src/index.ts'

const OWN = {
  apiKey: 'sk_test_a_key_of_our_own_123',
  clientId: 'client_own',
  dashboardPassword: 'a long password',
}
const running: Emulator[] = []
afterAll(() => Promise.all(running.map((emulator) => emulator.close())))
const started = async (options: Parameters<typeof createEmulator>[0]) => {
  const emulator = await createEmulator(options)
  running.push(emulator)
  return emulator
}

describe('serving other machines', () => {
  it.each([
    ['everything', {}, /your own API key.*your own client ID.*password for the dashboard/],
    ['a key', { ...OWN, apiKey: undefined }, /your own API key/],
    ['a long key', { ...OWN, apiKey: 'sk_short' }, /24 characters/],
    ['a client ID', { ...OWN, clientId: undefined }, /your own client ID/],
    ['a password', { ...OWN, dashboardPassword: 'short' }, /12 characters/],
  ])(
    'L1: is refused without %s, which the error names',
    async (_what, { apiKey, clientId, dashboardPassword }: Partial<typeof OWN>, message) => {
      const options = {
        host: '0.0.0.0',
        port: 0,
        ...(apiKey !== undefined && { apiKey }),
        ...(clientId !== undefined && { clientId }),
        ...(dashboardPassword !== undefined && { dashboardPassword }),
      }
      await expect(createEmulator(options)).rejects.toThrow(message)
    },
  )

  it('L1: shows the dashboard to users who have its password, under any host name', async () => {
    const emulator = await started({ host: '0.0.0.0', port: 0, ...OWN })
    expect(emulator.url).toMatch(/^http:\/\/localhost:\d+$/)
    const open = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${emulator.url}${path}`, { headers, redirect: 'manual' })
    const basic = (password: string) => ({ authorization: `Basic ${btoa(`any:${password}`)}` })
    for (const path of [
      '/_emulator',
      '/_emulator/',
      '/_emulator/ui/users',
      '/_emulator/ui/find.json',
      '/_emulator/stream',
      '/_emulator/mail/a/b',
      '/_emulator/ui/requests.har',
    ]) {
      const refused = await open(path)
      expect([path, refused.status]).toEqual([path, 401])
      expect(refused.headers.get('www-authenticate')).toContain('Basic')
      await refused.text()
    }
    expect((await open('/_emulator/', basic('not the one'))).status).toBe(401)
    expect((await open('/_emulator/', basic(OWN.dashboardPassword))).status).toBe(200)
    const authorization = `Bearer ${OWN.apiKey}`
    expect((await open('/_emulator/emails', { authorization })).status).toBe(200)
    expect((await open('/_emulator/emails')).status).toBe(401)
    expect((await open('/user_management/users', { authorization })).status).toBe(200)
  })

  it('L2: stops users who are guessing the password', async () => {
    const emulator = await started({ ...OWN })
    const guess = () =>
      emulator.fetch(`${emulator.url}/_emulator/`, { headers: { authorization: `Basic ${btoa('a:guess')}` } })
    for (let count = 0; count < 20; count++) expect((await guess()).status).toBe(401)
    expect((await guess()).status).toBe(429)
  })

  it.runIf(process.platform === 'linux')(
    'L2: does not lock the owner out when another address guesses',
    async () => {
      const emulator = await started({ host: '0.0.0.0', port: 0, ...OWN })
      const { request } = await import('node:http')
      const statusOf = (password: string, localAddress: string) =>
        new Promise((resolve, reject) => {
          const headers = { authorization: `Basic ${btoa(`a:${password}`)}` }
          const address = emulator.url.replace('localhost', '127.0.0.1')
          request(`${address}/_emulator/`, { headers, localAddress }, (response) => {
            response.resume()
            resolve(response.statusCode)
          })
            .once('error', reject)
            .end()
        })
      for (let count = 0; count < 20; count++) expect(await statusOf('guess', '127.0.0.2')).toBe(401)
      expect(await statusOf(OWN.dashboardPassword, '127.0.0.2')).toBe(429)
      expect(await statusOf(OWN.dashboardPassword, '127.0.0.3')).toBe(200)
    },
  )

  it('accepts its own origin, and passes it to apps', async () => {
    const emulator = await started({
      host: '0.0.0.0',
      port: 0,
      baseUrl: 'https://auth.preview.example',
      ...OWN,
    })
    expect(emulator.default.env).toEqual({
      WORKOS_API_KEY: OWN.apiKey,
      WORKOS_CLIENT_ID: OWN.clientId,
      WORKOS_BASE_URL: 'https://auth.preview.example',
      WORKOS_API_HOSTNAME: 'auth.preview.example',
      WORKOS_API_PORT: '443',
      WORKOS_API_HTTPS: 'true',
    })
    await expect(createEmulator({ baseUrl: 'https://auth.preview.example' })).rejects.toThrow('loopback')
  })
})

describe('latchkey-emulator env', () => {
  const VARIABLES = { WORKOS_API_KEY: 'sk_a', WORKOS_CLIENT_ID: 'client_a' }
  it.each([
    ['', 'WORKOS_API_KEY=sk_a\nWORKOS_CLIENT_ID=client_a\n'],
    ['PORT=1', 'PORT=1\nWORKOS_API_KEY=sk_a\nWORKOS_CLIENT_ID=client_a\n'],
    [
      '# mine\nexport WORKOS_CLIENT_ID = old\nX=1\n',
      '# mine\nexport WORKOS_CLIENT_ID=client_a\nX=1\nWORKOS_API_KEY=sk_a\n',
    ],
    ['A=1\r\nWORKOS_API_KEY="old"\r\n', 'A=1\r\nWORKOS_API_KEY=sk_a\r\nWORKOS_CLIENT_ID=client_a\r\n'],
  ])('adds the variables to %j', (text, expected) => {
    expect(withVariables(text, VARIABLES)).toBe(expected)
    expect(withVariables(expected, VARIABLES)).toBe(expected)
  })

  it('is a command with separate options', () => {
    expect(parseCommandLine(['env', '--write', '.env', '--url', 'http://localhost:5'], {}).env).toEqual({
      url: 'http://localhost:5',
      environment: undefined,
      appOrigin: undefined,
      write: '.env',
    })
    expect(() => parseCommandLine(['evn'], {})).toThrow('evn is not a command')
  })

  it('writes the additional variables of an app that uses Latchkey, and does not replace its secret', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const file = join(mkdtempSync(join(tmpdir(), 'latchkey-env-')), '.env')
    const options = {
      url: 'http://127.0.0.1:4100',
      apiKey: 'sk_a',
      clientId: 'client_a',
      environment: undefined,
    }
    const write = (appOrigin: string) => runEnv({ ...options, appOrigin, write: file })
    await write('http://localhost:3000')
    const [, secret] = /^LATCHKEY_COOKIE_SECRET=([\w-]{43})$/m.exec(readFileSync(file, 'utf8')) ?? []
    expect(secret).toBeDefined()
    await write('http://localhost:5173/')
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('LATCHKEY_APP_ORIGIN=http://localhost:5173\n')
    expect(text.match(/LATCHKEY_COOKIE_SECRET=/g)).toHaveLength(1)
    expect(text).toContain(`LATCHKEY_COOKIE_SECRET=${secret}\n`)
    await expect(write('localhost:3000')).rejects.toThrow('--app-origin: localhost:3000 is not an origin')
  })
})

it('reads options from variables, for environments without arguments', () => {
  const variables = {
    LATCHKEY_EMULATOR_HOST: '0.0.0.0',
    LATCHKEY_EMULATOR_API_KEY: OWN.apiKey,
    LATCHKEY_EMULATOR_DASHBOARD_PASSWORD: OWN.dashboardPassword,
    LATCHKEY_EMULATOR_DATABASE_URL: 'postgres://localhost/x',
  }
  expect(parseCommandLine(['--host', '127.0.0.1'], variables)).toMatchObject({
    host: '127.0.0.1',
    apiKey: OWN.apiKey,
    dashboardPassword: OWN.dashboardPassword,
    databaseUrl: 'postgres://localhost/x',
  })
  expect(parseCommandLine(['--memory'], variables).databaseUrl).toBeUndefined()
  expect(() => parseCommandLine(['--smtp', 'http://x'], {})).toThrow('--smtp')
  expect(() => parseCommandLine(['--smtp', 'smtp://x'], {})).toThrow('--smtp-from')
})

describe('SMTP', () => {
  it('delivers emails to a mail server, with both parts, and keeps them in the inbox', async () => {
    const server = await smtpServer()
    const emulator = await started({
      smtp: { url: `smtp://127.0.0.1:${server.port}`, from: 'login@acme.example' },
    })
    await emulator.fetch(`${emulator.url}/user_management/magic_auth`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.default.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'real@orchard.example' }),
    })
    await vi.waitFor(
      () => expect(emulator.default.inbox.list()[0]?.delivery).toEqual({ state: 'delivered' }),
      {
        timeout: 10_000,
      },
    )
    const text = server.received()
    expect(text).toContain('RCPT TO:<real@orchard.example>')
    expect(text).toMatch(/From: "?Latchkey"? <login@acme\.example>/)
    expect(text).toContain('Auto-Submitted: auto-generated')
    expect(text).toContain('Content-Type: text/plain')
    expect(text).toContain('Content-Type: text/html')
    server.close()
  })

  it('causes no request to fail if the mail server is down, and shows the error in the inbox', async () => {
    const server = await smtpServer()
    server.close()
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const emulator = await started({
      smtp: { url: `smtp://127.0.0.1:${server.port}`, from: 'login@acme.example' },
    })
    const response = await emulator.fetch(`${emulator.url}/user_management/magic_auth`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.default.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'away@orchard.example' }),
    })
    expect(response.status).toBe(201)
    await vi.waitFor(() => expect(emulator.default.inbox.list()[0]?.delivery?.state).toBe('failed'), {
      timeout: 10_000,
    })
    expect(said.mock.calls.flat().join('')).toContain('--smtp: emails could not be delivered')
    said.mockRestore()
  })
})

/** A minimal SMTP server that is sufficient for a client. */
async function smtpServer() {
  let text = ''
  let isData = false
  const server = createServer((socket) => {
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      text += chunk
      if (isData) {
        if (!text.endsWith('\r\n.\r\n')) return
        isData = false
        socket.write('250 kept\r\n')
        return
      }
      const command = String(chunk).slice(0, 4).toUpperCase()
      isData = command === 'DATA'
      socket.write(isData ? '354 go on\r\n' : command === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    received: () => text,
    close: () => server.close(),
  }
}
