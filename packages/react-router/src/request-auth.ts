import { type AuthHandler, ConfigError, type RequestAuth } from '@latchkey/core/server'
import { createContext, type RouterContext, type RouterContextProvider } from 'react-router'

/** What loaders, actions and middleware are called with, as far as a guard has to know. */
export interface GuardContext {
  request: Request
  /** The address as the router knows it, without what the router adds to requests of its own. */
  url: URL
  context: Readonly<RouterContextProvider>
}

/** What the middleware found out. */
export const REQUEST_AUTH: RouterContext<RequestAuth | null> = createContext<RequestAuth | null>(null)
/** The handler, for its own routes as well. */
export const HANDLER: RouterContext<AuthHandler | null> = createContext<AuthHandler | null>(null)

/** Whether pages are made while the app is built: they belong to no user, and a build has no settings. */
export const isBuild = (): boolean => process.env.IS_RR_BUILD_REQUEST === 'yes'

export const requestAuthIn = ({ context }: Pick<GuardContext, 'context'>): RequestAuth =>
  context.get(REQUEST_AUTH) ?? missing()
export const handlerIn = ({ context }: Pick<GuardContext, 'context'>): AuthHandler =>
  context.get(HANDLER) ?? missing()

/** Closed, never open. */
function missing(): never {
  if (isBuild()) {
    throw new ConfigError(
      'auth_in_cached_scope',
      'A prerendered page is the same for all users. Leave routes that ask who one of them is out of `prerender`.',
    )
  }
  throw new ConfigError(
    'middleware_missing',
    'The latchkey() middleware has not run for this request. Add `export const middleware = [latchkey()]` to app/root.tsx.',
  )
}
