import { fail, failWithErrors } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { type MetadataInput, mergeMetadata } from '../../contract/metadata.ts'
import type { UserRow } from '../../storage/tables.ts'
import { admitToInvitedOrganizations } from '../organizations/pending-membership.ts'
import { insertUser } from '../users/insert-user.ts'
import { type PasswordInput, storedPassword } from './new-password.ts'

export interface CreateUserInput extends PasswordInput {
  /** Set only by a seed. */
  id?: string
  email: string
  first_name?: string | null
  last_name?: string | null
  name?: string | null
  email_verified?: boolean | null
  external_id?: string | null
  metadata?: MetadataInput
  locale?: string | null
}

/** Adds a user. Fails with 400 `user_creation_error` if the email address is taken, or with a password code. */
export async function createUser(context: EngineContext, input: CreateUserInput): Promise<UserRow> {
  const passwordHash = await storedPassword(context, input)
  const metadata = mergeMetadata({}, input.metadata)
  if (input.external_id != null) await requireFreeExternalId(context, input.external_id)
  const row = await insertUser(context, {
    ...(input.id !== undefined && { id: input.id }),
    email: input.email,
    emailVerified: input.email_verified ?? false,
    firstName: input.first_name ?? null,
    lastName: input.last_name ?? null,
    name: input.name ?? null,
    passwordHash: passwordHash ?? null,
    externalId: input.external_id ?? null,
    metadata,
    locale: input.locale ?? null,
  })
  if (row === undefined) throw emailTaken()
  await admitToInvitedOrganizations(context, row.id, emailKey(row.email))
  return row
}

/** Fails with 400 `external_id_already_used`. */
export async function requireFreeExternalId(context: EngineContext, externalId: string, ownerId?: string) {
  const owner = await context.db
    .selectFrom('users')
    .select('id')
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  if (owner !== undefined && owner.id !== ownerId) {
    throw fail(400, 'external_id_already_used', 'Another user has this external_id.')
  }
}

function emailTaken() {
  return failWithErrors(400, 'user_creation_error', 'Could not create user.', [
    { code: 'email_not_available', message: 'This email is not available.' },
  ])
}
