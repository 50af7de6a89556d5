import { isoTime } from '../../base/clock.ts'
import { fail } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import type { Proof } from '../sessions/proof.ts'

const LIFETIME_MS = 10 * 60_000

/** Creates the token with which the next step continues. */
export async function createPendingToken(context: EngineContext, proof: Proof): Promise<string> {
  const token = opaqueToken(context.random)
  await storeProof(context, fingerprint(token), proof)
  return token
}

/** Stores what a token proves, for ten minutes. Only the hash of the token is stored. */
export async function storeProof(context: EngineContext, hash: string, proof: Proof): Promise<void> {
  await context.db
    .insertInto('pending_tokens')
    .values({
      hash,
      user_id: proof.userId,
      proof: toJson(proof),
      expires_at: context.clock.now() + LIFETIME_MS,
      used_at: null,
    })
    .execute()
}

/** What the token proves. Fails with 400 `invalid_pending_authentication_token`. */
export async function readPendingToken(context: EngineContext, token: string): Promise<Proof> {
  const row = await context.db
    .selectFrom('pending_tokens')
    .selectAll()
    .where('hash', '=', fingerprint(token))
    .executeTakeFirst()
  if (row === undefined) throw invalidPendingToken('This server never issued the token.')
  if (row.used_at !== null) throw invalidPendingToken(`It was used at ${isoTime(row.used_at)}.`)
  if (row.expires_at <= context.clock.now())
    throw invalidPendingToken(`It expired at ${isoTime(row.expires_at)}.`)
  return fromJson<Proof>(row.proof)
}

/** Uses up the token after its step has succeeded. Only one of two parallel steps succeeds. */
export async function spendPendingToken(context: EngineContext, token: string): Promise<void> {
  const claimed = await context.db
    .updateTable('pending_tokens')
    .set({ used_at: context.clock.now() })
    .where('hash', '=', fingerprint(token))
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst()
  if (claimed === undefined) throw invalidPendingToken('It was just used.')
}

function invalidPendingToken(detail: string) {
  return fail(
    400,
    'invalid_pending_authentication_token',
    'The pending authentication token is unknown, used or expired.',
  ).withDetail(detail)
}
