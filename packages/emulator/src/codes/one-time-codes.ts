import type { EngineContext } from '../context/engine-context.ts'
import { notFound } from '../http/failure.ts'
import { sixDigits } from '../randomness.ts'
import type { OneTimeCodeRow } from '../storage/tables.ts'
import { digitsOf, withinGuesses } from './guess.ts'

const LIFETIME_MS = 10 * 60_000
const MAX_ATTEMPTS = 5

export type CodeKind = OneTimeCodeRow['kind']
export type CodeRefusal = 'incorrect' | 'expired' | 'previously_used' | 'too_many_attempts'

/** Makes a code for this user and purpose. An earlier one stops working. */
export async function createCode(
  env: EngineContext,
  kind: CodeKind,
  userId: string,
  email: string,
): Promise<{ row: OneTimeCodeRow; code: string }> {
  const now = env.clock.now()
  const id = env.ids.next(kind)
  const code = sixDigits(env.random)
  const row = await env.db.transaction().execute(async (trx) => {
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
        code_digest: env.vault.digest(id, code),
        code_sealed: env.vault.seal(code),
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
 * Uses up the newest code of this user and purpose. The attempt is counted before the comparison and the
 * use is claimed by a conditional update, so neither parallel guesses nor parallel uses get more than their share. Five guesses for a code, ten
 * for a user, whichever code they are at.
 */
export async function redeemCode(
  env: EngineContext,
  kind: CodeKind,
  userId: string,
  code: string,
): Promise<OneTimeCodeRow | CodeRefusal> {
  const newest = await newestCode(env, kind, userId)
  if (newest === undefined) return 'incorrect'
  const counted = await env.db
    .updateTable('one_time_codes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', newest.id)
    .where('attempts', '<', MAX_ATTEMPTS)
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) return 'too_many_attempts'
  return withinGuesses(
    env,
    'mailed_code',
    userId,
    () => compare(env, newest, digitsOf(code)),
    (outcome) => typeof outcome !== 'string',
  )
}

async function compare(
  env: EngineContext,
  sent: OneTimeCodeRow,
  code: string,
): Promise<OneTimeCodeRow | CodeRefusal> {
  const now = env.clock.now()
  if (env.vault.digest(sent.id, code) !== sent.code_digest) return 'incorrect'
  if (sent.used_at !== null) return 'previously_used'
  if (sent.expires_at <= now) return 'expired'
  const claimed = await env.db
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
  env: EngineContext,
  kind: CodeKind,
  id: string,
  entity: string,
): Promise<OneTimeCodeRow> {
  const row = await env.db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (row === undefined) throw notFound(entity, id)
  return row
}

export function newestCode(
  env: EngineContext,
  kind: CodeKind,
  userId: string,
): Promise<OneTimeCodeRow | undefined> {
  return env.db
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
