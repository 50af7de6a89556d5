import { type Api, requireClientId } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path, renderPath } from './request/path.ts'
import type { Reader } from './request/reader.ts'
import { misshapen } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Builds the URL of the public keys that verify access tokens. Sends no request.
 *
 * Fails with `ConfigError` `client_id_missing`.
 * @see OpenAPI `GET /sso/jwks/{client_id}`
 */
export function getJwksUrl(api: Api, params: GetJwksParams = {}): string {
  return api.baseUrl + renderPath(path`/sso/jwks/${requireClientId(api, params.clientId)}`)
}

export interface GetJwksParams {
  /** Default: the client ID of the API client. */
  clientId?: string
}

/**
 * Fetches the public keys that verify access tokens, with the field names of RFC 7517.
 *
 * Fails with `ApiError` `not_found` for an unknown client ID.
 * @see OpenAPI `GET /sso/jwks/{client_id}`
 */
export async function getJwks(api: Api, params: GetJwksParams = {}, options?: CallOptions): Promise<Jwks> {
  const at = path`/sso/jwks/${requireClientId(api, params.clientId)}`
  return request(api, { method: 'GET', path: at, withoutKey: true, read: readJwks, result: 'jwks' }, options)
}

/** A JSON Web Key Set. @see RFC 7517 §5 */
export interface Jwks {
  keys: Jwk[]
}

/** A public key. @see RFC 7517 §4 */
export interface Jwk {
  kty: string
  kid?: string
  alg?: string
  use?: string
  n?: string
  e?: string
  x5c?: string[]
}

const readJwks: Reader<Jwks> = (response, at) => {
  const keys = (response as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys)) throw misshapen(`${at}.keys`)
  // Keys of an unknown type are kept: the verifier selects the key that it needs.
  return { keys: keys.filter((key): key is Jwk => typeof key?.kty === 'string') }
}
