import type { Client } from '../api/index.ts'
import type { AuthHandler } from './create-auth-handler.ts'
import { createAuthHandler } from './create-auth-handler.ts'
import type { AuthHandlerOptions } from './options/auth-handler-options.ts'
import { withEnvironment } from './options/read-options.ts'

const MAXIMUM_HANDLERS = 16

/**
 * Makes handlers when they are first asked for, and another one only for other settings: for platforms that hand
 * the settings over with each request, as Workers do, and for builds that must not need them.
 *
 * What tells two settings apart is the client, or the address, key and client ID it is made of, the secret, the
 * origin and the name of the cookies. An object that was passed before gets the handler it got then. The 16 newest are kept.
 *
 * What it returns fails as {@link createAuthHandler} does.
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

/** Numbers objects by identity, and keeps none of them alive. */
function createNumbering<T extends object>(): (object: T) => number {
  const numbers = new WeakMap<T, number>()
  let last = 0
  return (object) => {
    const number = numbers.get(object) ?? ++last
    numbers.set(object, number)
    return number
  }
}
