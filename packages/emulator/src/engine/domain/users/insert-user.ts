import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { toFlag, toJson } from '../../storage/json.ts'
import { prepareInsert } from '../../storage/prepared-query.ts'
import type { UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { presentUser } from './user-schema.ts'

export interface NewUser {
  id?: string
  email: string
  emailVerified?: boolean
  firstName?: string | null
  lastName?: string | null
  name?: string | null
  profilePictureUrl?: string | null
  passwordHash?: string | null
  externalId?: string | null
  metadata?: Record<string, string>
  locale?: string | null
}

const insert = prepareInsert((db, row: UserRow) =>
  db
    .insertInto('users')
    .values(row)
    .onConflict((on) => on.column('email_key').doNothing())
    .returning('id'),
)

/** Adds a user. Returns undefined if the email address is taken: only one of several parallel creations succeeds. */
export async function insertUser(context: EngineContext, input: NewUser): Promise<UserRow | undefined> {
  const now = context.clock.now()
  const row: UserRow = {
    id: input.id ?? context.ids.next('user'),
    email: input.email,
    email_key: emailKey(input.email),
    email_verified: toFlag(input.emailVerified ?? false),
    first_name: input.firstName ?? null,
    last_name: input.lastName ?? null,
    name: input.name ?? null,
    profile_picture_url: input.profilePictureUrl ?? null,
    external_id: input.externalId ?? null,
    metadata: toJson(input.metadata ?? {}),
    locale: input.locale ?? null,
    password_hash: input.passwordHash ?? null,
    last_sign_in_at: null,
    created_at: now,
    updated_at: now,
  }
  if ((await insert(context.db, row)) === undefined) return undefined
  await recordEvent(context, 'user.created', presentUser(row))
  return row
}
