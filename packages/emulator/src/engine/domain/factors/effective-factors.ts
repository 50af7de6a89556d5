import type { EngineContext } from '../../context/engine-context.ts'
import type { FactorRow } from '../../storage/tables.ts'
import { CHALLENGE_LIFETIME_MS } from './challenges.ts'

/**
 * The factors that a sign-in requires. An unconfirmed factor counts while the challenge of its enrollment is open, so that
 * enrolling and then signing in works. Afterward it is ignored, because requiring it would lock the user out. If there is a
 * confirmed factor, unconfirmed ones never count.
 */
export async function effectiveFactors(
  context: EngineContext,
  userId: string,
): Promise<Array<Pick<FactorRow, 'id' | 'type'>>> {
  const factors = await context.db
    .selectFrom('factors')
    .select(['id', 'type', 'confirmed_at', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const confirmed = factors.filter(({ confirmed_at }) => confirmed_at !== null)
  if (confirmed.length > 0) return confirmed
  return factors.filter(({ created_at }) => created_at > abandonedBefore(context))
}

/** Removes enrollments that were not finished with a code. */
export async function forgetAbandoned(context: EngineContext, userId: string): Promise<void> {
  await context.db
    .deleteFrom('factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .where('created_at', '<=', abandonedBefore(context))
    .execute()
}

function abandonedBefore(context: EngineContext): number {
  return context.clock.now() - CHALLENGE_LIFETIME_MS
}
