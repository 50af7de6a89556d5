import { createClient } from '@latchkey/core/server'
import { handlerDriver } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external.js'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external.js'
import { HeadersAdapter } from 'next/dist/server/web/spec-extension/adapters/headers.js'
import { ResponseCookies } from 'next/dist/server/web/spec-extension/cookies.js'
import { type NextFetchEvent, NextRequest } from 'next/server'
import type { LatchkeyOptions } from '../src/handler.ts'
import { type Latchkey, latchkey } from '../src/latchkey.ts'
import { type LatchkeyPages, latchkey as latchkeyPages } from '../src/pages.ts'

const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'
const password = 'lantern-quartz-meadow-42'

/** An emulator in process, the package, and its messages to the developer. */
export async function createFixture({
  appOrigin = 'http://localhost:3000',
  ...options
}: LatchkeyOptions = {}) {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const counts = { refreshes: 0 }
  const counted: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if ((await request.clone().text()).includes('"refresh_token"')) counts.refreshes += 1
    return emulator.fetch(request)
  }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: counted, maxRetries: 0 })
  const lines: string[] = []
  const settings: LatchkeyOptions = {
    client,
    appOrigin,
    cookieSecret,
    clock,
    log: (line) => lines.push(line),
    ...options,
  }
  const app: Latchkey = latchkey(settings)
  const pages: LatchkeyPages = latchkeyPages({ handler: app.handler(), ...options })
  async function signIn(email = 'nadia@orchard.example', role?: string) {
    const user = await client.createUser({ email, password, emailVerified: true })
    if (role !== undefined) {
      const { id: organizationId } = await client.createOrganization({ name: 'Orchard' })
      await client.createOrganizationMembership({ userId: user.id, organizationId, roleSlug: role })
    }
    const driver = handlerDriver({ handler: app.handler(), mode: 'json', fetch: emulator.fetch })
    await driver.open('sign-in')
    await driver.act('password', { email, password })
    return driver.jar.header() ?? ''
  }
  return {
    app,
    settings,
    pages,
    client,
    emulator,
    counts,
    lines,
    signIn,
    /** The header by which the proxy tells the page its path. */
    fromProxy: async (path: string) => ({ 'x-latchkey-path': await app.handler().sealPath(path) }),
    expire: () => emulator.default.clock.advance({ minutes: 10 }),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** Runs a function like a render, an action or a route, with Next's own request scope. */
export function within<Result>(
  headers: Record<string, string>,
  run: () => Promise<Result>,
  type: 'request' | 'cache' | 'unstable-cache' = 'request',
): Promise<Result> {
  const unit = { type, phase: 'render', headers: HeadersAdapter.seal(new Headers(headers)) }
  return workAsyncStorage.run({ route: '/page' } as never, () =>
    workUnitAsyncStorage.run(unit as never, run as never),
  ) as Promise<Result>
}

/** Runs a function as a server action, and returns the cookies that it has set. */
export async function inAction<Result>(headers: Record<string, string>, run: () => Promise<Result>) {
  const sealed = HeadersAdapter.seal(new Headers(headers))
  const cookies = new ResponseCookies(new Headers())
  const unit = { type: 'request', phase: 'action', headers: sealed, cookies, mutableCookies: cookies }
  const userspace = Object.assign(unit, { userspaceMutableCookies: cookies })
  const result = await (workAsyncStorage.run({ route: '/page' } as never, () =>
    workUnitAsyncStorage.run(userspace as never, run as never),
  ) as Promise<Result>)
  return { result, cookies: cookies.getAll() }
}

/** Next's digest of the redirect or error that a function throws. */
export async function digestOf(promise: Promise<unknown>): Promise<string> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  return (thrown as { digest?: string } | undefined)?.digest ?? String(thrown)
}

/** A request as Next passes it to its proxy. */
export const nextRequest = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new NextRequest(`http://localhost:3000${path}`, { method, headers })

export const event = {} as NextFetchEvent

/** The request headers that a page receives after a proxy, as Next reads them from the response. */
export function seenByPage(response: Response): Headers {
  const names = response.headers.get('x-middleware-override-headers')?.split(',') ?? []
  const seen = new Headers()
  for (const name of names) seen.set(name, response.headers.get(`x-middleware-request-${name}`) ?? '')
  return seen
}
