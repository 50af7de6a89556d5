import { ConfigError } from '../errors/index.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { templatePath } from './request/path-template.ts'
import type { Query } from './request/query.ts'
import { request as send } from './request/request.ts'

/**
 * Calls an endpoint that has no function in this package, with the same retries, timeout, idempotency key and errors as the other
 * operations. Use the names of the API's reference: nothing is renamed, in the request or in the response. `T` is the type of
 * the response, which is not checked. An empty response is returned as `undefined`.
 *
 * Fails with `ApiError`, `TransportError`, or `ConfigError` `input_invalid` for a path, query or body that must not be sent.
 */
export async function request<T = unknown>(
  api: Api,
  params: RequestParams,
  options?: CallOptions,
): Promise<T> {
  const { method, path, ids, query, body, once } = params
  checkMethod(method, body)
  const call = { method, path: templatePath(path, ids), query, body, once, verbatim: true } as const
  return (await send(api, { ...call, read: asItCame, result: 'response' }, options)) as T
}

const asItCame = (response: unknown) => response

export interface RequestParams {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Relative to the base URL, with a leading slash: `/vault/v1/kv/{object_id}`. An ID in braces is filled in from `ids`, and
   * reported as `{}` in `onEvent`; all other text is reported as written.
   */
  path: string
  /** The IDs for the braces of `path`. Each is encoded to stay within its path segment. */
  ids?: Readonly<Record<string, string>>
  /** An array repeats its parameter. `undefined` is omitted. An empty value is refused, as in list filters. */
  query?: Query
  /** Sent as JSON. Not for `GET`. */
  body?: object
  /**
   * Set it if the call uses up a single-use value, such as a code. The call then gets no idempotency key, and is
   * retried only if it provably did not arrive. Default: `false`.
   */
  once?: boolean
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function checkMethod(method: string, body: unknown): void {
  if (!METHODS.includes(method))
    throw new ConfigError('input_invalid', `method must be one of ${METHODS.join(', ')}.`, {
      option: 'method',
    })
  if (body === undefined || (typeof body === 'object' && body !== null && method !== 'GET')) return
  const problem =
    method === 'GET' ? 'A GET request has no body. Use query.' : 'body must be an object or an array.'
  throw new ConfigError('input_invalid', problem, { option: 'body' })
}
