import { Failure, fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { CorsOriginRow } from '../../storage/tables.ts'

export function listCorsOrigins(context: EngineContext, page: PageQuery): Promise<Page<CorsOriginRow>> {
  const rows = context.db.selectFrom('cors_origins').selectAll('cors_origins')
  return readPage(rows, 'cors_origins', page, (id) =>
    context.db
      .selectFrom('cors_origins')
      .select(['id', 'created_at'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
}

/** Fails with 422, or 409 `duplicate_cors_origin`. */
export async function createCorsOrigin(context: EngineContext, origin: string): Promise<CorsOriginRow> {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new Failure(422, {
      code: 'invalid_request_parameters',
      message: 'The request parameters are not valid.',
      errors: [
        {
          property: 'origin',
          constraints: { isOrigin: 'origin must consist of a scheme, a host and a port' },
        },
      ],
    })
  }
  const row = await registerCorsOrigin(context, origin)
  if (row === undefined) throw fail(409, 'duplicate_cors_origin', 'This origin is already registered.')
  return row
}

/** Undefined if it was already registered. */
export function registerCorsOrigin(
  context: EngineContext,
  origin: string,
): Promise<CorsOriginRow | undefined> {
  const now = context.clock.now()
  return context.db
    .insertInto('cors_origins')
    .values({ id: context.ids.next('cors_origin'), origin, created_at: now, updated_at: now })
    .onConflict((on) => on.column('origin').doNothing())
    .returningAll()
    .executeTakeFirst()
}

export async function isRegisteredOrigin(context: EngineContext, origin: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('cors_origins')
    .select('id')
    .where('origin', '=', origin)
    .executeTakeFirst()
  return row !== undefined
}
