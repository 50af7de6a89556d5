import type { SignedIn } from '../../session/auth.ts'
import { RouteError } from '../failures/route-error.ts'
import type { ImpersonationArea } from '../options/impersonation-areas.ts'
import type { HandlerContext } from './handler-context.ts'
import { requireSignedIn } from './require-signed-in.ts'
import type { Route } from './route.ts'

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
