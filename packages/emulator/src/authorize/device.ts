import * as v from 'valibot'
import type { EnvironmentState } from '../environment/state.ts'
import { failOAuth } from '../http/failure.ts'
import { ok, operation } from '../http/operation.ts'
import { opaqueToken, type Randomness } from '../randomness.ts'
import { fingerprint } from '../secrets.ts'

const LIFETIME_SECONDS = 300
const INTERVAL_SECONDS = 5
/** No vowels and nothing that is mistaken for something else. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

export const authorizeDevice = operation({
  id: 'authorizeDevice',
  method: 'POST',
  path: '/user_management/authorize/device',
  summary: 'Start signing in on a device without a browser',
  access: 'client_in_body',
  body: v.looseObject({ client_id: v.string() }),
  answers: {
    200: v.object({
      device_code: v.string(),
      user_code: v.string(),
      verification_uri: v.string(),
      verification_uri_complete: v.string(),
      expires_in: v.number(),
      interval: v.number(),
    }),
  },
  async handle({ env }) {
    requireDeviceGrant(env)
    const deviceCode = opaqueToken(env.random, 40)
    const userCode = `${letters(env.random, 4)}-${letters(env.random, 4)}`
    await env.db
      .insertInto('device_codes')
      .values({
        hash: fingerprint(deviceCode),
        user_code: userCode,
        state: 'waiting',
        proof: null,
        interval_seconds: INTERVAL_SECONDS,
        polled_at: null,
        expires_at: env.clock.now() + LIFETIME_SECONDS * 1000,
      })
      .execute()
    const page = `${env.config.baseUrl}/hosted/${env.clientId}/device`
    return ok({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: LIFETIME_SECONDS,
      interval: INTERVAL_SECONDS,
    })
  },
})

/** Fails with 400 `unauthorized_client` (RFC 6749 §5.2). */
export function requireDeviceGrant(env: EnvironmentState): void {
  if (env.settings.device_authorization_enabled) return
  throw failOAuth('unauthorized_client', 'Signing in on a device is disabled for this client.')
}

function letters(random: Randomness, count: number): string {
  return Array.from({ length: count }, () => LETTERS[random.below(LETTERS.length)]).join('')
}
