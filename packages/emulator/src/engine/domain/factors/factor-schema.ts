import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { ChallengeRow, FactorRow } from '../../storage/tables.ts'
import { qrCodeDataUri } from './qr-code.ts'
import { totpUri } from './totp.ts'

const common = {
  object: v.literal('authentication_factor'),
  id: v.string(),
  type: v.string(),
  user_id: v.optional(v.string()),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
}

export const Factor = v.strictObject({
  ...common,
  totp: v.optional(v.strictObject({ issuer: v.string(), user: v.string() })),
  sms: v.optional(v.strictObject({ phone_number: v.string() })),
})

export const EnrolledFactor = v.object({
  ...common,
  totp: v.optional(
    v.object({
      issuer: v.string(),
      user: v.string(),
      secret: v.string(),
      qr_code: v.string(),
      uri: v.string(),
    }),
  ),
  sms: v.optional(v.object({ phone_number: v.string() })),
})

export const Challenge = v.object({
  object: v.literal('authentication_challenge'),
  id: v.string(),
  authentication_factor_id: v.string(),
  expires_at: isoTimestamp,
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export function presentFactor(row: FactorRow): v.InferOutput<typeof Factor> {
  return {
    object: 'authentication_factor',
    id: row.id,
    type: row.type,
    ...(row.user_id !== null && { user_id: row.user_id }),
    ...(row.phone_number === null
      ? { totp: { issuer: row.issuer, user: row.label } }
      : { sms: { phone_number: row.phone_number } }),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** Includes the secret, which is returned only on enrollment. */
export async function presentEnrolledFactor(
  context: EngineContext,
  row: FactorRow,
): Promise<v.InferOutput<typeof EnrolledFactor>> {
  const { totp, ...factor } = presentFactor(row)
  if (totp === undefined) return factor
  const secret = context.vault.open(row.secret_sealed)
  const uri = totpUri(secret, row.issuer, row.label)
  return { ...factor, totp: { ...totp, secret, qr_code: await qrCodeDataUri(uri), uri } }
}

export function presentChallenge(row: ChallengeRow): v.InferOutput<typeof Challenge> {
  return {
    object: 'authentication_challenge',
    id: row.id,
    authentication_factor_id: row.factor_id,
    expires_at: isoTime(row.expires_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
