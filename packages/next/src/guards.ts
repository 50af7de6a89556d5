import { routerPath } from '@latchkey/core'
import type {
  Guards as GuardsOf,
  Requirement,
  RequireOptions,
  SignedIn,
  SignedInToOrganization,
} from '@latchkey/core/server'
import { AccessRefusedError, decideAccess, createGuards as guardsOf } from '@latchkey/core/server'
import { notFound, redirect } from 'next/navigation'
import type { CurrentRequest } from './current-request.ts'

/**
 * Guards for pages, parts of layouts, data functions, metadata and server actions. Each returns the user. Visitors are
 * redirected to the sign-in page and back (with Next's `redirect()`), a user who is not allowed gets the not-found page, and
 * `AccessRefusedError` is thrown if the session cannot be checked right now. With `onMissing: 'error'`, all three cases throw
 * that error. Do not call guards within `try`, because Next redirects by throwing.
 */
export type Guards = GuardsOf<[], Promise<SignedIn>, Promise<SignedInToOrganization>>

export function createGuards(
  currentRequest: () => Promise<CurrentRequest>,
  organizationPath: string | undefined,
): Guards {
  async function decide(requirement: Requirement, { returnTo, onMissing }: RequireOptions) {
    const { handler, auth, page } = await currentRequest()
    const canRedirect = onMissing !== 'error'
    const current = { returnTo: returnTo ?? page, canRedirect, organizationPath }
    const decision = decideAccess(handler, auth, requirement, current)
    if (decision.outcome === 'allowed') return decision.auth
    if (decision.outcome === 'redirect') redirect(routerPath(handler.appPath, decision.location))
    // A page cannot set a status. Next's 403 is experimental, and an error in a page becomes a 500.
    if (decision.status === 403 && canRedirect) notFound()
    throw new AccessRefusedError(decision)
  }
  const guards = guardsOf<[], Promise<SignedIn>>(0, (_context, requirement, options) =>
    decide(requirement, options),
  )
  // An invalid guard rejects, like every other failure of a guard.
  const entries = Object.entries(guards).map(([name, guard]) => [
    name,
    async (...args: never[]) => guard(...args),
  ])
  return Object.fromEntries(entries)
}
