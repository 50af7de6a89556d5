import { fail, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import type { ItContactRow } from '../../storage/tables.ts'

/** All IT contacts of an organization, oldest first. */
export function listItContacts(context: EngineContext, organizationId: string): Promise<ItContactRow[]> {
  return context.db
    .selectFrom('it_contacts')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Fails with 404, also for a contact of another organization. */
export async function getItContact(
  context: EngineContext,
  organizationId: string,
  id: string,
): Promise<ItContactRow> {
  const row = await context.db
    .selectFrom('it_contacts')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  if (row === undefined) throw notFound('IT Contact', id)
  return row
}

/** Adds an address, in any spelling, once to each organization. Fails with 409 `it_contact_already_exists`. */
export async function createItContact(
  context: EngineContext,
  organizationId: string,
  email: string,
): Promise<ItContactRow> {
  const row = await insertItContact(context, organizationId, email)
  if (row !== undefined) return row
  throw fail(
    409,
    'it_contact_already_exists',
    'The email address is already an IT contact of the organization.',
  )
}

/** Adds an address, unless the organization has it. */
export async function defineItContact(
  context: EngineContext,
  organizationId: string,
  email: string,
): Promise<void> {
  await insertItContact(context, organizationId, email)
}

function insertItContact(
  context: EngineContext,
  organizationId: string,
  email: string,
): Promise<ItContactRow | undefined> {
  const now = context.clock.now()
  return context.db
    .insertInto('it_contacts')
    .values({
      id: context.ids.next('it_contact'),
      organization_id: organizationId,
      email,
      email_key: emailKey(email),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.columns(['organization_id', 'email_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

export async function deleteItContact(context: EngineContext, { id }: ItContactRow): Promise<void> {
  await context.db.deleteFrom('it_contacts').where('id', '=', id).execute()
}
