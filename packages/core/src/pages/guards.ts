import type { SignedIn } from '../session/auth.ts'
import type { Permission, Role } from '../session/register.ts'
import type { Requirement } from '../session/requirement.ts'
import { guardRequirement } from './access.ts'
import type { RequireOptions } from './guard.ts'

/** A signed-in user with an active organization. */
export type SignedInToOrganization = SignedIn & { organizationId: string }

/**
 * The guards of a framework's package. Their first arguments, such as those of a loader, depend on the framework.
 *
 * @typeParam Context The arguments before a guard's own.
 * @typeParam Passed What a guard returns: the user, or a promise of one.
 * @typeParam PassedToOrganization The same, for a user with an active organization.
 * @typeParam Options The options of each guard, including those of the framework.
 */
export interface Guards<
  Context extends unknown[],
  Passed = SignedIn,
  PassedToOrganization = SignedInToOrganization,
  Options extends RequireOptions = RequireOptions,
> {
  /** Allows signed-in users. */
  requireUser(...args: [...context: Context, options?: Options]): Passed
  /** Allows users with an active organization: any, or the one with the given id. */
  requireOrganization(
    ...args: [...context: Context, options?: Options & { id?: string }]
  ): PassedToOrganization
  /** Allows users with the role, or with one of several roles. */
  requireRole(...args: [...context: Context, role: Role | readonly Role[], options?: Options]): Passed
  /** Allows users with the permission, or with all of several permissions. */
  requirePermission(
    ...args: [...context: Context, permission: Permission | readonly Permission[], options?: Options]
  ): Passed
  /** Allows users who meet the whole requirement. */
  requireAccess(...args: [...context: Context, requirement: Requirement, options?: Options]): Passed
}

/**
 * Creates the guards of a framework's package.
 *
 * @param contextCount The number of arguments before a guard's own.
 * @param decide Returns the user if the parsed requirement is met, and otherwise redirects or throws.
 * @param own The names of the framework's own options. Default: none.
 */
export function createGuards<
  Context extends unknown[],
  Passed = SignedIn,
  PassedToOrganization = Passed,
  Options extends RequireOptions = RequireOptions,
>(
  contextCount: Context['length'],
  decide: (context: Context, requirement: Requirement, options: Options) => Passed,
  own: readonly string[] = [],
): Guards<Context, Passed, PassedToOrganization, Options> {
  function pass(
    args: unknown[],
    requirement: Requirement,
    options: RequireOptions,
    more: readonly string[] = [],
  ): Passed {
    const whole = guardRequirement(requirement, options, [...own, ...more])
    return decide(args.slice(0, contextCount) as Context, whole, options as Options)
  }
  /** A guard whose first own argument is a criterion. */
  const guardOf =
    <Criterion>(requirementOf: (criterion: Criterion) => Requirement) =>
    (...args: unknown[]) => {
      const [criterion, options = {}] = args.slice(contextCount) as [Criterion, RequireOptions?]
      return pass(args, requirementOf(criterion), options)
    }
  const guards = {
    requireUser(...args: unknown[]) {
      const [options = {}] = args.slice(contextCount) as [RequireOptions?]
      return pass(args, {}, options)
    },
    requireOrganization(...args: unknown[]) {
      const [options = {}] = args.slice(contextCount) as [(RequireOptions & { id?: string })?]
      // An id that is passed as undefined, such as a parameter of another route, matches no organization.
      const organization = Object.hasOwn(options, 'id') ? (options.id as string) : true
      return pass(args, { organization }, options, ['id'])
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Context, Passed, PassedToOrganization, Options>
}
