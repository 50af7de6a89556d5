import { fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey, parseEmail } from '../../contract/email-address.ts'
import { type MetadataInput, mergeMetadata } from '../../contract/metadata.ts'
import { fromJson, toFlag, toJson } from '../../storage/json.ts'
import type { UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { presentUser } from '../users/user-schema.ts'
import { requireFreeExternalId } from './create-user.ts'
import { type PasswordInput, storedPassword } from './new-password.ts'

export interface UpdateUserInput extends PasswordInput {
  email?: string
  first_name?: string | null
  last_name?: string | null
  name?: string | null
  email_verified?: boolean | null
  external_id?: string | null
  metadata?: MetadataInput
  locale?: string | null
}

const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/

/** Changes the fields that are set; null clears a field. A new password invalidates pending reset links. */
export async function updateUser(
  context: EngineContext,
  user: UserRow,
  input: UpdateUserInput,
): Promise<UserRow> {
  const passwordHash = await storedPassword(context, input)
  if (input.locale != null && !LOCALE.test(input.locale)) {
    throw fail(400, 'invalid_locale', 'The locale is not a language tag.')
  }
  if (input.external_id != null) await requireFreeExternalId(context, input.external_id, user.id)
  const row = await context.db
    .updateTable('users')
    .set({
      ...(await emailChange(context, user, input)),
      ...given('first_name', input.first_name),
      ...given('last_name', input.last_name),
      ...given('name', input.name),
      ...given('external_id', input.external_id),
      ...given('locale', input.locale),
      ...(input.email_verified != null && { email_verified: toFlag(input.email_verified) }),
      ...(passwordHash !== undefined && { password_hash: passwordHash }),
      metadata: toJson(mergeMetadata(fromJson(user.metadata), input.metadata)),
      updated_at: context.clock.now(),
    })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (passwordHash !== undefined || row.email_key !== user.email_key)
    await voidPasswordResets(context, user.id)
  await recordEvent(context, 'user.updated', presentUser(row))
  return row
}

export async function voidPasswordResets(context: EngineContext, userId: string): Promise<void> {
  await context.db
    .updateTable('password_resets')
    .set({ used_at: context.clock.now() })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute()
}

async function emailChange(
  context: EngineContext,
  user: UserRow,
  { email, email_verified }: UpdateUserInput,
) {
  if (email === undefined) return {}
  const address = parseEmail(email)
  if (address === undefined) throw fail(400, 'invalid_email', 'The email is not valid.')
  const key = emailKey(address)
  if (key === user.email_key) return { email: address }
  if ((await findUserByEmail(context, address)) !== undefined) {
    throw fail(400, 'email_not_available', 'This email is not available.')
  }
  return { email: address, email_key: key, email_verified: toFlag(email_verified ?? false) }
}

function given<Key extends string, Value>(key: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<Key, Value>>
}
