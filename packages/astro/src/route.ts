/**
 * The endpoint that the integration adds, so that Astro knows the addresses below `/auth`. The middleware has handled
 * each of them before.
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
