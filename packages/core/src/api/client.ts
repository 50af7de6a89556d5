import type { RequestParams, request } from './any-endpoint.ts'
import { operations } from './operations.ts'
import { type Api, type ApiOptions, createApi } from './request/api.ts'
import type { CallOptions } from './request/call.ts'

type Operations = typeof operations

/** An operation without its first argument. */
export type Bound<F> = F extends (api: Api, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never

/** A client with every operation as a method: `client.getUser({ userId })`. */
export type Client = { readonly [Name in Exclude<keyof Operations, 'request'>]: Bound<Operations[Name]> } & {
  /** The first argument of operations as functions: `getUser(client.api, { userId })`. */
  readonly api: Api
  /** Calls an endpoint that has no method, with {@link request}. Declared here to keep its type parameter. */
  request<T = unknown>(params: RequestParams, options?: CallOptions): Promise<T>
}

/**
 * Creates a client with every operation as a method. For a smaller bundle, create an `api` with
 * {@link createApi} and import the functions that you use.
 *
 * Fails with the `ConfigError`s of `createApi`.
 */
export function createClient(options: ApiOptions = {}): Client {
  const api = createApi(options)
  const bound = Object.entries(operations).map(([name, operation]) => {
    const call = operation as (api: Api, ...rest: unknown[]) => unknown
    return [name, (...rest: unknown[]) => call(api, ...rest)]
  })
  return { ...Object.fromEntries(bound), api } as Client
}
