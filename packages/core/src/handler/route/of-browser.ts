import { RouteError } from '../failures/route-error.ts'
import type { Route } from './route.ts'

/**
 * Wraps a route that depends on cookies: those of an unfinished sign-in or of the session. A caller with an access
 * token is refused, so that nothing is started or used up whose result could not be stored.
 */
export const ofBrowser =
  (route: Route): Route =>
  async (request, context) => {
    if (request.isBearer) throw new RouteError('invalid_request')
    return route(request, context)
  }
