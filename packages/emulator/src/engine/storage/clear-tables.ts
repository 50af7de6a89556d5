import type { Db } from './storage.ts'

const CLEARED = [
  'refresh_tokens',
  'sessions',
  'one_time_codes',
  'password_resets',
  'challenges',
  'factors',
  'pending_tokens',
  'authorization_codes',
  'identities',
  'connections',
  'invitations',
  'memberships',
  'organizations',
  'users',
  'redirect_uris',
  'cors_origins',
  'roles',
  'device_codes',
  'webhook_deliveries',
  'webhook_endpoints',
  'events',
  'hosted_flows',
  'idempotency',
  'limits',
] as const

/** Forgets all data and settings; credentials, clock and signing keys stay. */
export async function clearTables(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of CLEARED) await trx.deleteFrom(table).execute()
    await trx.deleteFrom('documents').where('name', 'not in', ['schema', 'credentials', 'clock']).execute()
  })
}
