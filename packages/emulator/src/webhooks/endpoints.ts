import type { EnvironmentState } from '../environment/state.ts'
import { fail, failWithErrors } from '../http/failure.ts'
import { opaqueToken } from '../randomness.ts'
import { toJson } from '../storage/json.ts'
import type { WebhookEndpointRow } from '../storage/tables.ts'

/** Has events sent to an address; no events means all. Fails with 409 `duplicate_endpoint` or 422 `invalid_url`. */
export async function addEndpoint(
  env: EnvironmentState,
  { endpoint_url: url, events }: { endpoint_url: string; events: string[] },
): Promise<WebhookEndpointRow> {
  requireLoopback(url)
  const now = env.clock.now()
  const row = await env.db
    .insertInto('webhook_endpoints')
    .values({
      id: env.ids.next('we'),
      url,
      secret_sealed: env.vault.seal(`whsec_${opaqueToken(env.random, 32)}`),
      status: 'enabled',
      events: toJson(events),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('url').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw fail(409, 'duplicate_endpoint', 'This address is registered already.')
  env.webhooks.forget()
  return row
}

/** Nothing leaves this machine. */
export function requireLoopback(url: string): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' }
  if (/^https?:$/.test(protocol) && /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
    return
  const message = 'The emulator sends webhooks to http(s) addresses on this machine only.'
  throw failWithErrors(422, 'invalid_url', message, [{ field: 'endpoint_url', code: 'invalid_url', message }])
}
