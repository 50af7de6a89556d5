import type { Permission, Role } from '@latchkey/core'
import type { Requirement, SignedIn, SignedInToOrganization } from '@latchkey/core/server'
import { ConfigError, guardRequirement, readRequirement } from '@latchkey/core/server'
import { type RequireOptions, requestAuth, requireWithin } from './access.ts'

export type { SignedInToOrganization } from '@latchkey/core/server'

/**
 * The guards of a framework. Each has two forms: in front of a route, as the framework's middleware, and within a handler,
 * with the request, where it returns the user. The form in front of a route sends browsers to the sign-in page and gives
 * scripts 401; the form within a handler throws {@link AccessRefusedError}. Both refuse with 403 and 503 alike.
 */
export interface Guards<Context, Middleware> {
  /** Lets signed-in users through. */
  requireUser: {
    (request: Context): SignedIn
    (options?: RequireOptions): Middleware
  }
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization: {
    (request: Context, id?: string | undefined): SignedInToOrganization
    (options?: RequireOptions & { id?: string }): Middleware
  }
  /** Lets users through who have the role, or one of several. */
  requireRole: {
    (request: Context, role: Role | readonly Role[]): SignedIn
    (role: Role | readonly Role[], options?: RequireOptions): Middleware
  }
  /** Lets users through who have the permission, or all of several. */
  requirePermission: {
    (request: Context, permission: Permission | readonly Permission[]): SignedIn
    (permission: Permission | readonly Permission[], options?: RequireOptions): Middleware
  }
  /** Lets users through who meet the whole requirement. */
  requireAccess: {
    (request: Context, requirement: Requirement): SignedIn
    (requirement: Requirement, options?: RequireOptions): Middleware
  }
}

/**
 * Makes the guards of a framework.
 *
 * @param inFront Makes the framework's middleware.
 * @param isRequest Tells a request of the framework from options.
 */
export function createGuards<Context extends object, Middleware>(
  inFront: (requirement: Requirement, options: RequireOptions) => Middleware,
  isRequest: (value: unknown) => value is Context,
): Guards<Context, Middleware> {
  const within = (request: Context, requirement: Requirement, more: readonly unknown[] = []) => {
    if (more.length === 0) return requireWithin(requestAuth(request), requirement)
    // Dropping them would let in whom they are to keep out.
    throw new ConfigError(
      'option_invalid',
      'A guard within a handler takes no options. Use requireAccess(request, requirement).',
    )
  }

  /** What is wrong with a guard in front of a route stops the app where it is written down, not a user. */
  const before = (requirement: Requirement, options: RequireOptions = {}, own?: readonly string[]) =>
    inFront(readRequirement(guardRequirement(requirement, options, own), 'The guard'), options)

  /** A guard of one criterion, which comes first, or after the request. */
  const guardOf =
    <Criterion>(requirementOf: (criterion: Criterion) => Requirement) =>
    (first: Context | Criterion, second?: unknown, ...more: unknown[]) =>
      isRequest(first)
        ? within(first, requirementOf(second as Criterion), more)
        : before(requirementOf(first), second as RequireOptions | undefined)

  const guards = {
    requireUser: (first: Context | RequireOptions = {}, ...more: unknown[]) =>
      isRequest(first) ? within(first, {}, more) : before({}, first),
    requireOrganization(...args: [(Context | (RequireOptions & { id?: string }))?, string?, ...unknown[]]) {
      const [first = {}, id, ...more] = args
      // An id that is given and undefined, such as the parameter of another route, is no organization's.
      if (isRequest(first))
        return within(first, { organization: args.length > 1 ? (id as string) : true }, more)
      const isForOne = Object.hasOwn(first, 'id')
      return before({ organization: isForOne ? (first.id as string) : true }, first, ['id'])
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Context, Middleware>
}
