import type { Client } from '../api/index.ts'
import type { AuthHandler } from './create-auth-handler.ts'
import { createAuthHandler } from './create-auth-handler.ts'
import type { AuthHandlerOptions } from './options/auth-handler-options.ts'
import { withEnvironment } from './options/read-options.ts'

const MAXIMUM_HANDLERS = 16

/**
 * Creates handlers on first use, one per set of settings. For platforms that pass the settings with each request, such as
 * Workers, and for builds without settings.
 *
 * Two sets of settings differ if they have another client (or base URL, API key and client ID), secret, origin or cookie name.
 * The same options object always returns the same handler. The 16 newest handlers are kept.
 *
 * The returned function fails like {@link createAuthHandler}.
 */
export function createAuthHandlers(): (options?: AuthHandlerOptions) => AuthHandler {
  const byOptions = new WeakMap<AuthHandlerOptions, AuthHandler>()
  const bySettings = new Map<string, AuthHandler>()
  const numberOf = createNumbering<Client>()
  const whenNone = {}

  function find(options: AuthHandlerOptions): AuthHandler {
    const { apiKey, clientId, cookieSecret, appOrigin } = withEnvironment(options)
    const { client, baseUrl, cookieName } = options
    const api = client ? [numberOf(client)] : [apiKey, clientId, baseUrl]
    const key = JSON.stringify([...api, cookieSecret, appOrigin, cookieName])
    const known = bySettings.get(key)
    if (known !== undefined) return known
    const made = createAuthHandler(options)
    if (bySettings.size >= MAXIMUM_HANDLERS) bySettings.delete(bySettings.keys().next().value as string)
    bySettings.set(key, made)
    return made
  }

  return (options = whenNone) => {
    const handler = byOptions.get(options) ?? find(options)
    byOptions.set(options, handler)
    return handler
  }
}

/** Numbers objects by identity, without keeping them alive. */
function createNumbering<T extends object>(): (object: T) => number {
  const numbers = new WeakMap<T, number>()
  let last = 0
  return (object) => {
    const number = numbers.get(object) ?? ++last
    numbers.set(object, number)
    return number
  }
}
