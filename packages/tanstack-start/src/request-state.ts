import { AsyncLocalStorage } from 'node:async_hooks'
import { type AccessRefusedError, ConfigError, type RequestAuth } from '@latchkey/core/server'

/** The result of the middleware, and the request that it belongs to. */
export interface RequestState extends RequestAuth {
  /** With the URL that the browser sees. */
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** The error that a guard threw, if any. */
  refused?: AccessRefusedError
}

// Development servers load packages separately from the app, and again when a file changes. All copies share one storage.
const STORAGE = Symbol.for('@latchkey/tanstack-start')
const shared = globalThis as { [STORAGE]?: AsyncLocalStorage<RequestState> }
shared[STORAGE] ??= new AsyncLocalStorage()

/** The current request. */
export const requests: AsyncLocalStorage<RequestState> = shared[STORAGE]

/** Whether pages are prerendered during the build: they belong to no user, and the settings are not available. */
export const isBuild = (): boolean => process.env.TSS_PRERENDERING === 'true'

/** Throws if the middleware has not run, so that a missing middleware never grants access. */
export function requestState(): RequestState {
  const state = requests.getStore()
  if (state !== undefined) return state
  if (isBuild()) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Remove routes that read the session from `prerender`.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add it to `requestMiddleware` of createStart() in src/start.ts.',
  )
}
