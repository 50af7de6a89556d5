import { createEmulator } from '@latchkey/emulator'
import type { AuthHandlerOptions } from '../../src/handler/index.ts'
import { createAuthHandler, createClient } from '../../src/server.ts'
import type { DriverMode, SiteFixture } from '../../src/testing.ts'
import { emulatorControl, handlerDriver } from '../../src/testing.ts'

export const appOrigin = 'https://app.example.com'
export const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'

/** An emulator in process, a handler that uses it and its clock, and browsers that use the handler. */
export async function createFixture(
  options: Partial<AuthHandlerOptions> = {},
  intercept: (send: typeof fetch) => typeof fetch = (send) => send,
) {
  const emulator = await createEmulator({ autoConsent: true })
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  await emulator.default.settings.update({ allow_loopback_redirects: true })
  const client = createClient({
    apiKey,
    clientId,
    baseUrl: emulator.url,
    fetch: intercept(emulator.fetch),
    maxRetries: 0,
  })
  await client.createRedirectUri({ uri: `${appOrigin}/auth/callback` }).catch(() => {})
  const handler = createAuthHandler({ client, appOrigin, cookieSecret, clock, log: false, ...options })
  const control = emulatorControl({ baseUrl: emulator.url, apiKey, fetch: emulator.fetch })
  const driver = (mode: DriverMode = 'json') => handlerDriver({ handler, mode, fetch: emulator.fetch })
  return { emulator, client, handler, control, driver, clock }
}

/** Enters the code and signs in on the hosted pages, as a user does. */
async function approve(send: typeof fetch, userCode: string, uri: string, email: string, password: string) {
  const post = (url: string, fields: Record<string, string>) =>
    send(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(url).origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  const entered = await post(uri, { user_code: userCode, action: 'approve' })
  const signIn = new URL(entered.headers.get('location') ?? '', uri)
  await post(signIn.href, { action: 'password', email, password })
}

let userCount = 0

/** The fixture of a scenario that uses the handler directly, without pages. */
export function scenarioFixture(
  { emulator, client, control, driver }: Awaited<ReturnType<typeof createFixture>>,
  mode: DriverMode,
  expect: SiteFixture['expect'],
): SiteFixture {
  return {
    driver: driver(mode),
    otherDriver: async () => driver(mode),
    client,
    emulator: control,
    approveDevice: (userCode, uri, email, password) =>
      approve(emulator.fetch, userCode, uri, email, password),
    freshEmail: (name) => `${name}-${++userCount}@orchard.example`,
    expect,
  }
}
