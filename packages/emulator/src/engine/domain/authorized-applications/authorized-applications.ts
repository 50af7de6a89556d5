import { isoTime } from '../../base/clock.ts'
import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { toJson } from '../../storage/json.ts'
import { type Page, type PageQuery, pageOf } from '../../storage/read-page.ts'
import type { AuthorizedApplicationRow } from '../../storage/tables.ts'

/** The applications that a user has authorized, or that members have authorized for an organization. */
export function listAuthorizedApplications(
  context: EngineContext,
  owner: { column: 'user_id' | 'organization_id'; id: string },
  page: PageQuery,
): Promise<Page<AuthorizedApplicationRow>> {
  const rows = context.db
    .selectFrom('authorized_applications')
    .selectAll('authorized_applications')
    .where(`authorized_applications.${owner.column}`, '=', owner.id)
  return pageOf(context.db, rows, 'authorized_applications', page)
}

/** By the id of the application or of the authorization. Fails with 404. */
export async function getAuthorizedApplication(
  context: EngineContext,
  userId: string,
  id: string,
): Promise<AuthorizedApplicationRow> {
  const row = await context.db
    .selectFrom('authorized_applications')
    .selectAll()
    .where('user_id', '=', userId)
    .where((eb) => eb.or([eb('application_id', '=', id), eb('id', '=', id)]))
    .executeTakeFirst()
  if (row === undefined) throw notFound('Authorized Application', id)
  return row
}

export async function deleteAuthorizedApplication(
  context: EngineContext,
  { id }: AuthorizedApplicationRow,
): Promise<void> {
  await context.db.deleteFrom('authorized_applications').where('id', '=', id).execute()
}

export interface AuthorizedApplicationInput {
  userId: string
  organizationId: string | null
  name: string
  description?: string | undefined
  scopes: string[]
  oauthResource?: string | undefined
}

/** Records that a user has authorized an application with this name, unless they already have. */
export async function defineAuthorizedApplication(
  context: EngineContext,
  input: AuthorizedApplicationInput,
): Promise<void> {
  const now = context.clock.now()
  const applicationId = `conn_app_${input.name.replace(/\W+/g, '_').toLowerCase()}`
  await context.db
    .insertInto('authorized_applications')
    .values({
      id: context.ids.next('authorized_connect_app'),
      user_id: input.userId,
      organization_id: input.organizationId,
      application_id: applicationId,
      application: toJson({
        object: 'connect_application',
        id: applicationId,
        client_id: applicationId.replace('conn_app', 'client'),
        name: input.name,
        description: input.description ?? null,
        scopes: input.scopes,
        application_type: 'oauth',
        redirect_uris: [],
        uses_pkce: true,
        is_first_party: true,
        created_at: isoTime(now),
        updated_at: isoTime(now),
      }),
      granted_scopes: toJson(input.scopes),
      oauth_resource: input.oauthResource ?? null,
      created_at: now,
    })
    .onConflict((on) => on.columns(['user_id', 'application_id']).doNothing())
    .execute()
}
