import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { arrayOf, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the provider accounts that a user signs in with. The list has no pages: the API returns all accounts.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{id}/identities`
 */
export function listUserIdentities(
  api: Api,
  { userId }: ListUserIdentitiesParams,
  options?: CallOptions,
): Promise<Identity[]> {
  const at = path`/user_management/users/${userId}/identities`
  return request(api, { method: 'GET', path: at, read: readIdentities, result: 'identities' }, options)
}

export interface ListUserIdentitiesParams {
  userId: string
}

/** An account at a provider. It has no ID in the API. */
export interface Identity {
  /** The user's ID at the provider. */
  idpId: string
  type: 'OAuth' | (string & {})
  /** The provider, spelled as in `getAuthorizationUrl`, for example `GitHubOAuth`. */
  provider: string
}

const readIdentities = arrayOf(
  object<Identity>({
    idpId: 'string',
    // Only this endpoint spells it `GithubOAuth`.
    provider: (provider) => (provider === 'GithubOAuth' ? 'GitHubOAuth' : provider),
  }),
)
