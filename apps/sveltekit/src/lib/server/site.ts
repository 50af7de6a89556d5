import { type Client, createClient } from '@latchkey/core/server'
import { followClock } from '@latchkey/demo/follow-clock'
import { readConfig } from '@latchkey/demo/site-config'
import { noteCall } from '#lib/server/calls.ts'
import { building } from '$app/env'

/** The URL of the local server, and the organization whose administrators can open the admin area. */
export const { emulatorUrl, adminOrganizationId } = readConfig(process.env, 4301)

/** The local server's clock, so that moving it on the dashboard moves this site too. */
export const clock = emulatorUrl && !building ? followClock(process.env) : { now: Date.now }

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
