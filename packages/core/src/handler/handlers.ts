import type { AuthHandler } from './handler.ts'
import { createAuthHandler } from './handler.ts'
import type { AuthHandlerOptions } from './options.ts'

const MAXIMUM_HANDLERS = 16

/**
 * Makes handlers when they are first asked for, and another one only for other settings: for platforms that hand
 * the settings over with each request, as Workers do, and for builds that must not need them.
 * What tells two settings apart is the address, the client, the secret and the origin. The 16 newest are kept.
 *
 * What it returns fails as {@link createAuthHandler} does.
 */
export function createAuthHandlers(): (options?: AuthHandlerOptions) => AuthHandler {
  const handlers = new Map<string, AuthHandler>()
  return (options = {}) => {
    const { baseUrl, clientId, cookieSecret, appOrigin, client } = options
    const api = client?.api ?? { baseUrl, clientId }
    const key = [api.baseUrl, api.clientId, cookieSecret, appOrigin].join()
    let handler = handlers.get(key)
    if (handler === undefined) {
      handler = createAuthHandler(options)
      if (handlers.size >= MAXIMUM_HANDLERS) handlers.delete(handlers.keys().next().value as string)
      handlers.set(key, handler)
    }
    return handler
  }
}
