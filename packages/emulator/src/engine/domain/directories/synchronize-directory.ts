import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { toJson } from '../../storage/json.ts'
import type { DirectoryGroupRow, DirectoryRow, DirectoryUserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { findDirectory, showDirectory, showDirectoryUser } from './directories.ts'
import { presentDirectoryGroup } from './directory-schema.ts'

export interface DirectoryInput {
  id?: string | undefined
  organizationId: string
  name: string
  type: string
  domain?: string | undefined
}

export interface DirectoryUserInput {
  idp_id: string
  email?: string | undefined
  first_name?: string | undefined
  last_name?: string | undefined
  job_title?: string | undefined
  username?: string | undefined
  state: DirectoryUserRow['state']
  role_slug?: string | undefined
  raw_attributes?: Record<string, unknown> | undefined
  custom_attributes?: Record<string, unknown> | undefined
}

/** Adds a directory, unless the organization has one with this name. */
export async function defineDirectory(context: EngineContext, input: DirectoryInput): Promise<DirectoryRow> {
  const known =
    (input.id === undefined ? undefined : await findDirectory(context, input.id)) ??
    (await context.db
      .selectFrom('directories')
      .selectAll()
      .where('organization_id', '=', input.organizationId)
      .where('name', '=', input.name)
      .executeTakeFirst())
  if (known !== undefined) return known
  const now = context.clock.now()
  const row = await context.db
    .insertInto('directories')
    .values({
      id: input.id ?? context.ids.next('directory'),
      organization_id: input.organizationId,
      external_key: context.ids.ulid(),
      type: input.type,
      state: 'linked',
      name: input.name,
      domain: input.domain ?? null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordEvent(context, 'dsync.activated', await showDirectory(context, row), row.organization_id)
  return row
}

/** Synchronizes a user from a directory: adds the user, or changes what is different. */
export async function synchronizeUser(
  context: EngineContext,
  directory: DirectoryRow,
  input: DirectoryUserInput,
): Promise<DirectoryUserRow> {
  const now = context.clock.now()
  const content = {
    email: input.email ?? null,
    email_key: input.email === undefined ? null : emailKey(input.email),
    first_name: input.first_name ?? null,
    last_name: input.last_name ?? null,
    job_title: input.job_title ?? null,
    username: input.username ?? input.email ?? null,
    state: input.state,
    role_slug: input.role_slug ?? null,
    raw_attributes: toJson(input.raw_attributes ?? {}),
    custom_attributes: toJson(input.custom_attributes ?? {}),
  }
  const known = await context.db
    .selectFrom('directory_users')
    .selectAll()
    .where('directory_id', '=', directory.id)
    .where('idp_id', '=', input.idp_id)
    .executeTakeFirst()
  if (known === undefined) {
    const row = await context.db
      .insertInto('directory_users')
      .values({
        id: context.ids.next('directory_user'),
        directory_id: directory.id,
        organization_id: directory.organization_id,
        idp_id: input.idp_id,
        ...content,
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordUser(context, 'created', row)
    return row
  }
  if (Object.entries(content).every(([name, value]) => known[name as keyof typeof content] === value))
    return known
  const row = await context.db
    .updateTable('directory_users')
    .set({ ...content, updated_at: now })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordUser(context, 'updated', row)
  return row
}

/** Synchronizes a group with exactly these users: adds the group, or changes what is different. */
export async function synchronizeGroup(
  context: EngineContext,
  directory: DirectoryRow,
  input: { idp_id: string; name: string; raw_attributes?: Record<string, unknown> | undefined },
  users: DirectoryUserRow[],
): Promise<void> {
  const group = await writeGroup(context, directory, input)
  const earlier = await context.db
    .selectFrom('directory_group_users')
    .innerJoin('directory_users', 'directory_users.id', 'directory_group_users.user_id')
    .selectAll('directory_users')
    .where('directory_group_users.group_id', '=', group.id)
    .execute()
  for (const user of users.filter(({ id }) => !earlier.some((one) => one.id === id))) {
    await context.db
      .insertInto('directory_group_users')
      .values({ group_id: group.id, user_id: user.id })
      .execute()
    await recordMember(context, 'user_added', group, user)
  }
  for (const user of earlier.filter(({ id }) => !users.some((one) => one.id === id))) {
    await context.db
      .deleteFrom('directory_group_users')
      .where('group_id', '=', group.id)
      .where('user_id', '=', user.id)
      .execute()
    await recordMember(context, 'user_removed', group, user)
  }
}

async function writeGroup(
  context: EngineContext,
  directory: DirectoryRow,
  input: { idp_id: string; name: string; raw_attributes?: Record<string, unknown> | undefined },
): Promise<DirectoryGroupRow> {
  const now = context.clock.now()
  const content = { name: input.name, raw_attributes: toJson(input.raw_attributes ?? {}) }
  const known = await context.db
    .selectFrom('directory_groups')
    .selectAll()
    .where('directory_id', '=', directory.id)
    .where('idp_id', '=', input.idp_id)
    .executeTakeFirst()
  if (known?.name === content.name && known.raw_attributes === content.raw_attributes) return known
  const row =
    known === undefined
      ? await context.db
          .insertInto('directory_groups')
          .values({
            id: context.ids.next('directory_group'),
            directory_id: directory.id,
            organization_id: directory.organization_id,
            idp_id: input.idp_id,
            ...content,
            created_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      : await context.db
          .updateTable('directory_groups')
          .set({ ...content, updated_at: now })
          .where('id', '=', known.id)
          .returningAll()
          .executeTakeFirstOrThrow()
  const what = known === undefined ? 'created' : 'updated'
  await recordEvent(context, `dsync.group.${what}`, presentDirectoryGroup(row), row.organization_id)
  return row
}

async function recordUser(
  context: EngineContext,
  what: 'created' | 'updated',
  row: DirectoryUserRow,
): Promise<void> {
  await recordEvent(context, `dsync.user.${what}`, await showDirectoryUser(context, row), row.organization_id)
}

async function recordMember(
  context: EngineContext,
  what: 'user_added' | 'user_removed',
  group: DirectoryGroupRow,
  user: DirectoryUserRow,
): Promise<void> {
  const data = {
    directory_id: group.directory_id,
    group: presentDirectoryGroup(group),
    user: await showDirectoryUser(context, user),
  }
  await recordEvent(context, `dsync.group.${what}`, data, group.organization_id)
}
