import { systemClock } from './clock.ts'
import type { EnvironmentCredentials } from './environment/state.ts'
import { createIds } from './ids.ts'
import { opaqueToken } from './secrets.ts'

/** API key of the default environment: fixed, so that examples and compose files can name it. It guards nothing real. */
export const DEFAULT_API_KEY = 'sk_test_latchkey_local'

/** Client id of the default environment. */
export const DEFAULT_CLIENT_ID = 'client_01KEY000000000000000000000'

const ids = createIds(systemClock)

/** Credentials of a new environment. */
export function newCredentials(): EnvironmentCredentials {
  return { clientId: ids.next('client'), apiKey: `sk_test_${opaqueToken(32)}` }
}
