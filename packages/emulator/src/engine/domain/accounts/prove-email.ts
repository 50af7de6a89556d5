import type { EngineContext } from '../../context/engine-context.ts'
import type { Db } from '../../storage/storage.ts'
import type { UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { endSessionsOf } from '../sessions/end-session.ts'
import { presentUser } from '../users/user-schema.ts'

/** The account at a provider with which the owner is signing in. */
export interface ProvenIdentity {
  type: string
  subject: string
}

/**
 * Marks the email address as verified. A visitor who registered someone else's address must gain nothing when the owner
 * verifies it: unless the owner also knew the password, everything that was set up or started before is deleted.
 */
export async function proveEmail(
  context: EngineContext,
  user: UserRow,
  proven: { knowsPassword: boolean; identity?: ProvenIdentity | undefined },
): Promise<UserRow> {
  if (user.email_verified === 1) return user
  const forgets = !proven.knowsPassword
  const row = await context.db.transaction().execute(async (trx) => {
    if (forgets) await forgetUnproven(context, trx, user.id, proven.identity)
    return trx
      .updateTable('users')
      .set({ email_verified: 1, updated_at: context.clock.now(), ...(forgets && { password_hash: null }) })
      .where('id', '=', user.id)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  if (forgets) await endSessionsOf(context, user.id)
  await recordEvent(context, 'user.updated', presentUser(row))
  return row
}

/**
 * Deletes everything that gives access without the email address: factors, accounts at providers, and pending sign-ins. Runs in
 * the caller's transaction.
 */
export async function forgetUnproven(
  context: EngineContext,
  trx: Db,
  userId: string,
  stored?: ProvenIdentity,
): Promise<void> {
  const now = context.clock.now()
  await trx.deleteFrom('factors').where('user_id', '=', userId).execute()
  await trx
    .deleteFrom('identities')
    .where('user_id', '=', userId)
    .where((eb) =>
      eb.or([eb('provider', '!=', stored?.type ?? ''), eb('idp_id', '!=', stored?.subject ?? '')]),
    )
    .execute()
  await trx.deleteFrom('pending_tokens').where('user_id', '=', userId).execute()
  await trx
    .updateTable('one_time_codes')
    .set({ voided_at: now })
    .where('user_id', '=', userId)
    .where('kind', '=', 'email_change')
    .where('voided_at', 'is', null)
    .execute()
  const proofOfUser = `%"userId":${JSON.stringify(userId)}%`
  await trx
    .deleteFrom('authorization_codes')
    .where('proof', 'like', proofOfUser)
    .where('used_at', 'is', null)
    .execute()
  await trx
    .updateTable('device_codes')
    .set({ state: 'denied', proof: null })
    .where('proof', 'like', proofOfUser)
    .where('state', '=', 'approved')
    .execute()
}
