import type { Db } from './storage.ts'

/** The tables that a reset clears: those whose rows refer to others come first. */
export const CLEARED = [
  'hosted_browsers',
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
  'member_group_memberships',
  'member_groups',
  'directory_group_users',
  'directory_users',
  'directory_groups',
  'directories',
  'api_keys',
  'organization_domains',
  'it_contacts',
  'audit_log_events',
  'audit_log_exports',
  'audit_log_schemas',
  'audit_log_actions',
  'authorized_applications',
  'portal_links',
  'roles',
  'memberships',
  'organizations',
  'users',
  'redirect_uris',
  'cors_origins',
  'permissions',
  'txt_records',
  'feature_flag_targets',
  'feature_flags',
  'radar_attempts',
  'radar_entries',
  'device_codes',
  'webhook_deliveries',
  'webhook_endpoints',
  'events',
  'hosted_flows',
  'idempotency',
  'limits',
] as const

/** Deletes all data and settings. Credentials, clock and signing keys stay. */
export async function clearTables(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of CLEARED) await trx.deleteFrom(table).execute()
    await trx.deleteFrom('documents').where('name', 'not in', ['schema', 'credentials', 'clock']).execute()
  })
}
