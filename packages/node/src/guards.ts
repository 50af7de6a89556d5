import type { Permission, Role } from '@latchkey/core'
import type { Requirement, SignedIn } from '@latchkey/core/server'
import { type RequireOptions, requestAuth, requireWithin } from './access.ts'

/** A signed-in user with an organization open. */
export type SignedInToOrganization = SignedIn & { organizationId: string }

/**
 * The guards of a framework. Each has two forms: in front of a route, as the framework's middleware, and within a handler,
 * with the request, where it returns the user. The form in front of a route sends browsers to the sign-in page and answers
 * scripts with 401; the form within a handler throws {@link AccessRefusedError}. Both refuse with 403 and 503 alike.
 */
export interface Guards<Asked, Middleware> {
  /** Lets signed-in users through. */
  requireUser: {
    (request: Asked): SignedIn
    (options?: RequireOptions): Middleware
  }
  /** Lets users through who have an organization open: any, or the one of that id. */
  requireOrganization: {
    (request: Asked, id?: string | undefined): SignedInToOrganization
    (options?: RequireOptions & { id?: string }): Middleware
  }
  /** Lets users through who have the role, or one of several. */
  requireRole: {
    (request: Asked, role: Role | readonly Role[]): SignedIn
    (role: Role | readonly Role[], options?: RequireOptions): Middleware
  }
  /** Lets users through who have the permission, or all of several. */
  requirePermission: {
    (request: Asked, permission: Permission | readonly Permission[]): SignedIn
    (permission: Permission | readonly Permission[], options?: RequireOptions): Middleware
  }
  /** Lets users through who meet the whole requirement. */
  requireAccess: {
    (request: Asked, requirement: Requirement): SignedIn
    (requirement: Requirement, options?: RequireOptions): Middleware
  }
}

/**
 * Makes the guards of a framework.
 *
 * @param inFront Makes the framework's middleware.
 * @param isRequest Tells a request of the framework from options.
 */
export function createGuards<Asked extends object, Middleware>(
  inFront: (requirement: Requirement, options: RequireOptions) => Middleware,
  isRequest: (value: unknown) => value is Asked,
): Guards<Asked, Middleware> {
  const within = (request: Asked, requirement: Requirement) =>
    requireWithin(requestAuth(request), requirement)

  /** A guard of one criterion, which comes first, or after the request. */
  const guardOf =
    <Criterion>(requirementOf: (criterion: Criterion) => Requirement) =>
    (first: Asked | Criterion, second?: unknown) =>
      isRequest(first)
        ? within(first, requirementOf(second as Criterion))
        : inFront(requirementOf(first), (second ?? {}) as RequireOptions)

  const guards = {
    requireUser: (first: Asked | RequireOptions = {}) =>
      isRequest(first) ? within(first, {}) : inFront({}, first),
    requireOrganization(...given: [(Asked | (RequireOptions & { id?: string }))?, string?]) {
      const [first = {}, id] = given
      // An id that is given and undefined, such as the parameter of another route, is no organization's.
      if (isRequest(first)) return within(first, { organization: given.length > 1 ? (id as string) : true })
      return inFront({ organization: 'id' in first ? (first.id as string) : true }, first)
    },
    requireRole: guardOf((role: Role | readonly Role[]) => ({ role })),
    requirePermission: guardOf((permission: Permission | readonly Permission[]) => ({ permission })),
    requireAccess: guardOf((requirement: Requirement) => requirement),
  }
  return guards as unknown as Guards<Asked, Middleware>
}
