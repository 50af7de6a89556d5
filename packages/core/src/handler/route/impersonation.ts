import { ConfigError } from '../../errors/index.ts'
import type { SignedIn } from '../../session/auth.ts'
import type { HandlerContext, Route } from './route.ts'
import { RouteError, requireSignedIn } from './route.ts'

/** What an app may let someone change who is acting as a user. */
export type ImpersonationArea = 'profile' | 'sessions' | 'members' | 'invitations' | 'access-token'

const AREAS: readonly ImpersonationArea[] = ['profile', 'sessions', 'members', 'invitations', 'access-token']

/**
 * What impersonation may do beyond reading.
 *
 * @throws {ConfigError} `option_invalid` for an area that does not exist, or that no option opens.
 */
export function readImpersonation(allow: readonly ImpersonationArea[] = []): ReadonlySet<string> {
  const unknown = Array.isArray(allow) ? allow.find((area) => !AREAS.includes(area)) : allow
  if (!Array.isArray(allow) || unknown !== undefined || allow.includes(undefined as never)) {
    throw new ConfigError(
      'option_invalid',
      `impersonation.allow must be a list of these: ${AREAS.join(', ')}. Password, email address and second factors stay the user's own.`,
      { option: 'impersonation' },
    )
  }
  return new Set(allow)
}

/**
 * A route that changes something of the user's own. It needs someone who is signed in, and refuses someone who is acting
 * as the user: what a support session changes would outlast it.
 *
 * @param area `credentials`, the email address and second factors among them, can never be opened.
 */
export const ofUser =
  (area: ImpersonationArea | 'credentials', route: Route): Route =>
  async (request, context) => {
    requireOwn(await requireSignedIn(request), area, context)
    return route(request, context)
  }

/** Refuses someone who is acting as the user, unless the app lets impersonation do this. */
export function requireOwn(
  auth: SignedIn,
  area: ImpersonationArea | 'credentials',
  context: HandlerContext,
): void {
  const isAllowed = auth.impersonator === undefined || context.impersonationMay.has(area)
  if (!isAllowed) throw new RouteError('impersonation_not_allowed')
}
