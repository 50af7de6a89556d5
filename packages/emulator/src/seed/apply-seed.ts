import { setImmediate } from 'node:timers/promises'
import * as v from 'valibot'
import { isRedirectUri } from '../authorize/redirect-uris.ts'
import { onlyGiven } from '../environment/settings.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { enrollFactor } from '../factors/enroll-factor.ts'
import { Failure, type FieldError } from '../http/failure.ts'
import { createInvitation } from '../organizations/invitations.ts'
import { changeMembership, createMembership } from '../organizations/memberships.ts'
import { createOrganization } from '../organizations/organizations.ts'
import { domainKey } from '../schemas/email-address.ts'
import { isConstraintViolation } from '../storage/constraint-violation.ts'
import { toFlag, toJson } from '../storage/json.ts'
import { createUser } from '../users/create-user.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { type ParsedSeed, SeedSchema } from './seed-schema.ts'

/** A seed that cannot be applied; the message names the path of what is wrong. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}

/** Adds what is missing and leaves alone what is there, so the same seed can be applied at every start. */
export async function applySeed(
  env: EnvironmentState,
  input: unknown,
  onProgress: SeedProgress = () => {},
): Promise<void> {
  const parsed = v.safeParse(SeedSchema, input)
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'seed'}: ${issue.message}`)
    throw new SeedError(problems.join('\n'))
  }
  const seed = parsed.output
  const each = eachOf(onProgress)
  if (seed.settings !== undefined) await env.updateSettings(onlyGiven(seed.settings))
  await each('redirect_uris', seed.redirect_uris, (entry) => addRedirectUri(env, entry))
  await each('cors_origins', seed.cors_origins, (origin) => addCorsOrigin(env, origin))
  await each('roles', seed.roles, (role) => addRole(env, role))
  await each('users', seed.users, (user) => addUser(env, user))
  await each('organizations', seed.organizations, (organization) => addOrganization(env, organization))
  await each('connections', seed.connections, (connection) => addConnection(env, connection))
  await each('invitations', seed.invitations, (invitation) => addInvitation(env, invitation))
}

/** Told now and then while a long list is applied. What was there already counts too: it is done. */
export type SeedProgress = (list: string, done: number, total: number) => void

const BREATH_EVERY = 500

function eachOf(onProgress: SeedProgress) {
  return async function each<Item>(
    list: string,
    items: Item[] = [],
    add: (item: Item) => Promise<unknown>,
  ): Promise<void> {
    for (const [index, item] of items.entries()) {
      await addOne(`${list}.${index}`, item, add)
      if ((index + 1) % BREATH_EVERY !== 0) continue
      // What is done so far is committed then, and whoever waits for the server gets a turn.
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

/** One line for each field that a refusal names, else its own words. */
function problemsOf({ body }: Failure, path: string): string[] {
  const entries = Array.isArray(body.errors) ? (body.errors as FieldError[]) : []
  if (entries.length === 0) return [`${path}: ${String(body.message ?? body.error_description)}`]
  return entries.map(({ field, message }) => `${field === undefined ? path : `${path}.${field}`}: ${message}`)
}

type Item<Key extends keyof ParsedSeed> =
  NonNullable<ParsedSeed[Key]> extends Array<infer Entry> ? Entry : never

async function addRedirectUri(env: EnvironmentState, entry: Item<'redirect_uris'>): Promise<void> {
  const { uri, default: isDefault } = typeof entry === 'string' ? { uri: entry, default: false } : entry
  if (!isRedirectUri(uri)) throw new SeedError(`${uri} is not a usable redirect URI`)
  const now = env.clock.now()
  await env.db
    .insertInto('redirect_uris')
    .values({
      id: env.ids.next('redir'),
      uri,
      is_default: toFlag(isDefault),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('uri').doNothing())
    .execute()
}

async function addCorsOrigin(env: EnvironmentState, origin: string): Promise<void> {
  const now = env.clock.now()
  await env.db
    .insertInto('cors_origins')
    .values({ id: env.ids.next('cors_origin'), origin, created_at: now, updated_at: now })
    .onConflict((on) => on.column('origin').doNothing())
    .execute()
}

async function addRole(
  env: EnvironmentState,
  { slug, name = slug, permissions }: Item<'roles'>,
): Promise<void> {
  const row = { name, permissions: toJson(permissions) }
  await env.db
    .insertInto('roles')
    .values({ slug, ...row, created_at: env.clock.now() })
    .onConflict((on) => on.column('slug').doUpdateSet(row))
    .execute()
}

async function addUser(env: EnvironmentState, input: Item<'users'>): Promise<void> {
  if ((await findUserByEmail(env, input.email)) !== undefined) return
  const user = await createUser(env, input)
  if (input.totp_secret !== undefined)
    await enrollFactor(env, user, { totp_secret: input.totp_secret, confirmed: true })
}

async function addOrganization(env: EnvironmentState, input: Item<'organizations'>): Promise<void> {
  const organization =
    (await findOrganization(env, input.id ?? input.name)) ?? (await createOrganization(env, input))
  for (const { email, role, status } of input.members) {
    const user = await findUserByEmail(env, email)
    if (user === undefined) throw new SeedError(`members: ${email} is not one of the users`)
    const present = await env.db
      .selectFrom('memberships')
      .select('id')
      .where('user_id', '=', user.id)
      .where('organization_id', '=', organization.id)
      .executeTakeFirst()
    if (present !== undefined) continue
    const membership = await createMembership(env, user.id, organization.id, [role])
    if (status === 'inactive') await changeMembership(env, membership, { status })
  }
}

async function addConnection(env: EnvironmentState, input: Item<'connections'>): Promise<void> {
  const organization = await requireOrganization(env, input.organization)
  const now = env.clock.now()
  const name = input.name ?? `${organization.name} SSO`
  const known = await env.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', organization.id)
    .where('name', '=', name)
    .executeTakeFirst()
  if (known !== undefined) return
  await env.db
    .insertInto('connections')
    .values({
      id: input.id ?? env.ids.next('conn'),
      organization_id: organization.id,
      name,
      type: input.type,
      state: 'active',
      domains: toJson(input.domains.map(requireDomain)),
      profiles: toJson(input.profiles),
      created_at: now,
      updated_at: now,
    })
    .execute()
}

function requireDomain(domain: string): string {
  const key = domainKey(domain)
  if (key === undefined) throw new SeedError(`domains: '${domain}' is not a domain name`)
  return key
}

async function addInvitation(env: EnvironmentState, input: Item<'invitations'>): Promise<void> {
  const { organization, ...rest } = input
  const organizationId =
    organization === undefined ? undefined : (await requireOrganization(env, organization)).id
  try {
    await createInvitation(env, { ...rest, organization_id: organizationId ?? null })
  } catch (error) {
    const code = error instanceof Failure ? error.body.code : undefined
    if (typeof code !== 'string' || !code.includes('already')) throw error
  }
}

function findOrganization(env: EnvironmentState, nameOrId: string) {
  return env.db
    .selectFrom('organizations')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', nameOrId), eb('name', '=', nameOrId)]))
    .executeTakeFirst()
}

async function requireOrganization(env: EnvironmentState, nameOrId: string) {
  const organization = await findOrganization(env, nameOrId)
  if (organization === undefined)
    throw new SeedError(`organization ${nameOrId} is not one of the organizations`)
  return organization
}
