import type { Requirement } from '../session/requirement.ts'
import { checkRequirement, readRequirement } from '../session/requirement.ts'
import type { AuthClient } from './auth-client.ts'
import { AuthForbidden, AuthRedirect, AuthUnavailable } from './auth-error.ts'
import type { SignedInState } from './auth-state.ts'
import { pageUrl } from './navigation.ts'
import { mayRedirect } from './redirect-limit.ts'

/** What {@link requireAuth} asks for, and where it sends users who do not have it. */
export interface RequireAuthOptions extends Requirement {
  /**
   * The page that is asked for: the `request` of a router's loader, or anything with its `url`. While a router loads the
   * next page, the browser's address still is the one before.
   */
  request?: { readonly url: string }
  /** Where to come back to after signing in. Default: the page of `request`, else the browser's address. */
  returnTo?: string
  /** Where to send users who do not meet the requirement. Default: the sign-in page, or `/` for a user who is signed in. */
  redirectTo?: string
}

/**
 * Waits until the session is known; for a router's loaders and guards. Hiding is not protecting: the server decides what
 * a user gets.
 *
 * @throws {AuthRedirect} for a user who has to go to another page first.
 * @throws {AuthForbidden} where that would lead back to the page that is asked for, or in circles.
 * @throws {AuthUnavailable} when the session could not be determined.
 * @throws {ConfigError} `option_invalid` for a criterion that says nothing, such as `role: undefined`.
 */
export async function requireAuth(
  client: AuthClient,
  // Options that are given and undefined, such as a rule looked up under a wrong name, are no empty ones.
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

// Only a base to read paths against; it never gets into an address.
const BASE = 'http://localhost'

function pageOf(request: RequireAuthOptions['request']): string | undefined {
  if (request === undefined) return undefined
  const { pathname, search, hash } = new URL(request.url, BASE)
  return pathname + search + hash
}

const pathOf = (address: string) => new URL(address, BASE).pathname
