import { readEnvironment } from '../api/environment.ts'
import { createClient } from '../api/index.ts'
import { ConfigError } from '../errors/index.ts'
import type { AuthHandlerOptions } from './options.ts'

/** Options in which nothing is missing that has no default. */
export interface Settings extends AuthHandlerOptions {
  client: NonNullable<AuthHandlerOptions['client']>
  cookieSecret: NonNullable<AuthHandlerOptions['cookieSecret']>
  appOrigin: string
}

/** The options without a default: their variables, and what is wrong without them. */
const REQUIRED = {
  apiKey: { variable: 'WORKOS_API_KEY', code: 'api_key_missing' },
  clientId: { variable: 'WORKOS_CLIENT_ID', code: 'client_id_missing' },
  cookieSecret: { variable: 'LATCHKEY_COOKIE_SECRET', code: 'cookie_secret_missing' },
  appOrigin: { variable: 'LATCHKEY_APP_ORIGIN', code: 'app_origin_invalid' },
} as const

type Required = keyof typeof REQUIRED

/**
 * The options, with what the environment has for those left out.
 *
 * @throws {ConfigError} naming everything that is missing, with the code of the first.
 */
export function readSettings(options: AuthHandlerOptions): Settings {
  const { apiKey = variable('apiKey'), clientId = variable('clientId'), baseUrl } = options
  const { cookieSecret = variable('cookieSecret'), appOrigin = variable('appOrigin') } = options
  const given = { ...(options.client === undefined && { apiKey, clientId }), cookieSecret, appOrigin }
  const missing = (Object.keys(given) as Required[]).filter((name) => !given[name])
  if (!cookieSecret || !appOrigin || missing.length > 0) throw missingOptions(missing)
  const client = options.client ?? createClient({ apiKey, clientId, baseUrl })
  return { ...options, client, cookieSecret, appOrigin }
}

const variable = (name: Required) => readEnvironment(REQUIRED[name].variable)

function missingOptions(names: readonly Required[]): ConfigError {
  const [option = 'appOrigin'] = names
  const variables = names.map((name) => REQUIRED[name].variable).join(', ')
  return new ConfigError(
    REQUIRED[option].code,
    `The auth handler needs ${variables}: set them in the environment, or pass ${names.join(', ')}. ` +
      'A cookie secret is at least 32 random bytes, for example from `openssl rand -base64 32`.',
    { option },
  )
}
