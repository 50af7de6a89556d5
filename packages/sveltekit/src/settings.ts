import type { AuthHandler, AuthHandlerOptions } from '@latchkey/core/server'
import { createAuthHandler, createClient } from '@latchkey/core/server'
import type { EnvVarConfig } from '@sveltejs/kit/env'
import type { GuardOptions } from './route-rules.ts'

/** Settings of {@link latchkey}: those of the auth handler, and what Kit adds. All have a default. */
export interface LatchkeyOptions extends Partial<AuthHandlerOptions> {
  /** Default: `WORKOS_API_KEY`. */
  apiKey?: string
  /** Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** Default: `WORKOS_BASE_URL`, else the service's own address. */
  baseUrl?: string
  /** Who may open which route. Default: everything is public, and pages guard themselves. */
  guard?: GuardOptions
  /** Where guards send people who have no organization open. Default: they get a 403. */
  organizationPath?: string
}

/** Spread into `defineEnvVars()` of `src/env.ts`, for apps that take their settings from `$app/env/private`. */
export const authEnv = {
  WORKOS_API_KEY: { description: 'Secret key of the environment, sk_…' },
  WORKOS_CLIENT_ID: { description: 'Client id of the environment, client_…' },
  WORKOS_BASE_URL: { description: 'Another address of the API', schema: (value?: string) => value },
  LATCHKEY_COOKIE_SECRET: { description: 'At least 32 random bytes; several, separated by commas, rotate' },
  LATCHKEY_APP_ORIGIN: { description: 'Where the app is served, such as https://app.example.com' },
} satisfies Record<string, EnvVarConfig<string>>

const MAXIMUM_HANDLERS = 16

/**
 * Makes a handler when the first request asks for it, and another one only for other settings.
 * Nothing is read earlier, so that a build needs no environment.
 */
export function createHandlers(): (options: LatchkeyOptions) => AuthHandler {
  const handlers = new Map<string, AuthHandler>()
  return (options) => {
    const { baseUrl, clientId, cookieSecret, appOrigin, client } = options
    const api = client?.api ?? { baseUrl, clientId }
    const key = [api.baseUrl, api.clientId, cookieSecret, appOrigin].join()
    let handler = handlers.get(key)
    if (handler === undefined) {
      handler = createHandler(options)
      if (handlers.size >= MAXIMUM_HANDLERS) handlers.delete(handlers.keys().next().value as string)
      handlers.set(key, handler)
    }
    return handler
  }
}

/** @throws {Error} naming every environment variable that is missing. */
function createHandler(options: LatchkeyOptions): AuthHandler {
  const env = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {}
  const { client, apiKey = env.WORKOS_API_KEY, clientId = env.WORKOS_CLIENT_ID, baseUrl } = options
  const { cookieSecret = env.LATCHKEY_COOKIE_SECRET, appOrigin = env.LATCHKEY_APP_ORIGIN } = options
  const required = {
    ...(client === undefined && { WORKOS_API_KEY: apiKey, WORKOS_CLIENT_ID: clientId }),
    LATCHKEY_COOKIE_SECRET: cookieSecret,
    LATCHKEY_APP_ORIGIN: appOrigin,
  }
  const missing = Object.entries(required).flatMap(([name, value]) => (value ? [] : [name]))
  if (!cookieSecret || !appOrigin || missing.length > 0) {
    throw new Error(
      `latchkey() needs ${missing.join(', ')}: set them in the environment, or pass them as options.`,
    )
  }
  return createAuthHandler({
    ...options,
    client: client ?? createClient({ apiKey, clientId, baseUrl }),
    cookieSecret,
    appOrigin,
  })
}
