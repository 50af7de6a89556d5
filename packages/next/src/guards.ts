import type { Permission, Role } from '@latchkey/core'
import type { Requirement, RequireOptions, SignedIn } from '@latchkey/core/server'
import { AccessRefusedError, decideAccess, guardRequirement } from '@latchkey/core/server'
import { notFound, redirect } from 'next/navigation'
import type { Asked } from './asked.ts'
import { routerPath } from './router-path.ts'

/** A signed-in user with an organization open. */
export type SignedInToOrganization = SignedIn & { organizationId: string }

/**
 * Guards for pages, layouts' parts, data functions, metadata and server actions. Each returns the user, or leads to the
 * sign-in page and back (by Next's `redirect()`), shows the not-found page to a user who is not allowed, and throws
 * `AccessRefusedError` where the session cannot be checked right now. With `onMissing: 'error'` all three throw that
 * error. Do not call them within `try`: Next redirects by throwing.
 */
export interface Guards {
  /** Lets signed-in users through. */
  requireUser(options?: RequireOptions): Promise<SignedIn>
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization(options?: RequireOptions & { id?: string }): Promise<SignedInToOrganization>
  /** Lets users through who have the role, or one of several. */
  requireRole(role: Role | readonly Role[], options?: RequireOptions): Promise<SignedIn>
  /** Lets users through who have the permission, or all of several. */
  requirePermission(
    permission: Permission | readonly Permission[],
    options?: RequireOptions,
  ): Promise<SignedIn>
  /** Lets users through who meet the whole requirement. */
  requireAccess(requirement: Requirement, options?: RequireOptions): Promise<SignedIn>
}

/** The options of a guard, `allowImpersonation` aside. */
export const REQUIRE_OPTIONS: readonly string[] = ['returnTo', 'onMissing']

export function createGuards(askedOf: () => Promise<Asked>, organizationPath: string | undefined): Guards {
  async function requireAccess(
    requirement: Requirement,
    options: RequireOptions = {},
    known = REQUIRE_OPTIONS,
  ): Promise<SignedIn> {
    const whole = guardRequirement(requirement, options, known)
    const { handler, auth, page } = await askedOf()
    const { returnTo = page, onMissing = 'redirect' } = options
    const canRedirect = onMissing === 'redirect'
    const asked = { returnTo, canRedirect, organizationPath }
    const decision = decideAccess(handler, auth, whole, asked)
    if (decision.outcome === 'allowed') return decision.auth
    if (decision.outcome === 'redirect') redirect(routerPath(handler.appPath, decision.location))
    // A page has no status of its own. Next's 403 is experimental, and an error of a page is a 500.
    if (decision.status === 403 && canRedirect) notFound()
    throw new AccessRefusedError(decision)
  }
  return {
    requireAccess: (requirement, options) => requireAccess(requirement, options),
    requireUser: (options) => requireAccess({}, options),
    requireOrganization: (options = {}) =>
      requireAccess(
        // An id that is given and undefined, such as the parameter of another route, is no organization's.
        { organization: Object.hasOwn(options, 'id') ? (options.id as string) : true },
        options,
        [...REQUIRE_OPTIONS, 'id'],
      ) as Promise<SignedInToOrganization>,
    requireRole: (role, options) => requireAccess({ role }, options),
    requirePermission: (permission, options) => requireAccess({ permission }, options),
  }
}
