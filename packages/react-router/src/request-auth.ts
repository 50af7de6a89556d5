import { type AuthHandler, ConfigError, type RequestAuth } from '@latchkey/core/server'
import { createContext, type RouterContext, type RouterContextProvider } from 'react-router'

/** The part of the arguments of loaders, actions and middleware that a guard needs. */
export interface GuardContext {
  request: Request
  /** The URL in the router's form, without what the router adds to its own requests. */
  url: URL
  context: Readonly<RouterContextProvider>
}

/** The result of the middleware. */
export const REQUEST_AUTH: RouterContext<RequestAuth | null> = createContext<RequestAuth | null>(null)
/** The handler, also for its own routes. */
export const HANDLER: RouterContext<AuthHandler | null> = createContext<AuthHandler | null>(null)

/** Whether pages are prerendered during the build: they belong to no user, and the settings are not available. */
export const isBuild = (): boolean => process.env.IS_RR_BUILD_REQUEST === 'yes'

export const requestAuthIn = ({ context }: Pick<GuardContext, 'context'>): RequestAuth =>
  context.get(REQUEST_AUTH) ?? missing()
export const handlerIn = ({ context }: Pick<GuardContext, 'context'>): AuthHandler =>
  context.get(HANDLER) ?? missing()

/** Throws, so that a missing middleware never grants access. */
function missing(): never {
  if (isBuild()) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Remove routes that read the session from `prerender`.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add `export const middleware = [latchkey()]` to app/root.tsx.',
  )
}
