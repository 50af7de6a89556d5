import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseCommandLine } from '../src/emulator/cli/command-options.ts'
import { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** Node runs the sources directly, so this test needs no build. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/cli.ts'), ...args], {
    stdio: 'pipe',
  })
  running.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = async () => {
    while (!output.includes('\n')) await new Promise((resolve) => child.stdout.once('data', resolve))
    return JSON.parse(output)
  }
  return { child, exit, line, output: () => output }
}

it('prints one line of JSON, serves the seed, and stops on a signal', async () => {
  const seed = join(folder, 'seed.yaml')
  writeFileSync(
    seed,
    'users:\n  - email: nadia@orchard.example\n    password: correct horse battery\n    email_verified: true\n',
  )
  const command = run('--port', '0', '--json', '--cost', 'test', '--seed', seed)
  const ready = await command.line()
  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    apiKey: DEFAULT_API_KEY,
    clientId: DEFAULT_CLIENT_ID,
    dashboardUrl: `${ready.url}/_emulator/`,
  })
  expect(await (await fetch(`${ready.url}/health`)).json()).toEqual({ status: 'ok' })
  const users = await fetch(`${ready.url}/user_management/users`, {
    headers: { authorization: `Bearer ${ready.apiKey}` },
  })
  expect(await users.json()).toMatchObject({ data: [{ email: 'nadia@orchard.example' }] })

  const taken = run('--port', new URL(ready.url).port)
  expect(await taken.exit).toBe(1)
  expect(taken.output()).toContain('is taken')
  command.child.kill('SIGTERM')
  expect(await command.exit).toBe(0)
})

it('RE-18: emails link to the pages of the app unless the seed has other URLs', async () => {
  const seed = join(folder, 'links.json')
  writeFileSync(seed, JSON.stringify({ settings: { invitation_url: 'https://app.example.com/join' } }))
  const origin = ['--app-origin', 'http://localhost:3000/']
  const command = run('--port', '0', '--json', '--cost', 'test', '--seed', seed, ...origin)
  const { url, apiKey } = await command.line()
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const email = 'nadia@orchard.example'
  await post('/user_management/users', { email })
  expect(await post('/user_management/password_reset', { email })).toMatchObject({
    password_reset_url: expect.stringMatching(/^http:\/\/localhost:3000\/reset-password\?token=/),
  })
  expect(await post('/user_management/invitations', { email: 'ola@orchard.example' })).toMatchObject({
    accept_invitation_url: expect.stringMatching(/^https:\/\/app\.example\.com\/join\?/),
  })

  const wrong = run('--app-origin', 'localhost:3000')
  expect(await wrong.exit).toBe(1)
  expect(wrong.output()).toContain(
    '--app-origin: localhost:3000 is not an origin such as http://localhost:3000',
  )
})

it('E4 keeps acknowledged writes when it is killed', async () => {
  const data = join(folder, 'data')
  const first = run('--port', '0', '--json', '--data', data)
  const { url, apiKey } = await first.line()
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const made = await fetch(`${url}/user_management/users`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: 'nadia@orchard.example' }),
  })
  expect(made.status).toBe(201)
  first.child.kill('SIGKILL')
  await first.exit
  const second = run('--port', '0', '--json', '--data', data)
  const users = await fetch(`${(await second.line()).url}/user_management/users`, { headers })
  expect(await users.json()).toMatchObject({ data: [{ email: 'nadia@orchard.example' }] })
  const third = run('--port', '0', '--data', data)
  expect(await third.exit).toBe(1)
  expect(third.output()).toContain('in use by another process')
})

it('reports the path of an error in a seed file', async () => {
  const seed = join(folder, 'wrong.json')
  writeFileSync(seed, '{"users":[{"email":"a@b.example"},{"email":"no"}],"usrs":[]}')
  const command = run('--port', '0', '--seed', seed)
  expect(await command.exit).toBe(1)
  expect(command.output()).toContain('users.1.email')
  expect(command.output()).toContain('usrs')
})

it.each(['http://auth.example', 'http://localhost/path', 'localhost:8080'])(
  'refuses the base URL %s',
  async (url) => {
    const command = run('--port', '0', '--base-url', url)
    expect(await command.exit).toBe(1)
    expect(command.output()).toContain('loopback')
  },
)

it('reports that it cannot reach the database', async () => {
  const command = run('--port', '0', '--database-url', 'postgres://127.0.0.1:1/none')
  expect(await command.exit).toBe(1)
  expect(command.output()).toBe(
    'latchkey-emulator: The database cannot be reached at 127.0.0.1:1/none. Start it, or correct the URL.\n',
  )
})

it.each([
  [['--port', 'x'], /--port/],
  [['--cost', 'cheap'], /--cost: use one of/],
  [['--memory', '--data', 'x'], /only one of/],
  [['--database-url', 'postgres://x', '--memory'], /only one of/],
  [['--unknown'], /unknown/i],
])('refuses %j', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message)
})
