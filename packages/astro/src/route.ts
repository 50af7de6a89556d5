/**
 * The endpoint that the integration adds, so that Astro knows the routes under `/auth`. The middleware has already handled
 * each request to them.
 *
 * @module @latchkey/astro/route
 */

import type { APIRoute } from 'astro'
import { requestState } from './request-state.ts'

/** Never prerendered. */
export const prerender = false

/** Reports that the middleware is missing. */
export const ALL: APIRoute = (context) => {
  requestState(context)
  return new Response(null, { status: 404 })
}
