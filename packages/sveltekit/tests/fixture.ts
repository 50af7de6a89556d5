import { createClient } from '@latchkey/core/server'
import type { CookieJar } from '@latchkey/core/testing'
import { cookieJar, emulatorControl } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import type { Server } from '@sveltejs/kit'
import type { LatchkeyOptions } from '../src/index.ts'
import type { TestPlatform } from './app/src/platform.ts'

export const appOrigin = 'https://app.example.com'

const ownApp = new URL('./app/', import.meta.url)
let server: Promise<Server> | undefined

/** A built app in Kit's own server. It contains no data of a visitor. */
async function startServer(folder: URL): Promise<Server> {
  const output = new URL('.svelte-kit/output/server/', folder)
  const { Server } = await import(new URL('index.js', output).href)
  const { manifest } = await import(new URL('manifest-full.js', output).href)
  const started: Server = new Server(manifest)
  await started.init({ env: {} })
  return started
}

let fixtures = 0

/** The app with an emulator in the same process. Both use the emulator's clock. */
export async function createFixture(
  options: LatchkeyOptions = {},
  intercept: (send: typeof fetch) => typeof fetch = (send) => send,
  folder?: URL,
) {
  const emulator = await createEmulator({ autoConsent: true })
  const { apiKey, clientId } = emulator.default
  const { url: baseUrl } = emulator
  const send = intercept(emulator.fetch)
  const client = createClient({ apiKey, clientId, baseUrl, fetch: send, maxRetries: 0 })
  await client.createRedirectUri({ uri: `${appOrigin}/auth/callback` })
  const latchkey: LatchkeyOptions = {
    client,
    appOrigin,
    cookieName: 'lk',
    // Each fixture has its own secret, so that apps with other settings have another handler.
    cookieSecret: `q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI${++fixtures}`,
    clock: { now: () => emulator.default.clock.now().getTime() },
    ...options,
  }
  if (folder === undefined) server ??= startServer(ownApp)
  const app = await (folder === undefined ? (server as Promise<Server>) : startServer(folder))
  const control = emulatorControl({ baseUrl, apiKey, fetch: emulator.fetch })

  return {
    emulator,
    client,
    control,
    options: latchkey,
    /** A new browser without cookies. */
    browser: (platform: Partial<TestPlatform> = {}) => createBrowser(app, { options: latchkey, ...platform }),
  }
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>

/** Sends requests as a browser does, with its own cookie jar, but follows no redirects. */
export interface Browser {
  jar: CookieJar
  send(method: string, path: string, init?: SendOptions): Promise<Response>
  /** Opens a page as a user does. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Posts a form with JavaScript off. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>
}

interface SendOptions {
  headers?: Record<string, string>
  body?: string | URLSearchParams | FormData
  platform?: Partial<TestPlatform>
}

function createBrowser(app: Server, platform: TestPlatform): Browser {
  const jar = cookieJar()

  async function send(method: string, path: string, init: SendOptions = {}): Promise<Response> {
    const headers = new Headers({ accept: 'text/html', ...init.headers })
    const cookies = jar.header()
    if (cookies !== undefined && !headers.has('cookie')) headers.set('cookie', cookies)
    if (method !== 'GET') {
      if (!headers.has('origin')) headers.set('origin', appOrigin)
    }
    const request = new Request(appOrigin + path, { method, headers, body: init.body })
    const response = await app.respond(request, {
      getClientAddress: () => '127.0.0.1',
      platform: { ...platform, ...init.platform } as App.Platform,
    })
    jar.store(response.headers.getSetCookie())
    return response
  }
  return {
    jar,
    send,
    get: (path, headers) => send('GET', path, { headers }),
    post: (path, fields, headers) => send('POST', path, { body: new URLSearchParams(fields), headers }),
  }
}

const PASSWORD = 'lantern-quartz-meadow-42'
let userCount = 0

/** A browser in which a new user has signed in. */
export async function signedInBrowser(fixture: Fixture, platform: Partial<TestPlatform> = {}) {
  const browser = fixture.browser(platform)
  const user = await createUser(fixture)
  const response = await browser.post('/sign-in?/password', { email: user.email, password: PASSWORD })
  if (response.status !== 303)
    throw new Error(`Signing in returned ${response.status}: ${await response.text()}`)
  return { browser, ...user }
}

/** Creates a user with a password. */
export async function createUser({ client }: Fixture, { emailVerified = true } = {}) {
  const email = `person-${++userCount}@orchard.example`
  const user = await client.createUser({ email, password: PASSWORD, firstName: 'Ida', emailVerified })
  return { email, password: PASSWORD, userId: user.id }
}
