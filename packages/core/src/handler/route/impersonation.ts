import type { SignedIn } from '../../session/auth.ts'
import { RouteError } from '../failures/route-error.ts'
import type { ImpersonationArea } from '../options/impersonation-areas.ts'
import type { HandlerContext } from './handler-context.ts'
import { requireSignedIn } from './require-signed-in.ts'
import type { Route } from './route.ts'

/**
 * Wraps a route that changes the user's own data. It requires a signed-in user and refuses impersonators, because such
 * a change would outlast the support session.
 *
 * @param area `credentials`, which includes the email address and second factors, can never be allowed.
 */
export const ofUser =
  (area: ImpersonationArea | 'credentials', route: Route): Route =>
  async (request, context) => {
    requireOwn(await requireSignedIn(request), area, context)
    return route(request, context)
  }

/** Refuses impersonators, unless the app allows this in their browser: their access tokens are read-only. */
export function requireOwn(
  auth: SignedIn,
  area: ImpersonationArea | 'credentials',
  context: HandlerContext,
): void {
  const mayChange = auth.isBearer !== true && context.impersonationMay.has(area)
  const isAllowed = auth.impersonator === undefined || mayChange
  if (!isAllowed) throw new RouteError('impersonation_not_allowed')
}
