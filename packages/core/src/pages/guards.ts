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
 * @typeParam Options What can be said to each guard, with what is the framework's own.
 */
export interface Guards<
  Context extends unknown[],
  Passed = SignedIn,
  PassedToOrganization = SignedInToOrganization,
  Options extends RequireOptions = RequireOptions,
> {
  /** Lets signed-in users through. */
  requireUser(...args: [...context: Context, options?: Options]): Passed
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization(
    ...args: [...context: Context, options?: Options & { id?: string }]
  ): PassedToOrganization
  /** Lets users through who have the role, or one of several. */
  requireRole(...args: [...context: Context, role: Role | readonly Role[], options?: Options]): Passed
  /** Lets users through who have the permission, or all of several. */
  requirePermission(
    ...args: [...context: Context, permission: Permission | readonly Permission[], options?: Options]
  ): Passed
  /** Lets users through who meet the whole requirement. */
  requireAccess(...args: [...context: Context, requirement: Requirement, options?: Options]): Passed
}

/**
 * Makes the guards of a framework's package of the one thing that is its own.
 *
 * @param contextCount How many arguments come before a guard's own.
 * @param decide Lets a user through who meets the requirement, which has been read, and sends everyone else away.
 * @param own The names of the options that are the framework's own. Default: none.
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
  /** A guard whose own first argument is a criterion. */
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
      // An id that is given and undefined, such as the parameter of another route, is no organization's.
      const organization = Object.hasOwn(options, 'id') ? (options.id as string) : true
      return pass(args, { organization }, options, ['id'])
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Context, Passed, PassedToOrganization, Options>
}
