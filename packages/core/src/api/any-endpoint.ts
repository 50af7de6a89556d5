import { ConfigError } from '../errors/index.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { templatePath } from './request/path-template.ts'
import type { Query } from './request/query.ts'
import { request as send } from './request/request.ts'

/**
 * Calls an endpoint that has no function of its own, with the retries, time limit, idempotency key and errors of those
 * that have one. Names are those of the API's reference in every place: nothing is renamed, neither what is sent nor what
 * comes back. `T` is the response's type as you know it; it is not checked. An empty response is `undefined`.
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
   * Below the base URL, with a leading slash: `/vault/v1/kv/{object_id}`. An id that stands in braces comes from `ids`,
   * and is replaced by `{}` in `onEvent`; text outside of braces is reported as it is written here.
   */
  path: string
  /** The ids for the braces of `path`. Each stays within its segment, whatever it holds. */
  ids?: Readonly<Record<string, string>>
  /** An array repeats its parameter; `undefined` is left out; an empty value is refused, as in the filters of a list. */
  query?: Query
  /** Sent as JSON. Not for `GET`. */
  body?: object
  /**
   * The call spends something that works once, such as a code: it gets no idempotency key and is repeated only when it
   * certainly did not arrive. Default: `false`.
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
  const problem = method === 'GET' ? 'A GET has no body. Use query.' : 'body must be an object or an array.'
  throw new ConfigError('input_invalid', problem, { option: 'body' })
}
