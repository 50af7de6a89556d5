import type { Permission, Role } from '@latchkey/core'
import type { Requirement, SignedIn, SignedInToOrganization } from '@latchkey/core/server'
import { ConfigError, guardRequirement, readRequirement } from '@latchkey/core/server'
import { type RequireOptions, requestAuth, requireWithin } from './access.ts'

export type { SignedInToOrganization } from '@latchkey/core/server'

/**
 * The guards of a framework. Each has two forms: in front of a route, as the framework's middleware, and within a handler, with
 * the request as the first argument, where it returns the user. In front of a route, visitors with a browser are redirected to
 * the sign-in page and scripts get 401. Within a handler, the guard throws {@link AccessRefusedError}. Both forms refuse with
 * 403 and 503.
 */
export interface Guards<Context, Middleware> {
  /** Allows signed-in users. */
  requireUser: {
    (request: Context): SignedIn
    (options?: RequireOptions): Middleware
  }
  /** Allows users with an active organization: any, or the one with the given id. */
  requireOrganization: {
    (request: Context, id?: string | undefined): SignedInToOrganization
    (options?: RequireOptions & { id?: string }): Middleware
  }
  /** Allows users with the role, or with one of several roles. */
  requireRole: {
    (request: Context, role: Role | readonly Role[]): SignedIn
    (role: Role | readonly Role[], options?: RequireOptions): Middleware
  }
  /** Allows users with the permission, or with all of several permissions. */
  requirePermission: {
    (request: Context, permission: Permission | readonly Permission[]): SignedIn
    (permission: Permission | readonly Permission[], options?: RequireOptions): Middleware
  }
  /** Allows users who meet the whole requirement. */
  requireAccess: {
    (request: Context, requirement: Requirement): SignedIn
    (requirement: Requirement, options?: RequireOptions): Middleware
  }
}

/**
 * Creates the guards of a framework.
 *
 * @param inFront Creates the framework's middleware.
 * @param isRequest Distinguishes a request of the framework from options.
 */
export function createGuards<Context extends object, Middleware>(
  inFront: (requirement: Requirement, options: RequireOptions) => Middleware,
  isRequest: (value: unknown) => value is Context,
): Guards<Context, Middleware> {
  const within = (request: Context, requirement: Requirement, more: readonly unknown[] = []) => {
    if (more.length === 0) return requireWithin(requestAuth(request), requirement)
    // Ignoring the options would allow users whom they are meant to exclude.
    throw new ConfigError(
      'option_invalid',
      'A guard within a handler takes no options. Use requireAccess(request, requirement).',
    )
  }

  /** An invalid guard in front of a route stops the app at startup, not when a user arrives. */
  const before = (requirement: Requirement, options: RequireOptions = {}, own?: readonly string[]) =>
    inFront(readRequirement(guardRequirement(requirement, options, own), 'The guard'), options)

  /** A guard with one criterion, which is the first argument, or the one after the request. */
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
      // An id that is passed as undefined, such as a parameter of another route, matches no organization.
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
