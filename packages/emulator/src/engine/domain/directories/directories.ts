import { invalidField, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { domainKey, emailKey } from '../../contract/email-address.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { DirectoryGroupRow, DirectoryRow, DirectoryUserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentDirectory, presentDirectoryUser } from './directory-schema.ts'

export interface DirectoryFilter {
  organization_id?: string | undefined
  /** Part of the name. */
  search?: string | undefined
  domain?: string | undefined
}

export function listDirectories(
  context: EngineContext,
  { organization_id, search, domain, ...page }: DirectoryFilter & PageQuery,
): Promise<Page<DirectoryRow>> {
  let rows = context.db.selectFrom('directories').selectAll('directories')
  if (organization_id !== undefined) rows = rows.where('directories.organization_id', '=', organization_id)
  if (domain !== undefined) rows = rows.where('directories.domain', '=', domainKey(domain) ?? domain)
  if (search !== undefined) rows = rows.where('directories.name', 'like', `%${search.replace(/[%_]/g, '')}%`)
  return pageOf(context.db, rows, 'directories', page)
}

export function findDirectory(context: EngineContext, id: string): Promise<DirectoryRow | undefined> {
  return context.db.selectFrom('directories').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Fails with 404. */
export async function getDirectory(context: EngineContext, id: string): Promise<DirectoryRow> {
  const row = await findDirectory(context, id)
  if (row === undefined) throw notFound('Directory', id)
  return row
}

/** Includes the numbers of its users and groups. */
export async function showDirectory(context: EngineContext, row: DirectoryRow) {
  const users = await context.db
    .selectFrom('directory_users')
    .select(['state', (count) => count.fn.countAll<number>().as('count')])
    .where('directory_id', '=', row.id)
    .groupBy('state')
    .execute()
  const { groups } = await context.db
    .selectFrom('directory_groups')
    .select((count) => count.fn.countAll<number>().as('groups'))
    .where('directory_id', '=', row.id)
    .executeTakeFirstOrThrow()
  const total = users.reduce((sum, { count }) => sum + Number(count), 0)
  const active = Number(users.find(({ state }) => state === 'active')?.count ?? 0)
  return presentDirectory(row, { active, inactive: total - active, groups: Number(groups) })
}

/** Its users and groups are deleted with it. */
export async function deleteDirectory(context: EngineContext, directory: DirectoryRow): Promise<void> {
  const shown = await showDirectory(context, { ...directory, state: 'deleting' })
  await context.db.deleteFrom('directories').where('id', '=', directory.id).execute()
  await recordEvent(context, 'dsync.deleted', shown, directory.organization_id)
}

/** The groups of a directory, or those of a user. Fails with 404, or with 422 if neither is named. */
export async function listDirectoryGroups(
  context: EngineContext,
  { directory, user, ...page }: PageQuery & { directory?: string | undefined; user?: string | undefined },
): Promise<Page<DirectoryGroupRow>> {
  let rows = context.db.selectFrom('directory_groups').selectAll('directory_groups')
  if (directory === undefined && user === undefined) {
    throw invalidField('directory', 'required', 'A directory or a user is required.')
  }
  if (directory !== undefined) {
    rows = rows.where('directory_groups.directory_id', '=', (await getDirectory(context, directory)).id)
  }
  if (user !== undefined) {
    const { id } = await getDirectoryUser(context, user)
    const own = context.db.selectFrom('directory_group_users').select('group_id').where('user_id', '=', id)
    rows = rows.where('directory_groups.id', 'in', own)
  }
  return pageOf(context.db, rows, 'directory_groups', page)
}

/** Fails with 404. */
export async function getDirectoryGroup(context: EngineContext, id: string): Promise<DirectoryGroupRow> {
  const row = await context.db
    .selectFrom('directory_groups')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('Directory Group', id)
  return row
}

export interface DirectoryUserFilter {
  directory?: string | undefined
  group?: string | undefined
  idp_id?: string | undefined
  email?: string | undefined
}

/** The users of a directory, or of a group. Fails with 404, or with 422 if neither is named. */
export async function listDirectoryUsers(
  context: EngineContext,
  { directory, group, idp_id, email, ...page }: DirectoryUserFilter & PageQuery,
): Promise<Page<DirectoryUserRow>> {
  let rows = context.db.selectFrom('directory_users').selectAll('directory_users')
  if (directory === undefined && group === undefined) {
    throw invalidField('directory', 'required', 'A directory or a group is required.')
  }
  if (directory !== undefined) {
    rows = rows.where('directory_users.directory_id', '=', (await getDirectory(context, directory)).id)
  }
  if (group !== undefined) {
    const { id } = await getDirectoryGroup(context, group)
    const members = context.db
      .selectFrom('directory_group_users')
      .select('user_id')
      .where('group_id', '=', id)
    rows = rows.where('directory_users.id', 'in', members)
  }
  if (idp_id !== undefined) rows = rows.where('directory_users.idp_id', '=', idp_id)
  if (email !== undefined) rows = rows.where('directory_users.email_key', '=', emailKey(email))
  return pageOf(context.db, rows, 'directory_users', page)
}

/** Fails with 404. */
export async function getDirectoryUser(context: EngineContext, id: string): Promise<DirectoryUserRow> {
  const row = await context.db
    .selectFrom('directory_users')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('Directory User', id)
  return row
}

/** Includes the user's groups. */
export async function showDirectoryUser(context: EngineContext, row: DirectoryUserRow) {
  const groups = await context.db
    .selectFrom('directory_groups')
    .innerJoin('directory_group_users', 'directory_group_users.group_id', 'directory_groups.id')
    .selectAll('directory_groups')
    .where('directory_group_users.user_id', '=', row.id)
    .orderBy('directory_groups.created_at')
    .orderBy('directory_groups.id')
    .execute()
  return presentDirectoryUser(row, groups)
}
