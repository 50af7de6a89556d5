import type { Guards } from '@latchkey/core/server'
import { AccessStopped, createGuards, decideFor } from '@latchkey/core/server'
import { type GuardContext, requestState } from './request-state.ts'

/**
 * Returns a user who meets the requirement. For everyone else it throws an error, which the middleware turns into a response.
 */
export const guards: Guards<[context: GuardContext]> = createGuards(1, ([context], requirement, options) => {
  const state = requestState(context)
  const decision = decideFor(state, requirement, state.request, options)
  if (decision.outcome === 'allowed') return decision.auth
  state.stopped = new AccessStopped(decision)
  throw state.stopped
})
