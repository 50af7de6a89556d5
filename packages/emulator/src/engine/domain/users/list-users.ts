import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { UserRow } from '../../storage/tables.ts'
import { findUser } from './find-user.ts'

export interface UserFilter {
  email?: string | undefined
  /** Members of this organization. */
  organizationId?: string | undefined
}

export function listUsers(
  context: EngineContext,
  { email, organizationId }: UserFilter,
  page: PageQuery,
): Promise<Page<UserRow>> {
  let users = context.db.selectFrom('users').selectAll('users')
  if (email) users = users.where('users.email_key', '=', emailKey(email))
  if (organizationId) {
    users = users.where('users.id', 'in', (eb) =>
      eb
        .selectFrom('memberships')
        .select('memberships.user_id')
        .where('memberships.organization_id', '=', organizationId),
    )
  }
  return readPage(users, 'users', page, (id) => findUser(context, id))
}

/** The newest first, or those whose address begins with `start`. */
export function browseUsers(context: EngineContext, start: string, limit: number): Promise<UserRow[]> {
  const users = context.db.selectFrom('users').selectAll().limit(limit)
  if (start === '') return users.orderBy('created_at', 'desc').orderBy('id', 'desc').execute()
  const key = emailKey(start)
  // A range instead of `like`, so that the index serves it.
  return users
    .where('email_key', '>=', key)
    .where('email_key', '<', `${key}\u{10ffff}`)
    .orderBy('email_key')
    .execute()
}

/** The first ones that there were. */
export function oldestUsers(context: EngineContext, limit: number): Promise<UserRow[]> {
  return context.db.selectFrom('users').selectAll().orderBy('created_at').limit(limit).execute()
}
