import { systemClock } from './clock.ts'
import type { EnvironmentCredentials } from './environment/state.ts'
import { createIds } from './ids.ts'
import { opaqueToken } from './secrets.ts'

/** API key of the default environment: fixed, so that examples and compose files can name it. It guards nothing real. */
export const DEFAULT_API_KEY = 'sk_test_latchkey_local'

/** Client id of the default environment. */
export const DEFAULT_CLIENT_ID = 'client_01KEY000000000000000000000'

export const DEFAULT_CREDENTIALS: EnvironmentCredentials = {
  clientId: DEFAULT_CLIENT_ID,
  apiKey: DEFAULT_API_KEY,
  name: 'default',
}

const ids = createIds(systemClock)

/** Credentials of a new environment; without a name it is called by its client id. */
export function newCredentials(name?: string): EnvironmentCredentials {
  const clientId = ids.next('client')
  return { clientId, apiKey: `sk_test_${opaqueToken(32)}`, name: name ?? clientId }
}
