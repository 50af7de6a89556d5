import type {
  Guards,
  RequireOptions as OptionsOfGuards,
  Requirement,
  SignedIn,
  SignedInToOrganization,
} from '@latchkey/core/server'
import { createGuards, readRequirement } from '@latchkey/core/server'
import type { ActionFailure, RequestEvent } from '@sveltejs/kit'
import { fail, isHttpError } from '@sveltejs/kit'
import { command, form, getRequestEvent, query } from '$app/server'
import { decide, refuse } from './access.ts'
import type {
  MaybePromise,
  RemoteCommand,
  RemoteForm,
  RemoteFormInput,
  RemoteFormInvalidField,
  RemoteLiveQueryFunction,
  RemoteQueryFunction,
} from './kit-types.ts'

/** How a guard treats those it does not let through. */
export interface RequireOptions extends OptionsOfGuards {
  /** Default: the request being answered. */
  event?: RequestEvent
}

type OwnGuards = Guards<[], SignedIn, SignedInToOrganization, RequireOptions>

/** Lets a user through who meets the requirement; throws what Kit sends to everyone else. */
const guards = createGuards<[], SignedIn, SignedIn, RequireOptions>(
  0,
  (_context, requirement, options) => {
    const { event = getRequestEvent() } = options
    const decision = decide(event, requirement, options)
    return decision.outcome === 'allowed' ? decision.auth : refuse(event, decision)
  },
  ['event'],
) as OwnGuards

/**
 * The signed-in user. Visitors are redirected to the sign-in page, or get a 401 where a redirect makes no sense
 * (remote queries and commands, endpoints called by scripts); 503 when the API cannot be reached.
 * Works in `load`, actions, endpoints, remote functions and hooks.
 */
export const requireUser: OwnGuards['requireUser'] = guards.requireUser

/**
 * The signed-in user, with an organization open: any, or the one of that id. An `id` that is given and empty, such as
 * a parameter of another route, is nobody's: 403.
 */
export const requireOrganization: OwnGuards['requireOrganization'] = guards.requireOrganization
/** The signed-in user, if they have the role, or one of several; 403 otherwise. */
export const requireRole: OwnGuards['requireRole'] = guards.requireRole
/** The signed-in user, if they have the permission, or all of several; 403 otherwise. */
export const requirePermission: OwnGuards['requirePermission'] = guards.requirePermission
/** The signed-in user, if they meet the whole requirement. Every other guard, and the rules of routes, ask here. */
export const requireAccess: OwnGuards['requireAccess'] = guards.requireAccess

/**
 * Remote functions for signed-in users: the guard runs first, before the schema too, and the function gets the user it
 * let through. There is no `prerender`: its result is a file for everyone.
 */
export interface Authed {
  query: AuthedQuery
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
  /**
   * An action of a page. Users who are not let through get the form back (`fail`) with 401, 403 or 503 and
   * `{ error: { message } }`, instead of being sent away from it. For pages that stay open to them.
   */
  action<Output>(
    action: (event: RequestEvent, auth: SignedIn) => MaybePromise<Output>,
  ): (event: RequestEvent) => Promise<Output | ActionFailure<{ error: { message: string } }>>
  /** The same for those only who meet the requirement. */
  with(requirement: Requirement): Authed
}

/** Guarded queries. */
export interface AuthedQuery {
  <Output>(fn: (auth: SignedIn) => MaybePromise<Output>): RemoteQueryFunction<void, Output>
  <S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Output>,
  ): RemoteQueryFunction<InputOf<S>, Output, OutputOf<S>>
  /** Several calls in one request: the function gets their arguments, and returns what finds the result of each. */
  batch<S extends Schema, Output>(
    schema: S,
    fn: (items: OutputOf<S>[], auth: SignedIn) => MaybePromise<(item: OutputOf<S>, index: number) => Output>,
  ): RemoteQueryFunction<InputOf<S>, Output, OutputOf<S>>
  /** Values as they come. The guard is asked when the connection begins, not for each value. */
  live<Output>(fn: (auth: SignedIn) => MaybePromise<Values<Output>>): RemoteLiveQueryFunction<void, Output>
  live<S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Values<Output>>,
  ): RemoteLiveQueryFunction<InputOf<S>, Output, OutputOf<S>>
}

type Values<T> = AsyncIterable<T> | AsyncIterator<T> | Iterable<T> | Iterator<T>

/** As much of a Standard Schema as its types need. */
interface Schema<Input = unknown> {
  readonly '~standard': { readonly types?: { readonly input: Input; readonly output: unknown } | undefined }
}
type InputOf<S extends Schema> = NonNullable<S['~standard']['types']>['input']
type OutputOf<S extends Schema> = NonNullable<S['~standard']['types']>['output']

type Guarded = (...given: unknown[]) => unknown
type Wrapper = (schemaOrFn: unknown, fn?: Guarded) => unknown

function authedWith(requirement: Requirement): Authed {
  // A criterion that says nothing stops the app where it is written down, not a user.
  readRequirement(requirement, 'authed.with()')
  const wrap =
    (kind: Wrapper): Wrapper =>
    (schemaOrFn, fn) =>
      fn === undefined
        ? kind(() => (schemaOrFn as Guarded)(requireAccess(requirement)))
        : kind(guarded(schemaOrFn as AnySchema, requirement), (argument, ...rest) =>
            fn(argument, requireAccess(requirement), ...rest),
          )
  return {
    query: Object.assign(wrap(query as Wrapper), {
      batch: wrap(query.batch as Wrapper),
      live: wrap(query.live as Wrapper),
    }),
    command: wrap(command as Wrapper),
    form: wrap(form as Wrapper),
    action: (action: (event: RequestEvent, auth: SignedIn) => unknown) => async (event: RequestEvent) => {
      const auth = letThrough(event, requirement)
      return 'status' in auth && auth.status === 'signed-in' ? action(event, auth) : auth
    },
    with: authedWith,
  } as Authed
}

function letThrough(
  event: RequestEvent,
  requirement: Requirement,
): SignedIn | ActionFailure<{ error: { message: string } }> {
  try {
    return requireAccess(requirement, { event, onMissing: 'error' })
  } catch (thrown) {
    if (!isHttpError(thrown)) throw thrown
    return fail(thrown.status, { error: { message: thrown.body.message } })
  }
}

type AnySchema = 'unchecked' | { '~standard': { validate: Guarded } }

/** A schema is the app's code and may look things up: it runs for those only who are let through. */
function guarded(schema: AnySchema, requirement: Requirement): AnySchema {
  if (schema === 'unchecked') return schema
  const standard = schema['~standard']
  const validate = (...given: unknown[]) => {
    requireAccess(requirement)
    return standard.validate(...given)
  }
  return { '~standard': { ...standard, validate } }
}

/** Guarded remote functions: `export const rename = authed.command(schema, (name, { user }) => …)`. */
export const authed: Authed = authedWith({})
