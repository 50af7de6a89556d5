import { RouteError } from '../failures/route-error.ts'
import type { Route } from './route.ts'

/**
 * A route that works on cookies: an unfinished sign-in, or the session itself. A caller with an access token has neither,
 * so nothing is started or used up here if its result could not be stored.
 */
export const ofBrowser =
  (route: Route): Route =>
  async (request, context) => {
    if (request.isBearer) throw new RouteError('invalid_request')
    return route(request, context)
  }
