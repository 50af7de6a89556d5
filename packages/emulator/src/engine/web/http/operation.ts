import type * as v from 'valibot'
import type { EngineContext } from '../../context/engine-context.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Schema = v.GenericSchema

/**
 * How a request names its environment: by the API key it carries, or, where a browser or a public client
 * asks, by a client ID or a session id.
 */
export type Access =
  | 'api_key'
  | 'client_in_body'
  | 'client_in_query'
  | 'client_in_path'
  | 'session_in_query'
  | 'profile_token'
  | 'logout_token'

/** What an operation returns; `body` undefined means an empty response without a content type. */
export interface ApiResponse {
  status: number
  body?: unknown
  headers?: Record<string, string>
  /** Makes the body, once what the operation has written is committed: for work that takes long and writes nothing. */
  finish?(): Promise<unknown>
}

/** A request to the API, however it travelled. */
export interface ApiRequest {
  method: string
  /** With the query; absolute or not. */
  url: string
  path: string
  /** By its name in lower case. */
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

/** One row of the API: validates the request, documents itself in `/openapi.json` and is checked in strict mode. */
export interface Operation {
  id: string
  method: Method
  path: string
  summary: string
  /** Default `api_key`. */
  access?: Access
  query?: Schema
  body?: Schema
  /** Documented fields that the emulator does not have: a request that sends one is refused by its name. */
  notEmulated?: readonly string[]
  /** What `/openapi.json` says of the body, where an operation reads it itself. */
  documentedBody?: Schema
  /** Response schemas by status; null is an empty response. */
  responses: Record<number, Schema | null>
  /** Codes of its own refusals by status; those that many operations share are known without it. */
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

/** Types the handler from its path and schemas, then forgets them, so that operations fit in one list. */
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
