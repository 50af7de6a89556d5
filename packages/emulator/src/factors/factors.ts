import type { EngineContext } from '../context/engine-context.ts'
import { notFound } from '../http/failure.ts'
import { emailKey } from '../schemas/email-address.ts'
import { type Page, type PageQuery, readPage } from '../storage/read-page.ts'
import type { FactorRow } from '../storage/tables.ts'
import { totpCode, totpStep } from './totp.ts'

export function findFactor(env: EngineContext, id: string): Promise<FactorRow | undefined> {
  return env.db.selectFrom('factors').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The factor, or 404 `entity_not_found`. */
export async function getFactor(env: EngineContext, id: string): Promise<FactorRow> {
  const factor = await findFactor(env, id)
  if (factor === undefined) throw notFound('Authentication Factor', id)
  return factor
}

export function listFactors(env: EngineContext, userId: string, page: PageQuery): Promise<Page<FactorRow>> {
  const rows = env.db.selectFrom('factors').selectAll('factors').where('factors.user_id', '=', userId)
  return readPage(rows, 'factors', page, (id) => findFactor(env, id))
}

export function factorsOf(env: EngineContext, userId: string): Promise<FactorRow[]> {
  return env.db.selectFrom('factors').selectAll().where('user_id', '=', userId).execute()
}

export async function deleteFactor(env: EngineContext, id: string): Promise<void> {
  await env.db.deleteFrom('factors').where('id', '=', id).execute()
}

/** The code that an authenticator app shows now. */
export function currentCode(env: EngineContext, factor: Pick<FactorRow, 'secret_sealed'>): string {
  return totpCode(env.vault.open(factor.secret_sealed), totpStep(env.clock.now()))
}

/** As {@link currentCode}, for a user id, an email address or a factor id; the newest app of the user. */
export async function currentTotp(env: EngineContext, userOrFactor: string): Promise<string> {
  const factor = await env.db
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
  return currentCode(env, factor)
}
