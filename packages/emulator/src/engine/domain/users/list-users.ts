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

/** The users that were created first. */
export function oldestUsers(context: EngineContext, limit: number): Promise<UserRow[]> {
  return context.db.selectFrom('users').selectAll().orderBy('created_at').limit(limit).execute()
}
