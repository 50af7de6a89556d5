import * as v from 'valibot'
import { fromJson } from '../../storage/json.ts'
import type { AuthorizedApplicationRow } from '../../storage/tables.ts'

export const Application = v.object({
  object: v.literal('connect_application'),
  id: v.string(),
  client_id: v.string(),
  name: v.string(),
  description: v.nullable(v.string()),
  scopes: v.array(v.string()),
  application_type: v.literal('oauth'),
  redirect_uris: v.array(v.object({ uri: v.string(), default: v.boolean() })),
  uses_pkce: v.boolean(),
  is_first_party: v.literal(true),
  created_at: v.string(),
  updated_at: v.string(),
})

export const AuthorizedApplication = v.object({
  object: v.literal('authorized_connect_application'),
  id: v.string(),
  granted_scopes: v.array(v.string()),
  oauth_resource: v.optional(v.string()),
  application: Application,
})

/** In the list of an organization: includes the user who authorized it. */
export const MemberAuthorizedApplication = v.object({
  ...AuthorizedApplication.entries,
  user_id: v.string(),
})

export function presentAuthorizedApplication(
  row: AuthorizedApplicationRow,
): v.InferOutput<typeof AuthorizedApplication> {
  return {
    object: 'authorized_connect_application',
    id: row.id,
    granted_scopes: fromJson(row.granted_scopes),
    ...(row.oauth_resource !== null && { oauth_resource: row.oauth_resource }),
    application: fromJson(row.application),
  }
}
