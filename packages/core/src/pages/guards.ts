import type { SignedIn } from '../session/auth.ts'
import type { Permission, Role } from '../session/register.ts'
import type { Requirement } from '../session/requirement.ts'
import { guardRequirement } from './access.ts'
import type { RequireOptions } from './guard.ts'

/** A signed-in user with an organization open. */
export type SignedInToOrganization = SignedIn & { organizationId: string }

/**
 * The guards of a framework's package. What each is called with first, such as the arguments of a loader, is the
 * framework's own.
 *
 * @typeParam Asked What comes before a guard's own arguments.
 * @typeParam Passed What a guard returns: the user, or a promise of one.
 * @typeParam PassedToOrganization The same, of a user who has an organization open.
 */
export interface Guards<
  Asked extends unknown[],
  Passed = SignedIn,
  PassedToOrganization = SignedInToOrganization,
> {
  /** Lets signed-in users through. */
  requireUser(...given: [...asked: Asked, options?: RequireOptions]): Passed
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization(
    ...given: [...asked: Asked, options?: RequireOptions & { id?: string }]
  ): PassedToOrganization
  /** Lets users through who have the role, or one of several. */
  requireRole(...given: [...asked: Asked, role: Role | readonly Role[], options?: RequireOptions]): Passed
  /** Lets users through who have the permission, or all of several. */
  requirePermission(
    ...given: [...asked: Asked, permission: Permission | readonly Permission[], options?: RequireOptions]
  ): Passed
  /** Lets users through who meet the whole requirement. */
  requireAccess(...given: [...asked: Asked, requirement: Requirement, options?: RequireOptions]): Passed
}

/**
 * Makes the guards of a framework's package of the one thing that is its own.
 *
 * @param askedCount How many arguments come before a guard's own.
 * @param decide Lets a user through who meets the requirement, which has been read, and sends everyone else away.
 */
export function createGuards<Asked extends unknown[], Passed = SignedIn, PassedToOrganization = Passed>(
  askedCount: Asked['length'],
  decide: (asked: Asked, requirement: Requirement, options: RequireOptions) => Passed,
): Guards<Asked, Passed, PassedToOrganization> {
  /** A guard whose own first argument is a criterion. */
  const guardOf =
    <Criterion>(requirementOf: (criterion: Criterion) => Requirement) =>
    (...given: unknown[]) => {
      const [criterion, options = {}] = given.slice(askedCount) as [Criterion, RequireOptions?]
      const requirement = guardRequirement(requirementOf(criterion), options)
      return decide(given.slice(0, askedCount) as Asked, requirement, options)
    }
  const guards = {
    requireUser(...given: unknown[]) {
      const [options = {}] = given.slice(askedCount) as [RequireOptions?]
      return decide(given.slice(0, askedCount) as Asked, guardRequirement({}, options), options)
    },
    requireOrganization(...given: unknown[]) {
      const [options = {}] = given.slice(askedCount) as [(RequireOptions & { id?: string })?]
      // An id that is given and undefined, such as the parameter of another route, is no organization's.
      const organization = Object.hasOwn(options, 'id') ? (options.id as string) : true
      const requirement = guardRequirement({ organization }, options, ['returnTo', 'onMissing', 'id'])
      return decide(given.slice(0, askedCount) as Asked, requirement, options)
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Asked, Passed, PassedToOrganization>
}
