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

/** Options for what a guard does with users who do not pass. */
export interface RequireOptions extends OptionsOfGuards {
  /** Default: the current request. */
  event?: RequestEvent
}

type OwnGuards = Guards<[], SignedIn, SignedInToOrganization, RequireOptions>

/** Returns users who meet the requirement, and throws Kit's redirect or error for everyone else. */
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
 * Returns the signed-in user. Visitors are redirected to the sign-in page, or get status 401 where a redirect does not help
 * (remote queries and commands, endpoints called by scripts). Status 503 if the API cannot be reached. Works in `load`,
 * actions, endpoints, remote functions and hooks.
 */
export const requireUser: OwnGuards['requireUser'] = guards.requireUser

/**
 * Returns the signed-in user with an active organization: any, or the one with the given id. An `id` that is passed but empty,
 * such as a parameter of another route, is refused with 403.
 */
export const requireOrganization: OwnGuards['requireOrganization'] = guards.requireOrganization
/** Returns the signed-in user if they have the role, or one of several roles; 403 otherwise. */
export const requireRole: OwnGuards['requireRole'] = guards.requireRole
/** Returns the signed-in user if they have the permission, or all of several permissions; 403 otherwise. */
export const requirePermission: OwnGuards['requirePermission'] = guards.requirePermission
/** Returns the signed-in user if they meet the whole requirement. All other guards, and the rules of routes, use it. */
export const requireAccess: OwnGuards['requireAccess'] = guards.requireAccess

/**
 * Remote functions for signed-in users: the guard runs first, before the schema, and the function receives the user. There is
 * no `prerender`, because its result would be a file for everyone.
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
   * An action of a page. A user who does not pass gets the form back (`fail`) with status 401, 403 or 503 and
   * `{ error: { message } }`, instead of being redirected. For pages that stay open to such users.
   */
  action<Output>(
    action: (event: RequestEvent, auth: SignedIn) => MaybePromise<Output>,
  ): (event: RequestEvent) => Promise<Output | ActionFailure<{ error: { message: string } }>>
  /** The same, only for users who meet the requirement. */
  with(requirement: Requirement): Authed
}

/** Guarded queries. */
export interface AuthedQuery {
  <Output>(fn: (auth: SignedIn) => MaybePromise<Output>): RemoteQueryFunction<void, Output>
  <S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Output>,
  ): RemoteQueryFunction<InputOf<S>, Output, OutputOf<S>>
  /**
   * Combines several calls into one request: the function receives all arguments, and returns a function that looks up each
   * result.
   */
  batch<S extends Schema, Output>(
    schema: S,
    fn: (items: OutputOf<S>[], auth: SignedIn) => MaybePromise<(item: OutputOf<S>, index: number) => Output>,
  ): RemoteQueryFunction<InputOf<S>, Output, OutputOf<S>>
  /** Streams values. The guard runs when the connection starts, not for each value. */
  live<Output>(fn: (auth: SignedIn) => MaybePromise<Values<Output>>): RemoteLiveQueryFunction<void, Output>
  live<S extends Schema, Output>(
    schema: S,
    fn: (argument: OutputOf<S>, auth: SignedIn) => MaybePromise<Values<Output>>,
  ): RemoteLiveQueryFunction<InputOf<S>, Output, OutputOf<S>>
}

type Values<T> = AsyncIterable<T> | AsyncIterator<T> | Iterable<T> | Iterator<T>

/** The part of a Standard Schema that its types need. */
interface Schema<Input = unknown> {
  readonly '~standard': { readonly types?: { readonly input: Input; readonly output: unknown } | undefined }
}
type InputOf<S extends Schema> = NonNullable<S['~standard']['types']>['input']
type OutputOf<S extends Schema> = NonNullable<S['~standard']['types']>['output']

type Guarded = (...given: unknown[]) => unknown
type Wrapper = (schemaOrFn: unknown, fn?: Guarded) => unknown

function authedWith(requirement: Requirement): Authed {
  // A criterion without a value stops the app where it is written, not when a user arrives.
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

/** A schema is app code and may access data, so it runs only for users who pass. */
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
