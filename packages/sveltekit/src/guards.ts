import type { Permission, Role } from '@latchkey/core'
import type { Requirement, SignedIn } from '@latchkey/core/server'
import { checkRequirement } from '@latchkey/core/server'
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
import { getAuth } from './auth.ts'

/** How a guard treats those it does not let through. */
export interface RequireOptions extends RefuseOptions {
  /** Default: the request being answered. */
  event?: RequestEvent
  /** Whether somebody acting as the user gets through. Default `true`. */
  allowImpersonation?: boolean
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
  const { allowImpersonation = requirement.allowImpersonation } = options
  const verdict = checkRequirement(auth, { ...requirement, allowImpersonation })
  return verdict === 'met' ? auth : refuse(event, verdict, options)
}

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
