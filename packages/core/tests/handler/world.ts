import { createEmulator } from '@latchkey/emulator'
import type { AuthHandlerOptions } from '../../src/handler/index.ts'
import { createAuthHandler, createClient } from '../../src/server.ts'
import type { DriverMode, ScenarioWorld } from '../../src/testing.ts'
import { emulatorControl, handlerDriver } from '../../src/testing.ts'

export const appOrigin = 'https://app.example.com'
export const cookieSecret = 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI'

/** An emulator in process, a handler over it that lives on its clock, and browsers to drive it. */
export async function createWorld(
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
  const handler = createAuthHandler({ client, appOrigin, cookieSecret, clock, ...options })
  const control = emulatorControl({ baseUrl: emulator.url, apiKey, fetch: emulator.fetch })
  const driver = (mode: DriverMode = 'json') => handlerDriver({ handler, mode, fetch: emulator.fetch })
  return { emulator, client, handler, control, driver, clock }
}

let people = 0

/** A scenario's world over the bare handler. */
export function scenarioWorld(
  { client, control, driver }: Awaited<ReturnType<typeof createWorld>>,
  mode: DriverMode,
  expect: ScenarioWorld['expect'],
): ScenarioWorld {
  return {
    driver: driver(mode),
    otherDriver: async () => driver(mode),
    client,
    emulator: control,
    freshEmail: (name) => `${name}-${++people}@orchard.example`,
    expect,
  }
}
