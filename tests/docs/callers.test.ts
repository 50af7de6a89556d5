import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@latchkey/core/api'
import { createAuthHandler } from '@latchkey/core/server'
import { createEmulator, type Emulator } from '@latchkey/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'
import { documentedCode } from './code-blocks.ts'

const PAGE = 'docs/recipes/callers.md'
const EMAIL = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
const APP = 'https://app.example.com'

let emulator: Emulator
let folder: string
const before = { ...process.env }

beforeAll(async () => {
  emulator = await createEmulator({ port: 0, autoConsent: true })
  process.env.WORKOS_BASE_URL = emulator.url
  process.env.WORKOS_API_KEY = emulator.default.apiKey
  folder = mkdtempSync(join(root, 'tests/docs/.running-'))
  const client = fixture().client
  await client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
  await client.createRedirectUri({ uri: 'orchard://callback' })
})

afterAll(async () => {
  for (const name of ['WORKOS_BASE_URL', 'WORKOS_API_KEY']) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  rmSync(folder, { recursive: true, force: true })
  await emulator.close()
})

function fixture() {
  const { apiKey, clientId } = emulator.default
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url })
  const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
  return {
    client,
    handler: createAuthHandler({ client, appOrigin: APP, cookieSecret, bearer: true, log: false }),
  }
}

/** The code block of the page that exports `name`, as a module of this emulator's client. */
async function recipe<T>(name: string): Promise<T> {
  const block = documentedCode().find(({ document, code }) => document.endsWith(PAGE) && code.includes(name))
  if (block === undefined) throw new Error(`${PAGE} has no block with ${name}.`)
  const file = join(folder, `${name.replace(/\W/g, '')}.ts`)
  writeFileSync(file, block.code.replaceAll('client_123', emulator.default.clientId))
  return (await import(/* @vite-ignore */ file)) as T
}

interface Pair {
  accessToken: string
  refreshToken: string
}

/** The status of the app's own session route, and the user it tells. */
async function requested(token: string) {
  const request = new Request(`${APP}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
  const response = await fixture().handler.handle(request)
  const body = (await response.json()) as { user?: { email: string } }
  return [response.status, body.user?.email]
}

describe(PAGE, () => {
  it('signs a mobile app in by PKCE, and refreshes once for all callers', async () => {
    const app = await recipe<{
      begin: () => Promise<{ url: string; state: string; codeVerifier: string }>
      finish: (code: string, verifier: string) => Promise<Pair | undefined>
      refresh: (token: string) => Promise<Pair | undefined>
    }>('export const begin')
    const { url, state, codeVerifier } = await app.begin()
    const page = new URL(url)
    page.searchParams.set('login_hint', EMAIL)
    const response = await fetch(page, { redirect: 'manual' })
    const back = new URL(response.headers.get('location') ?? '')
    expect([back.protocol, back.searchParams.get('state')]).toEqual(['orchard:', state])
    const pair = await app.finish(back.searchParams.get('code') ?? '', codeVerifier)
    expect(await requested(pair?.accessToken ?? '')).toEqual([200, EMAIL])
    const refreshed = await Promise.all(
      Array.from({ length: 5 }, () => app.refresh(pair?.refreshToken ?? '')),
    )
    expect(new Set(refreshed.map((one) => one?.refreshToken)).size).toBe(1)
    expect(await requested(refreshed[0]?.accessToken ?? '')).toEqual([200, EMAIL])
  })

  it('signs a command line in by the device flow', async () => {
    const cli = await recipe<{
      signIn: (show: (text: string) => void, wait: (seconds: number) => Promise<void>) => Promise<Pair>
    }>('export async function signIn')
    let shown = ''
    let waits = 0
    async function wait(seconds: number) {
      await emulator.default.clock.advance(seconds * 1000)
      waits += 1
      if (waits === 2) await approve(shown)
      if (waits > 10) throw new Error('nobody approved')
    }
    const pair = await cli.signIn((text) => {
      shown = text
    }, wait)
    expect(await requested(pair.accessToken)).toEqual([200, EMAIL])
    expect(waits).toBe(2)
  })

  it('tells another service who the caller is, and which status to respond with', async () => {
    const { callerOf } = await recipe<{ callerOf: (header: string | undefined) => Promise<unknown> }>(
      'callerOf',
    )
    const outcome = await fixture().client.authenticateWithPassword({ email: EMAIL, password: PASSWORD })
    if (outcome.status !== 'complete') throw new Error(outcome.status)
    expect(await callerOf(`Bearer ${outcome.tokens.accessToken}`)).toMatchObject({ userId: outcome.user.id })
    for (const header of [undefined, '', 'Bearer', 'Bearer a.b.c', `Basic ${outcome.tokens.accessToken}`])
      expect(await callerOf(header)).toBe(401)
  })

  it('tells who calls with an API key, until an event says that it is revoked', async () => {
    const { organizationOf, received } = await recipe<{
      organizationOf: (request: Request) => Promise<unknown>
      received: (event: { event: string; data: unknown }) => void
    }>('export async function organizationOf')
    const { client } = fixture()
    await client.createPermission({ slug: 'reports:read', name: 'Read reports' })
    const { id } = await client.createOrganization({ name: 'Orchard' })
    const made = (permissions: string[]) =>
      client.createOrganizationApiKey({ organizationId: id, name: 'Build', permissions })
    const ask = (authorization: string) => organizationOf(new Request(APP, { headers: { authorization } }))
    const key = await made(['reports:read'])
    expect(await ask(`Bearer ${key.value}`)).toBe(id)
    expect(await ask(`Bearer ${(await made([])).value}`)).toBe(403)
    for (const header of ['Bearer', 'Bearer sk_unknown', `Basic ${key.value}`])
      expect(await ask(header)).toBe(401)
    await client.deleteApiKey({ apiKeyId: key.id })
    const { data } = await client.listEvents({ events: ['api_key.revoked'] })
    for (const event of data) received(event)
    expect(await ask(`Bearer ${key.value}`)).toBe(401)
  })
})

/** What the user does on the API's own pages: enters the code, and signs in. */
async function approve(text: string) {
  const [, uri = '', userCode = ''] = /Open (\S+) and enter (\S+)/.exec(text) ?? []
  const post = (url: string, fields: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(url).origin },
      body: new URLSearchParams(fields),
    })
  const entered = await post(uri, { user_code: userCode, action: 'approve' })
  const signIn = new URL(entered.headers.get('location') ?? '', uri)
  await post(signIn.href, { action: 'password', email: EMAIL, password: PASSWORD })
}
