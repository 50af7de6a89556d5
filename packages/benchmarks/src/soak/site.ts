import { type AuthHandler, type Client, createAuthHandler, createClient } from '@latchkey/core/server'
import { createEmulator } from '@latchkey/emulator'
import { watchExchanges } from './exchanges.ts'
import { createFastClock } from './fast-clock.ts'
import { addFaults, strikes } from './faults.ts'
import { REUSE_WINDOW_SECONDS } from './soaked.ts'
import { remark, type Tally } from './tally.ts'

export const APP_ORIGIN = 'https://app.example.com'
const SECRET = 'a-secret-of-benchmarks-with-40-characters'

/** One handler and its API, in one process and with one clock. */
export interface Site {
  handler: AuthHandler
  client: Client
  tally: Tally
  /** Converts a duration on the site's clock to real milliseconds. */
  real(ms: number): number
  /** Speeds up the clock and turns the faults of the API on. */
  begin(): void
  /** How often each fault was applied. */
  applied(): Record<string, number>
  close(): Promise<void>
}

export interface SiteOptions {
  speed: number
  tokenSeconds: number
  tally: Tally
}

export async function openSite({ speed, tokenSeconds, tally }: SiteOptions): Promise<Site> {
  const clock = createFastClock()
  const emulator = await createEmulator({ clock })
  const { apiKey, clientId, settings } = emulator.default
  await settings.update({
    access_token_seconds: tokenSeconds,
    refresh_reuse_window_seconds: REUSE_WINDOW_SECONDS,
  })
  const fetch = watchExchanges(emulator.fetch, tally, clock)
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch, clock })
  const handler = createAuthHandler({
    client,
    appOrigin: APP_ORIGIN,
    cookieSecret: SECRET,
    onEvent(event) {
      if (event.type !== 'failed' || event.code !== 'unexpected') return
      tally.untypedErrors += 1
      remark(tally, `${event.path} failed unexpectedly`)
    },
  })
  await handler.warm()
  return {
    handler,
    client,
    tally,
    real: (ms) => ms / speed,
    begin() {
      clock.hasten(speed)
      addFaults(emulator.default, speed)
    },
    applied: () => strikes(emulator.default),
    close: () => emulator.close(),
  }
}
