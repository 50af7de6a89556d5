import * as v from 'valibot'
import { failOAuth } from '../../base/failure.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import type { DeviceCodeRow } from '../../storage/tables.ts'
import type { Proof } from '../sessions/proof.ts'
import { requireDeviceGrant } from './device-grant.ts'
import { grant, originOf } from './grant.ts'
import { proceed } from './proceed.ts'

const SLOW_DOWN_SECONDS = 5

/** RFC 8628 §3.4: the device polls until the user has decided in a browser. */
export const deviceCodeGrant = grant({
  type: 'urn:ietf:params:oauth:grant-type:device_code',
  secret: 'public',
  fields: v.object({ device_code: v.string() }),
  async run(context, { device_code }, client) {
    requireDeviceGrant(context)
    const row = await context.db
      .selectFrom('device_codes')
      .selectAll()
      .where('hash', '=', fingerprint(device_code))
      .executeTakeFirst()
    if (row === undefined || row.state === 'used')
      throw failOAuth('invalid_grant', 'The device code is not valid.')
    if (row.expires_at <= context.clock.now())
      throw failOAuth('expired_token', 'The device code has expired.')
    if (row.state === 'denied') throw failOAuth('access_denied', 'The user denied access.')
    if (row.state === 'waiting' || row.proof === null) throw await stillWaiting(context, row)
    await claim(context, row)
    return proceed(context, { ...fromJson<Proof>(row.proof), ...originOf(client) })
  },
})

async function stillWaiting(context: EngineContext, row: DeviceCodeRow) {
  const now = context.clock.now()
  const tooFast = row.polled_at !== null && now - row.polled_at < row.interval_seconds * 1000
  const interval = row.interval_seconds + (tooFast ? SLOW_DOWN_SECONDS : 0)
  await context.db
    .updateTable('device_codes')
    .set({ polled_at: now, interval_seconds: interval })
    .where('hash', '=', row.hash)
    .execute()
  return tooFast
    ? failOAuth('slow_down', `Wait ${interval} seconds between requests.`)
    : failOAuth('authorization_pending', 'The user has not decided yet.')
}

async function claim(context: EngineContext, row: DeviceCodeRow): Promise<void> {
  const claimed = await context.db
    .updateTable('device_codes')
    .set({ state: 'used' })
    .where('hash', '=', row.hash)
    .where('state', '=', 'approved')
    .returning('hash')
    .executeTakeFirst()
  if (claimed === undefined) throw failOAuth('invalid_grant', 'The device code was already used.')
}
