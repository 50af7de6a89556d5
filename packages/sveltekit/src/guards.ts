import type { Permission, Role } from '@latchkey/core'
import type { SignedIn } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import type {
  RemoteCommand,
  RemoteForm,
  RemoteFormInput,
  RemoteFormInvalidField,
  RemoteQueryFunction,
} from '$app/server'
import { command, form, getRequestEvent, query } from '$app/server'
import type { RefuseOptions } from './answers.ts'
import { refuse } from './answers.ts'
import type { Auth } from './auth.ts'
import { missingHook } from './auth.ts'

/** How a guard treats those it does not let through. */
export interface RequireOptions extends RefuseOptions {
  /** Default: the request being answered. */
  event?: RequestEvent
  /** Whether somebody acting as the user gets through. Default `true`. */
  allowImpersonation?: boolean
}

/** What somebody must be to get through. Several permissions: all of them; several roles: one of them. */
export interface Requirement {
  permission?: Permission | readonly Permission[]
  role?: Role | readonly Role[]
  /** `true`, or the id of the organization that must be open. */
  organization?: true | string
}

/** Who sent the request. @throws {Error} when the `latchkey` hook has not run: closed, never open. */
export function getAuth(event: RequestEvent = getRequestEvent()): Auth {
  // Typed as always there; a hook that is missing or comes too late leaves it out.
  const { auth } = event.locals as Partial<App.Locals>
  if (auth === undefined) throw missingHook()
  return auth
}

/**
 * The signed-in person. Everybody else is sent to the sign-in page, or gets a 401 where a redirect makes no sense
 * (remote queries and commands, endpoints called by scripts); 503 while it cannot be told who it is.
 * Works in `load`, actions, endpoints, remote functions and hooks.
 */
export const requireUser = (options: RequireOptions = {}): SignedIn => requireThat({}, options)

/** The signed-in person, with an organization open: any, or the one of that id. */
export function requireOrganization(
  options: RequireOptions & { id?: string } = {},
): SignedIn & { organizationId: string } {
  return requireThat({ organization: options.id ?? true }, options) as SignedIn & { organizationId: string }
}

/** The signed-in person, if they have the permission, or all of several; 403 otherwise. */
export const requirePermission = (
  permission: Permission | readonly Permission[],
  options: RequireOptions = {},
): SignedIn => requireThat({ permission }, options)

/** The signed-in person, if they have the role, or one of several; 403 otherwise. */
export const requireRole = (role: Role | readonly Role[], options: RequireOptions = {}): SignedIn =>
  requireThat({ role }, options)

/** One guard for all: every other one, and the rules of routes, ask here. */
export function requireThat(requirement: Requirement, options: RequireOptions = {}): SignedIn {
  const event = options.event ?? getRequestEvent()
  const auth = getAuth(event)
  if (auth.status !== 'signed-in') return refuse(event, auth, options)
  const { permission, role, organization } = requirement
  if (organization !== undefined && auth.organizationId === undefined)
    return refuse(event, 'organization', options)
  const isMet =
    (organization === undefined || organization === true || organization === auth.organizationId) &&
    list(permission).every((one) => auth.permissions.includes(one)) &&
    (role === undefined || list(role).some((one) => auth.roles.includes(one))) &&
    (options.allowImpersonation !== false || auth.impersonator === undefined)
  return isMet ? auth : refuse(event, 'forbidden', options)
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** Remote functions for signed-in people: the guard runs first, and the function gets who it let through. */
export interface Authed {
  query<Output>(fn: (auth: SignedIn) => MaybePromise<Output>): RemoteQueryFunction<void, Output>
  query<S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Output>,
  ): RemoteQueryFunction<InputOf<S>, Output, OutputOf<S>>
  command<Output>(fn: (auth: SignedIn) => MaybePromise<Output>): RemoteCommand<void, Output>
  command<S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Output>,
  ): RemoteCommand<InputOf<S>, Output>
  form<Output>(fn: (auth: SignedIn) => MaybePromise<Output>): RemoteForm<void, Output>
  form<S extends Schema<RemoteFormInput>, Output>(
    schema: S,
    fn: (
      data: OutputOf<S>,
      auth: SignedIn,
      issue: RemoteFormInvalidField<InputOf<S>>,
    ) => MaybePromise<Output>,
  ): RemoteForm<InputOf<S>, Output>
  /** The same for those only who meet the requirement. */
  with(requirement: Requirement): Authed
}

type MaybePromise<T> = T | Promise<T>

/** As much of a Standard Schema as its types need. */
interface Schema<Input = unknown> {
  readonly '~standard': { readonly types?: { readonly input: Input; readonly output: unknown } | undefined }
}
type InputOf<S extends Schema> = NonNullable<S['~standard']['types']>['input']
type OutputOf<S extends Schema> = NonNullable<S['~standard']['types']>['output']

type Guarded = (...given: unknown[]) => unknown
type Wrapper = (schemaOrFn: unknown, fn?: Guarded) => unknown

function authedWith(requirement: Requirement): Authed {
  const wrap =
    (kind: Wrapper): Wrapper =>
    (schemaOrFn, fn) =>
      fn === undefined
        ? kind(() => (schemaOrFn as Guarded)(requireThat(requirement)))
        : kind(schemaOrFn, (argument, ...rest) => fn(argument, requireThat(requirement), ...rest))
  return {
    query: wrap(query as Wrapper),
    command: wrap(command as Wrapper),
    form: wrap(form as Wrapper),
    with: authedWith,
  } as Authed
}

/** Guarded remote functions: `export const rename = authed.command(schema, (name, { user }) => …)`. */
export const authed: Authed = authedWith({})
