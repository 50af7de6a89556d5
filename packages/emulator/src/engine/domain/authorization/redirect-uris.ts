import { failWithMessage, invalidField, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { isRedirectUri } from '../../contract/redirect-uri.ts'
import { toFlag } from '../../storage/json.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { RedirectUriRow } from '../../storage/tables.ts'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

export function listRedirectUris(context: EngineContext, page: PageQuery): Promise<Page<RedirectUriRow>> {
  const rows = context.db.selectFrom('redirect_uris').selectAll('redirect_uris')
  return readPage(rows, 'redirect_uris', page, (id) => findRedirectUri(context, id))
}

function findRedirectUri(context: EngineContext, id: string): Promise<RedirectUriRow | undefined> {
  return context.db.selectFrom('redirect_uris').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Fails with 422 `invalid_uri` or `uri_already_registered`. */
export async function createRedirectUri(context: EngineContext, uri: string): Promise<RedirectUriRow> {
  if (!isRedirectUri(uri)) throw invalidField('uri', 'invalid_uri', 'This is not a valid redirect URI.')
  const row = await registerRedirectUri(context, uri, false)
  if (row === undefined)
    throw invalidField('uri', 'uri_already_registered', 'This URI is already registered.')
  return row
}

/** Undefined if it was already registered. */
export function registerRedirectUri(
  context: EngineContext,
  uri: string,
  isDefault: boolean,
): Promise<RedirectUriRow | undefined> {
  const now = context.clock.now()
  return context.db
    .insertInto('redirect_uris')
    .values({
      id: context.ids.next('redir'),
      uri,
      is_default: toFlag(isDefault),
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) => on.column('uri').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Fails with 404, or with 409 if it is the default. */
export async function deleteRedirectUri(context: EngineContext, id: string): Promise<void> {
  const row = await findRedirectUri(context, id)
  if (row === undefined) throw notFound('Redirect URI', id)
  if (row.is_default === 1) throw failWithMessage(409, 'The default redirect URI cannot be removed.')
  await context.db.deleteFrom('redirect_uris').where('id', '=', id).execute()
}

/** Whether a browser can be redirected to this URI: an exact or wildcard match in the list, or loopback if that is allowed. */
export async function isRegisteredRedirect(context: EngineContext, uri: string): Promise<boolean> {
  if (!isRedirectUri(uri)) return false
  const rows = await context.db.selectFrom('redirect_uris').select('uri').execute()
  if (rows.some((row) => matches(row.uri, uri))) return true
  return context.settings.allow_loopback_redirects && isLoopback(uri)
}

/** Where to redirect if the application named no page, or one that is not registered. */
export async function defaultRedirect(context: EngineContext): Promise<string> {
  if (context.settings.logout_url !== null) return context.settings.logout_url
  const row = await context.db
    .selectFrom('redirect_uris')
    .select('uri')
    .where('is_default', '=', 1)
    .executeTakeFirst()
  return row === undefined
    ? `${context.config.baseUrl}/hosted/${context.clientId}/signed-out`
    : new URL(row.uri).origin
}

function isLoopback(uri: string): boolean {
  const { protocol, hostname, username, password } = new URL(uri)
  if (username !== '' || password !== '') return false
  const local = LOOPBACK_HOSTS.has(hostname) || hostname.endsWith('.localhost')
  return (protocol === 'http:' || protocol === 'https:') && local
}

/** One `*` in the leftmost label matches letters, digits, `-` and `_`, but never a dot. */
function matches(registered: string, uri: string): boolean {
  const [before, after] = registered.split('*')
  if (before === undefined || after === undefined) return registered === uri
  if (!uri.startsWith(before) || !uri.endsWith(after) || uri.length < before.length + after.length)
    return false
  return /^[A-Za-z0-9_-]+$/.test(uri.slice(before.length, uri.length - after.length))
}
