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
 * @typeParam Context What comes before a guard's own arguments.
 * @typeParam Passed What a guard returns: the user, or a promise of one.
 * @typeParam PassedToOrganization The same, of a user who has an organization open.
 */
export interface Guards<
  Context extends unknown[],
  Passed = SignedIn,
  PassedToOrganization = SignedInToOrganization,
> {
  /** Lets signed-in users through. */
  requireUser(...args: [...context: Context, options?: RequireOptions]): Passed
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization(
    ...args: [...context: Context, options?: RequireOptions & { id?: string }]
  ): PassedToOrganization
  /** Lets users through who have the role, or one of several. */
  requireRole(...args: [...context: Context, role: Role | readonly Role[], options?: RequireOptions]): Passed
  /** Lets users through who have the permission, or all of several. */
  requirePermission(
    ...args: [...context: Context, permission: Permission | readonly Permission[], options?: RequireOptions]
  ): Passed
  /** Lets users through who meet the whole requirement. */
  requireAccess(...args: [...context: Context, requirement: Requirement, options?: RequireOptions]): Passed
}

/**
 * Makes the guards of a framework's package of the one thing that is its own.
 *
 * @param contextCount How many arguments come before a guard's own.
 * @param decide Lets a user through who meets the requirement, which has been read, and sends everyone else away.
 */
export function createGuards<Context extends unknown[], Passed = SignedIn, PassedToOrganization = Passed>(
  contextCount: Context['length'],
  decide: (context: Context, requirement: Requirement, options: RequireOptions) => Passed,
): Guards<Context, Passed, PassedToOrganization> {
  /** A guard whose own first argument is a criterion. */
  const guardOf =
    <Criterion>(requirementOf: (criterion: Criterion) => Requirement) =>
    (...args: unknown[]) => {
      const [criterion, options = {}] = args.slice(contextCount) as [Criterion, RequireOptions?]
      const requirement = guardRequirement(requirementOf(criterion), options)
      return decide(args.slice(0, contextCount) as Context, requirement, options)
    }
  const guards = {
    requireUser(...args: unknown[]) {
      const [options = {}] = args.slice(contextCount) as [RequireOptions?]
      return decide(args.slice(0, contextCount) as Context, guardRequirement({}, options), options)
    },
    requireOrganization(...args: unknown[]) {
      const [options = {}] = args.slice(contextCount) as [(RequireOptions & { id?: string })?]
      // An id that is given and undefined, such as the parameter of another route, is no organization's.
      const organization = Object.hasOwn(options, 'id') ? (options.id as string) : true
      const requirement = guardRequirement({ organization }, options, ['returnTo', 'onMissing', 'id'])
      return decide(args.slice(0, contextCount) as Context, requirement, options)
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Context, Passed, PassedToOrganization>
}
