import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { prepareQuery } from '../../storage/prepared-query.ts'
import type { UserRow } from '../../storage/tables.ts'

const PLACEHOLDER = ''
const byId = prepareQuery<UserRow>((db) => db.selectFrom('users').selectAll().where('id', '=', PLACEHOLDER))
const byEmail = prepareQuery<UserRow>((db) =>
  db.selectFrom('users').selectAll().where('email_key', '=', PLACEHOLDER),
)

export async function findUser(context: EngineContext, id: string): Promise<UserRow | undefined> {
  return (await byId(context.db, id))[0]
}

export async function findUserByEmail(context: EngineContext, email: string): Promise<UserRow | undefined> {
  return (await byEmail(context.db, emailKey(email)))[0]
}

export function findUserByExternalId(
  context: EngineContext,
  externalId: string,
): Promise<UserRow | undefined> {
  return context.db.selectFrom('users').selectAll().where('external_id', '=', externalId).executeTakeFirst()
}

/** The user, or 404 `entity_not_found`. */
export async function getUser(context: EngineContext, id: string): Promise<UserRow> {
  const user = await findUser(context, id)
  if (user === undefined) throw notFound('User', id)
  return user
}
