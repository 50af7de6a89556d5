import { type AccessStopped, ConfigError, type RequestAuth } from '@latchkey/core/server'

/** The part of the context of pages, endpoints, actions and middleware that a guard needs: `Astro`, or the context. */
export interface GuardContext {
  locals: App.Locals
  isPrerendered: boolean
}

/** The state that the middleware has determined for a request, with the request. */
export interface RequestState extends RequestAuth {
  /** With the URL that the browser sees, before any rewrite. */
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** The decision of a guard that refused the request. */
  stopped?: AccessStopped
  /** Whether the middleware has finished with the request. Parts of the page may still be sent. */
  isOver: boolean
}

const STATE = Symbol.for('@latchkey/astro')

export const storeState = (locals: App.Locals, state: RequestState): void => {
  Object.defineProperty(locals, STATE, { value: state, configurable: true })
  locals.auth = state.auth
}

export const storedState = (locals: App.Locals): RequestState | undefined =>
  (locals as { [STATE]?: RequestState })[STATE]

/** Throws if the middleware has not run, so that a missing middleware never grants access. */
export function requestState({ locals, isPrerendered }: GuardContext): RequestState {
  const state = storedState(locals)
  if (state !== undefined) return state
  if (isPrerendered) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Add `export const prerender = false` to pages that read the session.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add `latchkey()` of @latchkey/astro to `integrations` in astro.config.mjs, or export `onRequest` of @latchkey/astro/server from src/middleware.ts.',
  )
}
