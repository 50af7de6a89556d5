import { opaqueToken, type Randomness } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { requireDeviceGrant } from '../authentication/device-grant.ts'

const LIFETIME_SECONDS = 300
const INTERVAL_SECONDS = 5
/** No vowels, and no letters that are easily confused with others. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

/** The code that a device without a browser shows to its user, and the code that it polls with. */
export interface DeviceAuthorization {
  deviceCode: string
  userCode: string
  expiresInSeconds: number
  intervalSeconds: number
}

/** Fails with 400 `unauthorized_client` if the grant is disabled. */
export async function createDeviceCode(context: EngineContext): Promise<DeviceAuthorization> {
  requireDeviceGrant(context)
  const deviceCode = opaqueToken(context.random, 40)
  const userCode = `${letters(context.random, 4)}-${letters(context.random, 4)}`
  await context.db
    .insertInto('device_codes')
    .values({
      hash: fingerprint(deviceCode),
      user_code: userCode,
      state: 'waiting',
      proof: null,
      interval_seconds: INTERVAL_SECONDS,
      polled_at: null,
      expires_at: context.clock.now() + LIFETIME_SECONDS * 1000,
    })
    .execute()
  return { deviceCode, userCode, expiresInSeconds: LIFETIME_SECONDS, intervalSeconds: INTERVAL_SECONDS }
}

/** Whether a device that shows this code is still waiting. */
export async function isWaiting(context: EngineContext, userCode: string): Promise<boolean> {
  const row = await context.db
    .selectFrom('device_codes')
    .select('user_code')
    .where('user_code', '=', userCode)
    .where('state', '=', 'waiting')
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
  return row !== undefined
}

/** Records the user's decision, once. */
export async function decideDevice(
  context: EngineContext,
  userCode: string,
  decision: { state: 'approved' | 'denied'; proof: string | null },
): Promise<void> {
  await context.db
    .updateTable('device_codes')
    .set(decision)
    .where('user_code', '=', userCode)
    .where('state', '=', 'waiting')
    .execute()
}

function letters(random: Randomness, count: number): string {
  return Array.from({ length: count }, () => LETTERS[random.below(LETTERS.length)]).join('')
}
