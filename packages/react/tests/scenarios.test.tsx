import { createAuthHandler, createClient } from '@latchkey/core/server'
import { emulatorControl, scenarios } from '@latchkey/core/testing'
import { createEmulator } from '@latchkey/emulator'
import { describe, expect, it } from 'vitest'
import { reactDriver } from './react-driver.tsx'

const appOrigin = 'https://app.example.com'
let userCount = 0

async function createFixture() {
  const emulator = await createEmulator({ autoConsent: true })
  const { apiKey, clientId, settings, clock } = emulator.default
  await settings.update({ allow_loopback_redirects: true })
  const client = createClient({
    apiKey,
    clientId,
    baseUrl: emulator.url,
    fetch: emulator.fetch,
    maxRetries: 0,
  })
  await client.createRedirectUri({ uri: `${appOrigin}/auth/callback` }).catch(() => {})
  const handler = createAuthHandler({
    client,
    appOrigin,
    cookieSecret: 'q7Jm2v0XhZpT4rYk8sWnB1eCdLfGuAoI',
    clock: { now: () => clock.now().getTime() },
    providers: ['GoogleOAuth'],
  })
  const control = emulatorControl({ baseUrl: emulator.url, apiKey, fetch: emulator.fetch })
  return { emulator, client, control, driver: () => reactDriver(handler, emulator.fetch) }
}

describe('scenarios through the components, in Strict Mode', () => {
  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))('%s', async (_, scenario) => {
    const { emulator, client, control, driver } = await createFixture()
    await using _emulator = emulator
    await scenario.run({
      driver: driver(),
      otherDriver: async () => driver(),
      client,
      emulator: control,
      freshEmail: (name) => `${name}-${++userCount}@orchard.example`,
      expect: (actual, expected, what) => expect(actual, what).toEqual(expected),
    })
  })
})
