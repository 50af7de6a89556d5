import { Failure } from '../../base/failure.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { findUser, findUserByEmail } from '../users/find-user.ts'
import type { Attempt, Claimed, Client } from './grant.ts'

/** The refusals that mean a wrong credential. Required steps and malformed requests do not count. */
const WRONG_CREDENTIAL = new Set([
  'invalid_credentials',
  'invalid_one_time_code',
  'one_time_code_expired',
  'one_time_code_previously_used',
  'one_time_code_too_many_attempts',
])

/** Records a failed attempt: `authentication.<kind>_failed`. */
export async function recordFailure(
  context: EngineContext,
  { failureKind, claimed }: Attempt,
  client: Client,
  error: unknown,
): Promise<void> {
  if (failureKind === undefined || claimed === undefined || !(error instanceof Failure)) return
  const { code, message } = error.body
  if (typeof code !== 'string' || !WRONG_CREDENTIAL.has(code)) return
  const user = await userOf(context, claimed)
  await recordEvent(context, `authentication.${failureKind}_failed`, {
    type: failureKind,
    status: 'failed',
    user_id: user?.id ?? null,
    email: user?.email ?? ('email' in claimed ? claimed.email : null),
    ip_address: client.ipAddress,
    user_agent: client.userAgent,
    error: { code, message },
  })
}

async function userOf(context: EngineContext, claimed: Claimed): Promise<UserRow | undefined> {
  if ('email' in claimed) return findUserByEmail(context, claimed.email)
  const row = await context.db
    .selectFrom('pending_tokens')
    .select('user_id')
    .where('hash', '=', fingerprint(claimed.pendingToken))
    .executeTakeFirst()
  return row === undefined ? undefined : findUser(context, row.user_id)
}
