import { keepingWritten } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { countAttempt } from './count-attempt.ts'
import type { Attempt, Client } from './grant.ts'
import type { Outcome } from './outcome.ts'
import { recordFailure } from './record-failure.ts'

/**
 * One attempt to authenticate, by any grant: it is counted, and recorded as an event if a credential was wrong. Throws for a
 * refusal, and credentials that the attempt used up stay used. Every other result is an {@link Outcome}.
 */
export async function authenticate(
  context: EngineContext,
  attempt: Attempt,
  client: Client,
): Promise<Outcome> {
  if (attempt.subject !== undefined) await countAttempt(context, attempt.subject, client.ipAddress)
  return keepingWritten(async () => {
    try {
      return await attempt.run(context, client)
    } catch (error) {
      await recordFailure(context, attempt, client, error)
      throw error
    }
  })
}
