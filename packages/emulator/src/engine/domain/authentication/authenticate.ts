import { keepingWritten } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { countAttempt } from './count-attempt.ts'
import type { Attempt, Client } from './grant.ts'
import type { Outcome } from './outcome.ts'
import { recordFailure } from './record-failure.ts'

/**
 * Makes one attempt to authenticate, with any grant. The attempt is counted, and recorded as an event if a credential was
 * wrong. Throws for a refusal; credentials that the attempt used up stay used. Every other result is an {@link Outcome}.
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
