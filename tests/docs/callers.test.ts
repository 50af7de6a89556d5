import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClient } from '@latchkey/core/api'
import { createAuthHandler, verifyAccessToken } from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator, type Emulator } from '@latchkey/emulator'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { root } from '../architecture/sources.ts'
import { documentedCode } from './code-blocks.ts'

const PAGE = 'docs/recipes/callers.md'
const EMAIL = 'nadia@orchard.example'
const PASSWORD = 'lantern-quartz-meadow-42'
const APP = 'https://app.example.com'

let emulator: Emulator
let folder: string
const before = { ...process.env }
const SECRET = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'

beforeAll(async () => {
  emulator = await createEmulator({ port: 0, autoConsent: true })
  Object.assign(process.env, {
    WORKOS_BASE_URL: emulator.url,
    WORKOS_API_KEY: emulator.default.apiKey,
    WORKOS_CLIENT_ID: emulator.default.clientId,
    LATCHKEY_APP_ORIGIN: APP,
    LATCHKEY_COOKIE_SECRET: SECRET,
  })
  folder = mkdtempSync(join(root, 'tests/docs/.running-'))
  const client = fixture().client
  await client.createUser({ email: EMAIL, password: PASSWORD, emailVerified: true })
  await client.createRedirectUri({ uri: 'orchard://callback' })
})

afterAll(async () => {
  for (const name of Object.keys(process.env).filter((name) => /^(WORKOS|LATCHKEY)_/.test(name))) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
  rmSync(folder, { recursive: true, force: true })
  await emulator.close()
})

function fixture() {
  const { apiKey, clientId } = emulator.default
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url })
  return {
    client,
    handler: createAuthHandler({ client, appOrigin: APP, cookieSecret: SECRET, bearer: true, log: false }),
  }
}

/** Imports the code block of a page that exports `name`, with the client ID of this emulator. */
async function recipe<T>(name: string, page = PAGE): Promise<T> {
  const block = documentedCode().find(({ document, code }) => document.endsWith(page) && code.includes(name))
  if (block === undefined) throw new Error(`${page} has no block with ${name}.`)
  const file = join(folder, `${name.replace(/\W/g, '')}.ts`)
  writeFileSync(file, block.code.replaceAll('client_123', emulator.default.clientId))
  return (await import(/* @vite-ignore */ file)) as T
}

interface Pair {
  accessToken: string
  refreshToken: string
}

/** The status of the app's session route, and the email address that it returns. */
async function requested(token: string) {
  const request = new Request(`${APP}/auth/session`, { headers: { authorization: `Bearer ${token}` } })
  const response = await fixture().handler.handle(request)
  const body = (await response.json()) as { user?: { email: string } }
  return [response.status, body.user?.email]
}

describe(PAGE, () => {
  it('signs a mobile app in with PKCE, and refreshes once for all callers', async () => {
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

  it('signs a command-line tool in with the device flow', async () => {
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

  it('returns the caller to another service, or the status to respond with', async () => {
    const { callerOf } = await recipe<{ callerOf: (header: string | undefined) => Promise<unknown> }>(
      'callerOf',
    )
    const outcome = await fixture().client.authenticateWithPassword({ email: EMAIL, password: PASSWORD })
    if (outcome.status !== 'complete') throw new Error(outcome.status)
    expect(await callerOf(`Bearer ${outcome.tokens.accessToken}`)).toMatchObject({ userId: outcome.user.id })
    for (const header of [undefined, '', 'Bearer', 'Bearer a.b.c', `Basic ${outcome.tokens.accessToken}`])
      expect(await callerOf(header)).toBe(401)
  })

  it('returns the organization of an API key, until an event reports that the key is revoked', async () => {
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

/** The access token of a new session. */
async function signIn(email = EMAIL) {
  const outcome = await fixture().client.authenticateWithPassword({ email, password: PASSWORD })
  if (outcome.status !== 'complete') throw new Error(outcome.status)
  return { token: outcome.tokens.accessToken, user: outcome.user }
}

/** The access token of a user whose role has the permission in the recipe. */
async function readerOfReports(): Promise<string> {
  const { client } = fixture()
  const email = 'rosa@orchard.example'
  await client.createPermission({ slug: 'reports:read', name: 'Read reports' }).catch(() => {})
  await client.createEnvironmentRole({ slug: 'reader', name: 'Reader' })
  await client.setEnvironmentRolePermissions({ slug: 'reader', permissions: ['reports:read'] })
  const { id: organizationId } = await client.createOrganization({ name: 'Cellar' })
  const { id: userId } = await client.createUser({ email, password: PASSWORD, emailVerified: true })
  await client.createOrganizationMembership({ organizationId, userId, roleSlug: 'reader' })
  return (await signIn(email)).token
}

describe('docs/recipes/graphql.md', () => {
  interface Gateway {
    fetch(url: string, init: RequestInit): Promise<Response>
  }

  async function ask(gateway: Gateway, query: string, authorization?: string) {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
    const body = JSON.stringify({ query })
    const response = await gateway.fetch(`${APP}/graphql`, { method: 'POST', headers, body })
    const { data, errors } = (await response.json()) as { data?: object; errors?: { message: string }[] }
    return { status: response.status, data, message: errors?.[0]?.message }
  }

  it('passes the caller and their permissions to each operation', async () => {
    const { gateway } = await recipe<{ gateway: Gateway }>('gateway', 'docs/recipes/graphql.md')
    const { token, user } = await signIn()
    expect(await ask(gateway, '{ me }', `Bearer ${token}`)).toMatchObject({
      status: 200,
      data: { me: user.id },
    })
    expect(await ask(gateway, '{ me reports }', `Bearer ${token}`)).toMatchObject({
      status: 403,
      message: 'You cannot read reports.',
    })
    const reader = await readerOfReports()
    expect(await ask(gateway, '{ reports }', `Bearer ${reader}`)).toMatchObject({
      status: 200,
      data: { reports: ['Harvest', 'Cellar'] },
    })
  })

  it('runs no operation for a caller without a valid token', async () => {
    const { gateway } = await recipe<{ gateway: Gateway }>('gateway', 'docs/recipes/graphql.md')
    const { token } = await signIn()
    for (const header of [undefined, 'Bearer', 'Bearer a.b.c', `Basic ${token}`, `Bearer ${token}x`]) {
      const { status, data } = await ask(gateway, '{ me }', header)
      expect([header, status, data]).toEqual([header, 401, undefined])
    }
  })
})

/** The cookies of a browser with a signed-in user. */
async function cookieOfUser(): Promise<string> {
  const driver = handlerDriver({ handler: fixture().handler, mode: 'json', fetch: emulator.fetch })
  await driver.open('sign-in')
  await driver.act('password', { email: EMAIL, password: PASSWORD })
  return driver.jar.header() ?? ''
}

describe('docs/recipes/third-party-api.md', () => {
  const page = 'docs/recipes/third-party-api.md'

  it('sends the other service a token with the claims of the template, which it can verify', async () => {
    const { orders } = await recipe<{ orders: (request: Request) => Promise<Response> }>('orders', page)
    await emulator.default.settings.update({ jwt_template: '{"role":"authenticated"}' } as never)
    const received: string[] = []
    // All requests are sent to the emulator, except those to the other service, which does not exist in this test.
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (...[input, init]: Parameters<typeof globalThis.fetch>) => {
      const request = new Request(input, init)
      if (new URL(request.url).host !== 'orders.example.com') return fetch(request)
      received.push(request.headers.get('authorization') ?? '')
      return Response.json([{ id: 'order_1' }])
    })
    try {
      const cookie = await cookieOfUser()
      const response = await orders(new Request(`${APP}/orders`, { headers: { cookie } }))
      expect(await response.json()).toEqual([{ id: 'order_1' }])
      expect((await orders(new Request(`${APP}/orders`))).status).toBe(401)
    } finally {
      vi.unstubAllGlobals()
      await emulator.default.settings.update({ jwt_template: null } as never)
    }
    expect(received).toHaveLength(1)
    const { clientId } = emulator.default
    const claims = await verifyAccessToken(received[0]?.replace('Bearer ', '') ?? '', { clientId })
    expect(claims).toMatchObject({ role: 'authenticated' })
  })

  it('provides a token to the page only with exposeAccessToken', async () => {
    for (const exposeAccessToken of [true, false]) {
      const { client } = fixture()
      const options = { client, appOrigin: APP, cookieSecret: SECRET, log: false as const }
      const handler = createAuthHandler({ ...options, exposeAccessToken })
      const headers = { cookie: await cookieOfUser(), origin: APP }
      const { status } = await handler.handle(new Request(`${APP}/auth/token`, { headers }))
      expect([exposeAccessToken, status]).toEqual([exposeAccessToken, exposeAccessToken ? 200 : 404])
    }
  })
})

describe('docs/recipes/websocket.md', () => {
  async function listening() {
    const { server } = await recipe<{ server: Server }>('export const server', 'docs/recipes/websocket.md')
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const connect = (headers: Record<string, string>) => new WebSocket(`ws://127.0.0.1:${port}/`, { headers })
    /** The status of a refused upgrade. */
    async function refused(headers: Record<string, string>) {
      const [request, response] = await once(
        connect(headers).on('error', () => {}),
        'unexpected-response',
      )
      request.destroy()
      return response.statusCode as number
    }
    return { connect, refused, [Symbol.dispose]: () => void server.close() }
  }

  it('opens a socket for the user of the session, and closes it when the access token expires', async () => {
    using site = await listening()
    const cookie = await cookieOfUser()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const socket = site.connect({ cookie, origin: APP })
      const [message] = await once(socket, 'message')
      expect(String(message)).toBe(`Welcome, ${EMAIL}`)
      vi.advanceTimersByTime(10 * 60_000)
      const [code, reason] = await once(socket, 'close')
      expect([code, String(reason)]).toEqual([4401, 'The session expired.'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('refuses visitors without a session, and pages of other sites', async () => {
    using site = await listening()
    const cookie = await cookieOfUser()
    expect(await site.refused({ origin: APP })).toBe(401)
    expect(await site.refused({ origin: 'https://evil.example', cookie })).toBe(403)
  })
})

/** Enters the code and signs in on the API's own pages, as the user would. */
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
