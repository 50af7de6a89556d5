import type { Guards } from '@latchkey/core/server'
import { createGuards, decideFor } from '@latchkey/core/server'
import { type Asked, foundIn, Stopped } from './found.ts'

/** Lets a user through who meets the requirement; throws what the middleware makes a response of. */
export const guards: Guards<[asked: Asked]> = createGuards(1, ([asked], requirement, options) => {
  const found = foundIn(asked)
  const decision = decideFor(found, requirement, found.request, options)
  if (decision.outcome === 'allowed') return decision.auth
  found.stopped = new Stopped(decision)
  throw found.stopped
})
