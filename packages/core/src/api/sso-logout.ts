import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { renderQuery } from './request/query.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Starts the sign-out from a profile's identity provider. Redirect the browser to `logoutUrl`.
 *
 * Fails with `ApiError` `entity_not_found`, `connection_invalid` or `bad_request`.
 * @see OpenAPI `POST /sso/logout/authorize`
 */
export function authorizeSsoLogout(
  api: Api,
  params: AuthorizeSsoLogoutParams,
  options?: CallOptions,
): Promise<SsoLogout> {
  const at = path`/sso/logout/authorize`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readLogout, result: 'ssoLogout' },
    options,
  )
}

export interface AuthorizeSsoLogoutParams {
  profileId: string
}

/** The URL that signs the user out from the provider. Both fields are readable, but redacted in logs and JSON. */
export interface SsoLogout {
  /** Secret. */
  logoutUrl: string
  /** The token that `logoutUrl` contains. Secret. */
  logoutToken: string
}

const readLogout = object<SsoLogout>({ logoutUrl: 'string', logoutToken: 'string' }, [
  'logoutUrl',
  'logoutToken',
])

/**
 * Builds the URL that signs the user out from the identity provider. Sends no request.
 * @see OpenAPI `GET /sso/logout`
 */
export function getSsoLogoutUrl(api: Api, { token }: GetSsoLogoutUrlParams): string {
  return `${api.baseUrl}/sso/logout${renderQuery({ token })}`
}

export interface GetSsoLogoutUrlParams {
  /** The `logoutToken` of {@link authorizeSsoLogout}. */
  token: string
}
