import type * as v from 'valibot'
import type { EngineContext } from '../../context/engine-context.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Schema = v.GenericSchema

/**
 * How a request identifies its environment: by its API key, or, for a browser or public client, by a client ID or session id.
 */
export type Access =
  | 'api_key'
  | 'client_in_body'
  | 'client_in_query'
  | 'client_in_path'
  | 'session_in_query'
  | 'profile_token'
  | 'logout_token'

/** The result of an operation. `body` undefined means an empty response without a content type. */
export interface ApiResponse {
  status: number
  body?: unknown
  headers?: Record<string, string>
  /** Creates the body after the writes are committed, for slow work that writes nothing. */
  finish?(): Promise<unknown>
}

/** A request to the API, independent of the transport. */
export interface ApiRequest {
  method: string
  /** Includes the query; absolute or relative. */
  url: string
  path: string
  /** By its lower-case name. */
  header(name: string): string | undefined
  text(): Promise<string>
}

export interface OperationInput<Params, Query, Body> {
  context: EngineContext
  params: Params
  query: Query
  body: Body
  authorization: string | null
  /** The `Cookie` header. */
  cookies: string | null
}

/** An operation of the API. Its schemas validate requests, describe it in `/openapi.json`, and check responses if `strict`. */
export interface Operation {
  id: string
  method: Method
  path: string
  summary: string
  /** Default `api_key`. */
  access?: Access
  query?: Schema
  body?: Schema
  /** Documented fields that the emulator does not support: a request with one is refused, and the error contains its name. */
  notEmulated?: readonly string[]
  /** The description of the body in `/openapi.json`, if the operation reads the body itself. */
  documentedBody?: Schema
  /** Response schemas by status; null means an empty response. */
  responses: Record<number, Schema | null>
  /** The operation's own error codes by status. Common ones need not be listed. */
  refusals?: Refusals
  handle(input: OperationInput<Record<string, string>, unknown, unknown>): Promise<ApiResponse> | ApiResponse
}

export type Refusals = Record<number, readonly string[]>

export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Record<Name, string> & PathParams<Rest>
  : Path extends `${string}:${infer Name}`
    ? Record<Name, string>
    : unknown

interface OperationSpec<Path extends string, Query extends Schema, Body extends Schema> {
  id: string
  method: Method
  path: Path
  summary: string
  access?: Access
  query?: Query
  body?: Body
  documentedBody?: Schema
  notEmulated?: readonly string[]
  responses: Record<number, Schema | null>
  refusals?: Refusals
  handle(
    input: OperationInput<PathParams<Path>, v.InferOutput<Query>, v.InferOutput<Body>>,
  ): Promise<ApiResponse> | ApiResponse
}

/** Types the handler by its path and schemas, then erases these types, so that all operations fit in one list. */
export function operation<
  const Path extends string,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
>(spec: OperationSpec<Path, Query, Body>): Operation {
  return spec as unknown as Operation
}

export function ok(body: unknown): ApiResponse {
  return { status: 200, body }
}

export function created(body: unknown): ApiResponse {
  return { status: 201, body }
}

export function empty(status = 200): ApiResponse {
  return { status }
}
