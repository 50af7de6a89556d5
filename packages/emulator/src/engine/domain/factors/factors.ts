import { notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { type Page, type PageQuery, readPage } from '../../storage/read-page.ts'
import type { FactorRow } from '../../storage/tables.ts'
import { totpCode, totpStep } from './totp.ts'

export function findFactor(context: EngineContext, id: string): Promise<FactorRow | undefined> {
  return context.db.selectFrom('factors').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The factor, or 404 `entity_not_found`. */
export async function getFactor(context: EngineContext, id: string): Promise<FactorRow> {
  const factor = await findFactor(context, id)
  if (factor === undefined) throw notFound('Authentication Factor', id)
  return factor
}

export function listFactors(
  context: EngineContext,
  userId: string,
  page: PageQuery,
): Promise<Page<FactorRow>> {
  const rows = context.db.selectFrom('factors').selectAll('factors').where('factors.user_id', '=', userId)
  return readPage(rows, 'factors', page, (id) => findFactor(context, id))
}

export function factorsOf(context: EngineContext, userId: string): Promise<FactorRow[]> {
  return context.db.selectFrom('factors').selectAll().where('user_id', '=', userId).execute()
}

export async function deleteFactor(context: EngineContext, id: string): Promise<void> {
  await context.db.deleteFrom('factors').where('id', '=', id).execute()
}

/** The current code of the authenticator app. */
export function currentCode(context: EngineContext, factor: Pick<FactorRow, 'secret_sealed'>): string {
  return totpCode(context.vault.open(factor.secret_sealed), totpStep(context.clock.now()))
}

/** Like {@link currentCode}, by user id, email address or factor id. For a user, it is the code of the newest app. */
export async function currentTotp(context: EngineContext, userOrFactor: string): Promise<string> {
  const factor = await context.db
    .selectFrom('factors')
    .innerJoin('users', 'users.id', 'factors.user_id')
    .select('secret_sealed')
    .where((eb) =>
      eb.or([
        eb('factors.id', '=', userOrFactor),
        eb('users.id', '=', userOrFactor),
        eb('users.email_key', '=', emailKey(userOrFactor)),
      ]),
    )
    .orderBy('factors.created_at', 'desc')
    .executeTakeFirst()
  if (factor === undefined) throw new Error(`No authenticator app is enrolled for ${userOrFactor}`)
  return currentCode(context, factor)
}
