import { RouteError } from '../failures/route-error.ts'
import type { Route } from './route.ts'

/**
 * A route that works on cookies: a sign-in under way, or the session itself. A caller with an access token has neither, so
 * that nothing is begun or spent here whose result could not be kept.
 */
export const ofBrowser =
  (route: Route): Route =>
  async (request, context) => {
    if (request.isBearer) throw new RouteError('invalid_request')
    return route(request, context)
  }
