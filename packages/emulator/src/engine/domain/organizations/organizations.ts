import { fail, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { domainKey } from '../../contract/email-address.ts'
import { type MetadataInput, mergeMetadata } from '../../contract/metadata.ts'
import { fromJson, toFlag, toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { OrganizationRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import {
  changeDomains,
  type DomainInput,
  indexDomains,
  requireFreeDomains,
  storedDomains,
} from './domains.ts'
import { presentOrganization, type StoredDomain } from './organization-schema.ts'
import type { OrganizationPolicy } from './sign-in-policy.ts'

export interface OrganizationInput {
  /** Only a seed sets ids and policies. */
  id?: string
  policy?: OrganizationPolicy
  name: string
  domain_data?: DomainInput[] | null
  domains?: string[] | null
  metadata?: MetadataInput
  external_id?: string | null
  allow_profiles_outside_organization?: boolean | null
  stripe_customer_id?: string | null | undefined
  /** The features that it has paid for, which access tokens contain. Only a seed and the control API set them. */
  entitlements?: string[] | undefined
}

export async function getOrganization(context: EngineContext, id: string): Promise<OrganizationRow> {
  const row = await findOrganization(context, id)
  if (row === undefined) throw notFound('Organization', id)
  return row
}

export function findOrganization(context: EngineContext, id: string): Promise<OrganizationRow | undefined> {
  return context.db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findOrganizationByExternalId(
  context: EngineContext,
  externalId: string,
): Promise<OrganizationRow | undefined> {
  return context.db
    .selectFrom('organizations')
    .selectAll()
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

/** By id, or else by name. */
export function findOrganizationCalled(
  context: EngineContext,
  nameOrId: string,
): Promise<OrganizationRow | undefined> {
  return context.db
    .selectFrom('organizations')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', nameOrId), eb('name', '=', nameOrId)]))
    .executeTakeFirst()
}

export interface OrganizationFilter {
  /** Part of the name. */
  search?: string | undefined
  /** Organizations with any of these domains. */
  domains: string[]
}

export function listOrganizations(
  context: EngineContext,
  { search, domains }: OrganizationFilter,
  page: PageQuery,
): Promise<Page<OrganizationRow>> {
  let rows = context.db.selectFrom('organizations').selectAll('organizations')
  if (search !== undefined) {
    rows = rows.where('organizations.name', 'like', `%${search.replace(/[%_]/g, '')}%`)
  }
  if (domains.length > 0) {
    const keys = domains.map((domain) => domainKey(domain) ?? domain)
    const owners = context.db
      .selectFrom('organization_domains')
      .select('organization_id')
      .where('domain', 'in', keys)
    rows = rows.where('organizations.id', 'in', owners)
  }
  return readPage(rows, 'organizations', page, (id) => findOrganization(context, id))
}

/** Newest first, with the number of members. */
export function newestOrganizations(context: EngineContext, limit: number) {
  return context.db
    .selectFrom('organizations')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('memberships')
        .select((count) => count.fn.countAll<number>().as('members'))
        .whereRef('memberships.organization_id', '=', 'organizations.id')
        .as('members'),
    )
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

/**
 * Adds an organization. Fails with 400 `external_id_already_used`, `stripe_customer_id_already_used` or
 * `invalid_metadata`, or with 409 `domain_already_exists`.
 */
export async function createOrganization(
  context: EngineContext,
  input: OrganizationInput,
): Promise<OrganizationRow> {
  await requireFree(context, 'external_id', input.external_id)
  await requireFree(context, 'stripe_customer_id', input.stripe_customer_id)
  const domains = requestedDomains(context, input) ?? []
  await requireFreeDomains(context.db, domains, undefined)
  const now = context.clock.now()
  const row = await context.db
    .insertInto('organizations')
    .values({
      id: input.id ?? context.ids.next('org'),
      name: input.name,
      domains: toJson(domains),
      metadata: toJson(mergeMetadata({}, input.metadata)),
      external_id: input.external_id ?? null,
      allow_profiles_outside_organization: toFlag(input.allow_profiles_outside_organization ?? false),
      policy: toJson(input.policy ?? {}),
      stripe_customer_id: input.stripe_customer_id ?? null,
      entitlements: toJson(input.entitlements ?? []),
      audit_log_days: null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (domains.length > 0) await indexDomains(context.db, row.id, domains)
  await recordEvent(context, 'organization.created', presentOrganization(row), row.id)
  return row
}

export async function updateOrganization(
  context: EngineContext,
  organization: OrganizationRow,
  input: Partial<OrganizationInput>,
): Promise<OrganizationRow> {
  await requireFree(context, 'external_id', input.external_id, organization.id)
  await requireFree(context, 'stripe_customer_id', input.stripe_customer_id, organization.id)
  const domains = requestedDomains(context, input, fromJson(organization.domains))
  if (domains !== undefined) await changeDomains(context, organization.id, () => domains)
  const row = await context.db
    .updateTable('organizations')
    .set({
      ...(input.name !== undefined && { name: input.name }),
      ...(input.external_id !== undefined && { external_id: input.external_id }),
      ...(input.policy !== undefined && { policy: toJson(input.policy) }),
      ...(input.stripe_customer_id !== undefined && { stripe_customer_id: input.stripe_customer_id }),
      ...(input.entitlements !== undefined && { entitlements: toJson(input.entitlements) }),
      ...(input.allow_profiles_outside_organization != null && {
        allow_profiles_outside_organization: toFlag(input.allow_profiles_outside_organization),
      }),
      metadata: toJson(mergeMetadata(fromJson(organization.metadata), input.metadata)),
      updated_at: context.clock.now(),
    })
    .where('id', '=', organization.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(context, 'organization.updated', presentOrganization(row), row.id)
  return row
}

/** Memberships, invitations and connections are deleted with the row. Sessions lose their organization at the next refresh. */
export async function deleteOrganization(
  context: EngineContext,
  organization: OrganizationRow,
): Promise<void> {
  await context.db.deleteFrom('organizations').where('id', '=', organization.id).execute()
  await recordEvent(context, 'organization.deleted', presentOrganization(organization), organization.id)
}

/** The features that the organization has paid for. */
export async function entitlementsOf(context: EngineContext, id: string): Promise<string[]> {
  const row = await context.db
    .selectFrom('organizations')
    .select('entitlements')
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? [] : fromJson(row.entitlements)
}

function requestedDomains(
  context: EngineContext,
  { domain_data, domains }: Partial<OrganizationInput>,
  earlier?: StoredDomain[],
): StoredDomain[] | undefined {
  if (domain_data != null) return storedDomains(context, 'domain_data', domain_data, earlier)
  const verified = domains?.map((domain) => ({ domain, state: 'verified' as const }))
  return verified && storedDomains(context, 'domains', verified, earlier)
}

async function requireFree(
  context: EngineContext,
  column: 'external_id' | 'stripe_customer_id',
  value: string | null | undefined,
  ownId?: string,
) {
  if (value == null) return
  const owner = await context.db
    .selectFrom('organizations')
    .select('id')
    .where(column, '=', value)
    .executeTakeFirst()
  if (owner !== undefined && owner.id !== ownId) {
    const code = column === 'external_id' ? 'external_id_already_used' : 'stripe_customer_id_already_used'
    throw fail(400, code, `Another organization has this ${column}.`)
  }
}
