import type { EnvironmentState } from '../environment/state.ts'
import { notFound } from '../http/failure.ts'
import { emailKey } from '../schemas/values.ts'
import type { UserRow } from '../storage/tables.ts'

export function findUser(env: EnvironmentState, id: string): Promise<UserRow | undefined> {
  return env.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findUserByEmail(env: EnvironmentState, email: string): Promise<UserRow | undefined> {
  return env.db.selectFrom('users').selectAll().where('email_key', '=', emailKey(email)).executeTakeFirst()
}

/** The user, or 404 `entity_not_found`. */
export async function getUser(env: EnvironmentState, id: string): Promise<UserRow> {
  const user = await findUser(env, id)
  if (user === undefined) throw notFound('User', id)
  return user
}
