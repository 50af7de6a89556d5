import type { Guards } from '@latchkey/core/server'
import { AccessRefusedError, canRedirect, createGuards, decideFor } from '@latchkey/core/server'
import { redirect } from '@tanstack/react-router'
import { requestState } from './request-state.ts'

/** Returns a user who meets the requirement, and throws Start's redirect or error for everyone else. */
export const guards: Guards<[]> = createGuards(0, (_context, requirement, options) => {
  const state = requestState()
  const { request } = state
  const isFollowed = reachesUser(request)
  const decision = decideFor(state, requirement, request, { ...options, isFollowed })
  if (decision.outcome === 'allowed') return decision.auth
  // A POST must not be repeated at the redirect's target.
  if (decision.outcome === 'redirect') throw redirect({ href: decision.location, statusCode: 303 })
  state.refused = new AccessRefusedError(decision)
  throw state.refused
})

/**
 * Whether the router made the request: it follows redirects and shows errors. Other scripts get a response body that they can
 * read.
 */
export const reachesUser = (request: Pick<Request, 'method' | 'headers'>): boolean =>
  request.headers.get('x-tsr-serverfn') === 'true' || canRedirect(request)
