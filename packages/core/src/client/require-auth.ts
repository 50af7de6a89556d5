import type { Requirement } from '../session/requirement.ts'
import { checkRequirement, readRequirement } from '../session/requirement.ts'
import type { AuthClient } from './auth-client.ts'
import { AuthForbidden, AuthRedirect, AuthUnavailable } from './auth-error.ts'
import type { SignedInState } from './auth-state.ts'
import { pageUrl } from './navigation.ts'
import { mayRedirect } from './redirect-limit.ts'

/** What {@link requireAuth} requires, and where it sends users who do not meet it. */
export interface RequireAuthOptions extends Requirement {
  /**
   * The requested page: the `request` of a router's loader, or any object with its `url`. Pass it, because the browser still
   * shows the previous URL while a router loads the next page.
   */
  request?: { readonly url: string }
  /** The page to return to after sign-in. Default: the page of `request`, else the browser's current URL. */
  returnTo?: string
  /** Where to send users who do not meet the requirement. Default: the sign-in page, or `/` for a user who is signed in. */
  redirectTo?: string
}

/**
 * Waits until the session is known and checks a requirement. For loaders and guards of a router in the browser. It only decides
 * what is shown: your server must check every request itself.
 *
 * @throws {AuthRedirect} if the user must go to another page first.
 * @throws {AuthForbidden} if a redirect would lead back to the requested page or into a loop.
 * @throws {AuthUnavailable} if the session could not be determined.
 * @throws {ConfigError} `option_invalid` for a criterion without a value, such as `role: undefined`.
 */
export async function requireAuth(
  client: AuthClient,
  // Options that are passed as undefined, such as a rule looked up under a wrong name, do not count as omitted.
  ...given: [options?: RequireAuthOptions]
): Promise<SignedInState> {
  const options = given.length > 0 ? readOptions(given[0]) : {}
  const { request, returnTo, redirectTo, ...criteria } = options
  const requirement = readRequirement(criteria, 'requireAuth')
  await client.ready
  const state = client.getState()
  if (state.status === 'loading') throw new AuthUnavailable(state.error)
  const page = pageOf(request)
  const signIn = pageUrl(client.signInUrl, returnTo ?? page)
  if (state.status === 'signed-out') throw new AuthRedirect('signed-out', redirectTo ?? signIn)
  const result = checkRequirement(state, requirement, client.timers.now())
  if (result === 'met') return state
  const target = redirectTo ?? (result === 'not-fresh' ? `${signIn}&reauthenticate=1` : '/')
  const isCircle = page === undefined ? !mayRedirect() : pathOf(target) === pathOf(page)
  throw isCircle ? new AuthForbidden() : new AuthRedirect(result, target)
}

function readOptions(options: RequireAuthOptions | undefined): RequireAuthOptions {
  if (typeof options !== 'object' || options === null) readRequirement(options, 'requireAuth')
  return options as RequireAuthOptions
}

// Only a base for parsing paths. It never becomes part of a URL.
const BASE = 'http://localhost'

function pageOf(request: RequireAuthOptions['request']): string | undefined {
  if (request === undefined) return undefined
  const { pathname, search, hash } = new URL(request.url, BASE)
  return pathname + search + hash
}

const pathOf = (address: string) => new URL(address, BASE).pathname
