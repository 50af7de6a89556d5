import { keepingWritten } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { countAttempt } from './count-attempt.ts'
import type { Attempt, Client } from './grant.ts'
import type { Outcome } from './outcome.ts'
import { recordFailure } from './record-failure.ts'

/**
 * One attempt to authenticate, whichever way it came: counted, and when a credential was wrong recorded as an
 * event. Fails with the refusal, and what the attempt has used up stays used; everything else is an {@link Outcome}.
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
