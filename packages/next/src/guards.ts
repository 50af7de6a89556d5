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
 * Guards for pages, layouts' parts, data functions, metadata and server actions. Each returns the user, or leads to the
 * sign-in page and back (by Next's `redirect()`), shows the not-found page to a user who is not allowed, and throws
 * `AccessRefusedError` where the session cannot be checked right now. With `onMissing: 'error'` all three throw that
 * error. Do not call them within `try`: Next redirects by throwing.
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
    // A page has no status of its own. Next's 403 is experimental, and an error of a page is a 500.
    if (decision.status === 403 && canRedirect) notFound()
    throw new AccessRefusedError(decision)
  }
  const guards = guardsOf<[], Promise<SignedIn>>(0, (_context, requirement, options) =>
    decide(requirement, options),
  )
  // What is wrong with a guard rejects, as all that it does.
  const entries = Object.entries(guards).map(([name, guard]) => [
    name,
    async (...args: never[]) => guard(...args),
  ])
  return Object.fromEntries(entries)
}
