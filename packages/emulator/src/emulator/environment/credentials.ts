import type { Clock } from '../../engine/base/clock.ts'
import { createIds } from '../../engine/base/ids.ts'
import { opaqueToken, type Randomness } from '../../engine/base/randomness.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'

/**
 * The API key of the default environment. It is fixed, so that examples and compose files can contain it, and protects nothing
 * real.
 */
export const DEFAULT_API_KEY = 'sk_test_latchkey_local'

/** The client ID of the default environment. */
export const DEFAULT_CLIENT_ID = 'client_01KEY000000000000000000000'

/** Creates the credentials of new environments. Without a name, an environment is named after its client ID. */
export function credentialsFrom(random: Randomness, clock: Clock): (name?: string) => EnvironmentCredentials {
  const ids = createIds(clock, random)
  return (name) => {
    const clientId = ids.next('client')
    return { clientId, apiKey: `sk_test_${opaqueToken(random, 32)}`, name: name ?? clientId }
  }
}
