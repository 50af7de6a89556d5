import type { EngineContext } from '../../context/engine-context.ts'
import type { TxtRecordRow } from '../../storage/tables.ts'

/** All DNS records of this environment. */
export function listTxtRecords(context: EngineContext): Promise<TxtRecordRow[]> {
  return context.db.selectFrom('txt_records').selectAll().orderBy('name').orderBy('value').execute()
}

/** Replaces the TXT records of a name. An empty list removes the name. */
export async function setTxtRecords(context: EngineContext, name: string, values: string[]): Promise<void> {
  const key = keyOf(name)
  await context.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('txt_records').where('name', '=', key).execute()
    for (const value of new Set(values))
      await trx.insertInto('txt_records').values({ name: key, value }).execute()
  })
}

/** Whether the domain has the record `prefix=token`, or the name `prefix.domain` has the record `token`. */
export async function hasTxtRecord(
  context: EngineContext,
  domain: string,
  { prefix, token }: { prefix: string; token: string },
): Promise<boolean> {
  const row = await context.db
    .selectFrom('txt_records')
    .select('name')
    .where((eb) =>
      eb.or([
        eb.and([eb('name', '=', domain), eb('value', '=', `${prefix}=${token}`)]),
        eb.and([eb('name', '=', `${prefix}.${domain}`), eb('value', '=', token)]),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

function keyOf(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '')
}
