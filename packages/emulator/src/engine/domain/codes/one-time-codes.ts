import { notFound } from '../../base/failure.ts'
import { sixDigits } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { OneTimeCodeRow } from '../../storage/tables.ts'
import { digitsOf, withinGuesses } from './guesses.ts'

const LIFETIME_MS = 10 * 60_000
const MAX_ATTEMPTS = 5

export type CodeKind = OneTimeCodeRow['kind']
export type CodeRefusal = 'incorrect' | 'expired' | 'previously_used' | 'too_many_attempts'

/** Creates a code for this user and purpose. Earlier codes stop working. */
export async function createCode(
  context: EngineContext,
  kind: CodeKind,
  userId: string,
  email: string,
): Promise<{ row: OneTimeCodeRow; code: string }> {
  const now = context.clock.now()
  const id = context.ids.next(kind)
  const code = sixDigits(context.random)
  const row = await context.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('one_time_codes')
      .set({ voided_at: now })
      .where('user_id', '=', userId)
      .where('kind', '=', kind)
      .where('voided_at', 'is', null)
      .execute()
    return trx
      .insertInto('one_time_codes')
      .values({
        id,
        kind,
        user_id: userId,
        email,
        code_digest: context.vault.digest(id, code),
        code_sealed: context.vault.seal(code),
        attempts: 0,
        expires_at: now + LIFETIME_MS,
        used_at: null,
        voided_at: null,
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  return { row, code }
}

/**
 * Uses up the newest code of this user and purpose. The attempt is counted separately before the comparison, and the use is
 * claimed by a conditional update, so neither parallel guesses nor parallel uses exceed their limits: five guesses per code,
 * and ten per user across all codes.
 */
export async function redeemCode(
  context: EngineContext,
  kind: CodeKind,
  userId: string,
  code: string,
): Promise<OneTimeCodeRow | CodeRefusal> {
  const newest = await newestCode(context, kind, userId)
  if (newest === undefined) return 'incorrect'
  const counted = await context.storage.apart
    .updateTable('one_time_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', newest.id)
    .where('attempts', '<', MAX_ATTEMPTS)
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) return 'too_many_attempts'
  return withinGuesses(
    context,
    'mailed_code',
    userId,
    () => compare(context, newest, digitsOf(code)),
    (outcome) => typeof outcome !== 'string',
  )
}

async function compare(
  context: EngineContext,
  sent: OneTimeCodeRow,
  code: string,
): Promise<OneTimeCodeRow | CodeRefusal> {
  const now = context.clock.now()
  if (context.vault.digest(sent.id, code) !== sent.code_digest) return 'incorrect'
  if (sent.used_at !== null) return 'previously_used'
  if (sent.expires_at <= now) return 'expired'
  const claimed = await context.db
    .updateTable('one_time_codes')
    .set({ used_at: now, updated_at: now })
    .where('id', '=', sent.id)
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return claimed ?? 'previously_used'
}

/** Fails with 404. */
export async function getCode(
  context: EngineContext,
  kind: CodeKind,
  id: string,
  entity: string,
): Promise<OneTimeCodeRow> {
  const row = await context.db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (row === undefined) throw notFound(entity, id)
  return row
}

export function newestCode(
  context: EngineContext,
  kind: CodeKind,
  userId: string,
): Promise<OneTimeCodeRow | undefined> {
  return context.db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('voided_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
