import { type AccessStopped, ConfigError, type RequestAuth } from '@latchkey/core/server'

/** What pages, endpoints, actions and middleware have at hand, as far as a guard has to know: `Astro`, or the context. */
export interface GuardContext {
  locals: App.Locals
  isPrerendered: boolean
}

/** What the middleware found out, and the request that it is about. */
export interface RequestState extends RequestAuth {
  /** With the address that browsers know, whatever it was rewritten to. */
  request: Pick<Request, 'method' | 'headers' | 'url'>
  /** What a guard made of the request, if it did not let it through. */
  stopped?: AccessStopped
  /** Whether the middleware is through with the request; parts of the page may still be sent. */
  isOver: boolean
}

const STATE = Symbol.for('@latchkey/astro')

export const storeState = (locals: App.Locals, state: RequestState): void => {
  Object.defineProperty(locals, STATE, { value: state, configurable: true })
  locals.auth = state.auth
}

export const storedState = (locals: App.Locals): RequestState | undefined =>
  (locals as { [STATE]?: RequestState })[STATE]

/** Closed, never open. */
export function requestState({ locals, isPrerendered }: GuardContext): RequestState {
  const state = storedState(locals)
  if (state !== undefined) return state
  if (isPrerendered) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Add `export const prerender = false` to pages that ask who one of them is.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add `latchkey()` of @latchkey/astro to `integrations` in astro.config.mjs, or export `onRequest` of @latchkey/astro/server from src/middleware.ts.',
  )
}
