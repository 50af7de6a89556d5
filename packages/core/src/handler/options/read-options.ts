import { createClient } from '../../api/index.ts'
import { readEnvironment } from '../../api/request/environment.ts'
import { ConfigError } from '../../errors/index.ts'
import type { AuthHandlerOptions } from './auth-handler-options.ts'

/** Options with all required values set. */
export interface Settings extends AuthHandlerOptions {
  client: NonNullable<AuthHandlerOptions['client']>
  cookieSecret: NonNullable<AuthHandlerOptions['cookieSecret']>
  appOrigin: string
}

/** The required options: their environment variables, and the error if they are missing. */
const REQUIRED = {
  apiKey: { variable: 'WORKOS_API_KEY', code: 'api_key_missing' },
  clientId: { variable: 'WORKOS_CLIENT_ID', code: 'client_id_missing' },
  cookieSecret: { variable: 'LATCHKEY_COOKIE_SECRET', code: 'cookie_secret_missing' },
  appOrigin: { variable: 'LATCHKEY_APP_ORIGIN', code: 'app_origin_missing' },
} as const

const SECRET_ADVICE =
  'A cookie secret must have at least 32 random bytes, for example from `openssl rand -base64 32`.'

type Required = keyof typeof REQUIRED

/**
 * The options, completed from environment variables.
 *
 * @throws {ConfigError} naming everything that is missing, with the code of the first.
 */
export function readSettings(options: AuthHandlerOptions): Settings {
  const { client, baseUrl } = options
  const { apiKey, clientId, cookieSecret, appOrigin } = withEnvironment(options)
  const given = { ...(client === undefined && { apiKey, clientId }), cookieSecret, appOrigin }
  const missing = (Object.keys(given) as Required[]).filter((name) => !given[name])
  if (!cookieSecret || !appOrigin || missing.length > 0) throw missingOptions(missing)
  if (client !== undefined && (options.apiKey || options.clientId || baseUrl)) throw twoClients()
  return {
    ...options,
    client: client ?? createClient({ apiKey, clientId, baseUrl }),
    cookieSecret,
    appOrigin,
  }
}

/** The required options, as passed or from environment variables. */
export const withEnvironment = (options: AuthHandlerOptions): Pick<AuthHandlerOptions, Required> => ({
  apiKey: filled(options.apiKey) ?? variable('apiKey'),
  clientId: filled(options.clientId) ?? variable('clientId'),
  cookieSecret: filled(options.cookieSecret) ?? variable('cookieSecret'),
  appOrigin: filled(options.appOrigin) ?? variable('appOrigin'),
})

/** A blank string comes from a variable that was left empty. */
const filled = <T extends string | readonly string[]>(value: T | undefined): T | undefined =>
  typeof value === 'string' && value.trim() === '' ? undefined : value

const variable = (name: Required) => readEnvironment(REQUIRED[name].variable)

const twoClients = () =>
  new ConfigError(
    'option_invalid',
    'Pass client, or apiKey, clientId and baseUrl, but not both: a client has its own.',
    { option: 'client' },
  )

function missingOptions(names: readonly Required[]): ConfigError {
  const [option = 'appOrigin'] = names
  const variables = names.map((name) => REQUIRED[name].variable).join(', ')
  const message = `The auth handler needs ${variables}. Set them in the environment, or pass ${names.join(', ')}.`
  const isSecretMissing = names.includes('cookieSecret')
  return new ConfigError(REQUIRED[option].code, isSecretMissing ? `${message} ${SECRET_ADVICE}` : message, {
    option,
  })
}
