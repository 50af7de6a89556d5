import { type Client, createClient } from '@latchkey/core/server'
import { followClock } from '@latchkey/demo/follow-clock'
import { noteCall } from '#lib/server/calls.ts'
import { building } from '$app/env'

const { WORKOS_BASE_URL } = process.env
const isLocal = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(WORKOS_BASE_URL ?? '')

/** Where the local server is; `undefined` on the real service. */
export const emulatorUrl = isLocal ? WORKOS_BASE_URL : undefined

/** The local server's clock, so that moving it on the dashboard moves this site too. */
export const clock = isLocal && !building ? followClock(process.env) : { now: Date.now }

let client: Client | undefined

/** The API, for the admin area. */
export function api(): Client {
  client ??= createClient({
    onEvent(event) {
      if (event.type === 'response') noteCall(`${event.method} ${event.route} → ${event.status}`)
    },
  })
  return client
}
