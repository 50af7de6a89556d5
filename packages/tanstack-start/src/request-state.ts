import { AsyncLocalStorage } from 'node:async_hooks'
import { type AccessRefusedError, ConfigError, type RequestAuth } from '@latchkey/core/server'

/** What the middleware found out, and the request that it is about. */
export interface RequestState extends RequestAuth {
  /** With the address that browsers know. */
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** What a guard threw, if one did. */
  refused?: AccessRefusedError
}

// A server for development loads packages apart from the app, and again when a file changes: there is one for all.
const STORAGE = Symbol.for('@latchkey/tanstack-start')
const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<RequestState> }
shared[STORAGE] ??= new AsyncLocalStorage()

/** The request that is being handled. */
export const requests: AsyncLocalStorage<RequestState> = shared[STORAGE]

/** Whether pages are made while the app is built: they belong to no user, and a build has no settings. */
export const isBuild = (): boolean => process.env.TSS_PRERENDERING === 'true'

/** Closed, never open. */
export function requestState(): RequestState {
  const state = requests.getStore()
  if (state !== undefined) return state
  if (isBuild()) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Leave routes that ask who one of them is out of `prerender`.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add it to `requestMiddleware` of createStart() in src/start.ts.',
  )
}
