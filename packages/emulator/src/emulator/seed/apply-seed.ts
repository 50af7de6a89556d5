import { setImmediate } from 'node:timers/promises'
import * as v from 'valibot'
import { Failure, type FieldError } from '../../engine/base/failure.ts'
import type { EngineContext } from '../../engine/context/engine-context.ts'
import { domainKey } from '../../engine/contract/email-address.ts'
import { isRedirectUri } from '../../engine/contract/redirect-uri.ts'
import { createUser } from '../../engine/domain/accounts/create-user.ts'
import { registerCorsOrigin } from '../../engine/domain/authorization/cors-origins.ts'
import { registerRedirectUri } from '../../engine/domain/authorization/redirect-uris.ts'
import { defineAuthorizedApplication } from '../../engine/domain/authorized-applications/authorized-applications.ts'
import { addConnection } from '../../engine/domain/connections/connections.ts'
import {
  defineDirectory,
  synchronizeGroup,
  synchronizeUser,
} from '../../engine/domain/directories/synchronize-directory.ts'
import { enrollFactor } from '../../engine/domain/factors/enroll-factor.ts'
import { addFlagTarget, defineFeatureFlag } from '../../engine/domain/feature-flags/feature-flags.ts'
import { addGroupMember, defineGroup } from '../../engine/domain/groups/groups.ts'
import { createInvitation } from '../../engine/domain/invitations/invitations.ts'
import { defineItContact } from '../../engine/domain/it-contacts/it-contacts.ts'
import {
  changeMembership,
  createMembership,
  findMembership,
} from '../../engine/domain/organizations/memberships.ts'
import {
  createOrganization,
  findOrganizationCalled,
} from '../../engine/domain/organizations/organizations.ts'
import { definePermission } from '../../engine/domain/permissions/permissions.ts'
import { defineRole, ENVIRONMENT } from '../../engine/domain/roles/roles.ts'
import { findUserByEmail } from '../../engine/domain/users/find-user.ts'
import { onlyGiven } from '../../engine/services/settings.ts'
import { isConstraintViolation } from '../../engine/storage/constraint-violation.ts'
import type { DirectoryUserRow } from '../../engine/storage/tables.ts'
import { outsideUnits } from '../../engine/storage/unit-of-work.ts'
import { type ParsedSeed, SeedSchema } from './seed-schema.ts'

/** A seed that cannot be applied. The message contains the path of the error. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}

/** Adds missing data and does not change existing data, so the same seed can be applied at every start. */
export async function applySeed(
  environment: EngineContext,
  input: unknown,
  onProgress: SeedProgress = () => {},
): Promise<void> {
  const parsed = v.safeParse(SeedSchema, input)
  if (!parsed.success) throw new SeedError(explain(parsed.issues))
  const seed = parsed.output
  const each = eachOf(environment, onProgress)
  if (seed.settings !== undefined) await environment.updateSettings(onlyGiven(seed.settings))
  await each('redirect_uris', seed.redirect_uris, (entry) => addRedirectUri(environment, entry))
  await each('cors_origins', seed.cors_origins, (origin) => registerCorsOrigin(environment, origin))
  await each('permissions', seed.permissions, ({ slug, name = slug, description }) =>
    definePermission(environment, { slug, name, description }),
  )
  await each('roles', seed.roles, ({ slug, name = slug, permissions }) =>
    defineRole(environment, ENVIRONMENT, { slug, name, permissions }),
  )
  await each('users', seed.users, (user) => addUser(environment, user))
  await each('organizations', seed.organizations, (organization) =>
    addOrganization(environment, organization),
  )
  await each('connections', seed.connections, (connection) => seedConnection(environment, connection))
  await each('directories', seed.directories, (directory) => seedDirectory(environment, directory))
  await each('authorized_applications', seed.authorized_applications, (entry) =>
    addApplication(environment, entry),
  )
  await each('feature_flags', seed.feature_flags, (flag) => addFeatureFlag(environment, flag))
  await each('invitations', seed.invitations, (invitation) => addInvitation(environment, invitation))
}

const SHOWN_ISSUES = 10

/** One line per issue, and the number of omitted ones. */
function explain(issues: readonly v.BaseIssue<unknown>[]): string {
  const lines = issues.slice(0, SHOWN_ISSUES).map((issue) => {
    const path = v.getDotPath(issue) ?? 'seed'
    return issue.type === 'strict_object' && issue.expected === 'never'
      ? `${path}: unknown field. Fields are named as in the API, such as first_name.`
      : `${path}: ${issue.message}`
  })
  const left = issues.length - lines.length
  return [...lines, ...(left > 0 ? [`and ${left.toLocaleString('en')} more`] : [])].join('\n')
}

/** Called from time to time while a long list is applied. Existing entries count as done. */
export type SeedProgress = (list: string, done: number, total: number) => void

const BREATH_EVERY = 500

function eachOf({ storage }: EngineContext, onProgress: SeedProgress) {
  return async function each<Item>(
    list: string,
    items: Item[] = [],
    add: (item: Item) => Promise<unknown>,
  ): Promise<void> {
    for (const [index, item] of items.entries()) {
      // Each entry is its own unit of work, so that waiting requests get a turn in between.
      await outsideUnits(() => storage.atomically(() => addOne(`${list}.${index}`, item, add)))
      if ((index + 1) % BREATH_EVERY !== 0) continue
      // The entries so far are committed, and waiting requests get a turn.
      await setImmediate()
      onProgress(list, index + 1, items.length)
    }
  }
}

async function addOne<Item>(path: string, item: Item, add: (item: Item) => Promise<unknown>): Promise<void> {
  try {
    await add(item)
  } catch (error) {
    if (isConstraintViolation(error)) throw new SeedError(`${path}: its id or external_id is taken`)
    if (error instanceof SeedError) throw new SeedError(`${path}: ${error.message}`)
    if (error instanceof Failure) throw new SeedError(problemsOf(error, path).join('\n'))
    throw error
  }
}

/** One line per field that an error names, or else the error's own message. */
function problemsOf({ body }: Failure, path: string): string[] {
  const entries = Array.isArray(body.errors) ? (body.errors as FieldError[]) : []
  if (entries.length === 0) return [`${path}: ${String(body.message ?? body.error_description)}`]
  return entries.map(({ field, message }) => `${field === undefined ? path : `${path}.${field}`}: ${message}`)
}

type Item<Key extends keyof ParsedSeed> =
  NonNullable<ParsedSeed[Key]> extends Array<infer Entry> ? Entry : never

async function addRedirectUri(environment: EngineContext, entry: Item<'redirect_uris'>): Promise<void> {
  const { uri, default: isDefault } = typeof entry === 'string' ? { uri: entry, default: false } : entry
  if (!isRedirectUri(uri)) throw new SeedError(`${uri} is not a valid redirect URI`)
  await registerRedirectUri(environment, uri, isDefault)
}

async function addUser(environment: EngineContext, input: Item<'users'>): Promise<void> {
  if ((await findUserByEmail(environment, input.email)) !== undefined) return
  const user = await createUser(environment, input)
  if (input.totp_secret !== undefined)
    await enrollFactor(environment, user, { totp_secret: input.totp_secret, confirmed: true })
}

async function addOrganization(environment: EngineContext, input: Item<'organizations'>): Promise<void> {
  const organization =
    (await findOrganizationCalled(environment, input.id ?? input.name)) ??
    (await createOrganization(environment, input))
  for (const { slug, name = slug, permissions } of input.roles) {
    if (!slug.startsWith('org-')) throw new SeedError(`roles: the slug ${slug} must begin with org-`)
    await defineRole(environment, { organizationId: organization.id }, { slug, name, permissions })
  }
  for (const email of input.it_contacts) await defineItContact(environment, organization.id, email)
  for (const { email, role, status } of input.members) {
    const user = await findUserByEmail(environment, email)
    if (user === undefined) throw new SeedError(`members: ${email} is not one of the users`)
    if ((await findMembership(environment, user.id, organization.id)) !== undefined) continue
    const membership = await createMembership(environment, user.id, organization.id, [role])
    if (status === 'inactive') await changeMembership(environment, membership, { status })
  }
  for (const { members, ...group } of input.groups) {
    const row = await defineGroup(environment, organization.id, group)
    for (const address of members) {
      const user = await findUserByEmail(environment, address)
      const membership = user && (await findMembership(environment, user.id, organization.id))
      if (membership === undefined) throw new SeedError(`groups: ${address} is not one of the members`)
      await addGroupMember(environment, row, membership.id)
    }
  }
}

async function seedDirectory(environment: EngineContext, input: Item<'directories'>): Promise<void> {
  const organization = await requireOrganization(environment, input.organization)
  const directory = await defineDirectory(environment, {
    id: input.id,
    organizationId: organization.id,
    name: input.name ?? `${organization.name} directory`,
    type: input.type,
    domain: input.domain === undefined ? undefined : requireDomain(input.domain),
  })
  const users = new Map<string, DirectoryUserRow>()
  for (const user of input.users) {
    users.set(
      user.email,
      await synchronizeUser(environment, directory, { ...user, idp_id: user.idp_id ?? user.email }),
    )
  }
  for (const { users: addresses, ...group } of input.groups) {
    const members = addresses.map((address) => {
      const user = users.get(address)
      if (user === undefined)
        throw new SeedError(`groups: ${address} is not one of the users of the directory`)
      return user
    })
    await synchronizeGroup(environment, directory, { ...group, idp_id: group.idp_id ?? group.name }, members)
  }
}

async function addApplication(
  environment: EngineContext,
  { user: address, organization, oauth_resource, ...rest }: Item<'authorized_applications'>,
): Promise<void> {
  const user = await findUserByEmail(environment, address)
  if (user === undefined) throw new SeedError(`user: ${address} is not one of the users`)
  const organizationId =
    organization === undefined ? null : (await requireOrganization(environment, organization)).id
  await defineAuthorizedApplication(environment, {
    ...rest,
    userId: user.id,
    organizationId,
    oauthResource: oauth_resource,
  })
}

async function seedConnection(environment: EngineContext, input: Item<'connections'>): Promise<void> {
  const organization = await requireOrganization(environment, input.organization)
  await addConnection(environment, {
    id: input.id,
    organizationId: organization.id,
    name: input.name ?? `${organization.name} SSO`,
    type: input.type,
    domains: input.domains.map(requireDomain),
    profiles: input.profiles,
  })
}

function requireDomain(domain: string): string {
  const key = domainKey(domain)
  if (key === undefined) throw new SeedError(`domains: '${domain}' is not a domain name`)
  return key
}

async function addFeatureFlag(
  environment: EngineContext,
  { slug, name = slug, targets, ...rest }: Item<'feature_flags'>,
): Promise<void> {
  await defineFeatureFlag(environment, { slug, name, ...rest })
  for (const target of targets) {
    const found = target.includes('@')
      ? await findUserByEmail(environment, target)
      : await findOrganizationCalled(environment, target)
    if (found === undefined)
      throw new SeedError(`targets: ${target} is not one of the users or organizations`)
    await addFlagTarget(environment, slug, found.id)
  }
}

async function addInvitation(environment: EngineContext, input: Item<'invitations'>): Promise<void> {
  const { organization, ...rest } = input
  const organizationId =
    organization === undefined ? undefined : (await requireOrganization(environment, organization)).id
  try {
    await createInvitation(environment, { ...rest, organization_id: organizationId ?? null })
  } catch (error) {
    const code = error instanceof Failure ? error.body.code : undefined
    if (typeof code !== 'string' || !code.includes('already')) throw error
  }
}

async function requireOrganization(environment: EngineContext, nameOrId: string) {
  const organization = await findOrganizationCalled(environment, nameOrId)
  if (organization === undefined)
    throw new SeedError(`organization ${nameOrId} is not one of the organizations`)
  return organization
}
