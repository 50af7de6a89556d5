import { fail, invalidField, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { ApiKeyRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { requirePermissions } from '../permissions/permissions.ts'
import { permissionsOf } from '../roles/roles.ts'
import { presentApiKey } from './api-key-schema.ts'

export interface ApiKeyInput {
  name: string
  permissions?: string[] | undefined
  expires_at?: string | null | undefined
}

/** The owner of a key: an organization, or a user in an organization. */
export interface ApiKeyOwner {
  organizationId: string
  userId: string | null
}

export function listOrganizationApiKeys(
  context: EngineContext,
  organizationId: string,
  page: PageQuery,
): Promise<Page<ApiKeyRow>> {
  const rows = context.db
    .selectFrom('api_keys')
    .selectAll('api_keys')
    .where('api_keys.organization_id', '=', organizationId)
    .where('api_keys.user_id', 'is', null)
  return pageOf(context.db, rows, 'api_keys', page)
}

export function listUserApiKeys(
  context: EngineContext,
  { userId, organizationId }: { userId: string; organizationId: string | undefined },
  page: PageQuery,
): Promise<Page<ApiKeyRow>> {
  let rows = context.db.selectFrom('api_keys').selectAll('api_keys').where('api_keys.user_id', '=', userId)
  if (organizationId !== undefined) rows = rows.where('api_keys.organization_id', '=', organizationId)
  return pageOf(context.db, rows, 'api_keys', page)
}

/** Fails with 404. */
export async function getApiKey(context: EngineContext, id: string): Promise<ApiKeyRow> {
  const row = await context.db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('API Key', id)
  return row
}

/**
 * Creates a key; only its hash is stored. Fails with 422 `permission_not_found` or `invalid_expires_at`. For a user's key, also
 * with 400 `organization_membership_not_found`, and with 422 `permission_not_allowed` for permissions that the user does not
 * have.
 */
export async function createApiKey(
  context: EngineContext,
  { organizationId, userId }: ApiKeyOwner,
  input: ApiKeyInput,
): Promise<{ row: ApiKeyRow; value: string }> {
  const permissions = await requirePermissions(context, input.permissions ?? [])
  if (userId !== null) await requirePermitted(context, userId, organizationId, permissions)
  const expiresAt = input.expires_at == null ? null : Date.parse(input.expires_at)
  const now = context.clock.now()
  if (expiresAt !== null && expiresAt <= now) {
    throw invalidField('expires_at', 'invalid_expires_at', 'expires_at must be in the future.')
  }
  const value = `sk_${opaqueToken(context.random, 40)}`
  const row = await context.db
    .insertInto('api_keys')
    .values({
      id: context.ids.next('api_key'),
      organization_id: organizationId,
      user_id: userId,
      name: input.name,
      value_hash: fingerprint(value),
      obfuscated_value: `sk_...${value.slice(-4)}`,
      permissions: toJson(permissions),
      last_used_at: null,
      expires_at: expiresAt,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordApiKey(context, 'created', row)
  return { row, value }
}

async function requirePermitted(
  context: EngineContext,
  userId: string,
  organizationId: string,
  permissions: string[],
): Promise<void> {
  const membership = await findActiveMembership(context.db, userId, organizationId)
  if (membership === undefined) {
    const message = 'The user is not an active member of the organization.'
    throw fail(400, 'organization_membership_not_found', message)
  }
  const granted = await permissionsOf(context, organizationId, fromJson(membership.roles))
  const missing = permissions.find((slug) => !granted.includes(slug))
  if (missing === undefined) return
  const message = `The role of the user does not have the permission '${missing}'.`
  throw invalidField('permissions', 'permission_not_allowed', message)
}

/** Returns the key with this value and records its use; undefined if it is unknown, deleted or expired. */
export async function validateApiKey(context: EngineContext, value: string): Promise<ApiKeyRow | undefined> {
  const now = context.clock.now()
  const row = await context.db
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('value_hash', '=', fingerprint(value))
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined || row.user_id === null) return row
  // The key of a user who has left the organization has no effect.
  const membership = await findActiveMembership(context.db, row.user_id, row.organization_id)
  return membership && row
}

/** Expires the key, now or at the given time. Fails with 409 `api_key_already_expired`. */
export async function expireApiKey(
  context: EngineContext,
  key: ApiKeyRow,
  at: string | null | undefined,
): Promise<ApiKeyRow> {
  const now = context.clock.now()
  if (key.expires_at !== null && key.expires_at <= now) {
    throw fail(409, 'api_key_already_expired', 'The API key has already expired.')
  }
  const row = await context.db
    .updateTable('api_keys')
    .set({ expires_at: at == null ? now : Date.parse(at), updated_at: now })
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordApiKey(context, 'updated', row)
  return row
}

export async function deleteApiKey(context: EngineContext, key: ApiKeyRow): Promise<void> {
  await context.db.deleteFrom('api_keys').where('id', '=', key.id).execute()
  await recordApiKey(context, 'revoked', key)
}

async function recordApiKey(
  context: EngineContext,
  what: 'created' | 'updated' | 'revoked',
  row: ApiKeyRow,
): Promise<void> {
  await recordEvent(context, `api_key.${what}`, presentApiKey(row), row.organization_id)
}
