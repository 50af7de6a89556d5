import { invalidField } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { ChallengeRow, FactorRow, UserRow } from '../../storage/tables.ts'
import { createChallenge } from './challenges.ts'
import { forgetAbandoned } from './effective-factors.ts'
import { newTotpSecret, readTotpSecret } from './totp.ts'

export interface EnrollInput {
  totp_issuer?: string | null
  totp_user?: string | null
  totp_secret?: string | null
  /** Whether the user already has the secret. Set only by a seed. */
  confirmed?: boolean
}

/**
 * Adds a factor without a user: the application knows which user it belongs to. Fails with 422 if a field of its type is
 * missing.
 */
export async function enrollStandaloneFactor(
  context: EngineContext,
  input: StandaloneFactorInput,
): Promise<FactorRow> {
  const isTotp = input.type === 'totp'
  if (isTotp && input.totp_issuer === undefined) throw missing('totp_issuer')
  if (isTotp && input.totp_user === undefined) throw missing('totp_user')
  if (!isTotp && !/^\+[1-9]\d{6,14}$/.test(input.phone_number ?? '')) {
    throw invalidField('phone_number', 'invalid_phone_number', 'phone_number must be like +15005550006.')
  }
  const now = context.clock.now()
  return context.db
    .insertInto('factors')
    .values({
      id: context.ids.next('auth_factor'),
      user_id: input.user_id ?? null,
      type: input.type,
      issuer: input.totp_issuer ?? '',
      label: input.totp_user ?? '',
      secret_sealed: context.vault.seal(newTotpSecret(context.random)),
      last_step: -1,
      phone_number: isTotp ? null : (input.phone_number ?? null),
      confirmed_at: null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export interface StandaloneFactorInput {
  type: 'totp' | 'sms'
  phone_number?: string | undefined
  totp_issuer?: string | undefined
  totp_user?: string | undefined
  user_id?: string | undefined
}

function missing(field: string) {
  return invalidField(field, `${field}_required`, `${field} is required.`)
}

/** Adds an authenticator app, with a first challenge that proves that the user has scanned the secret. */
export async function enrollFactor(
  context: EngineContext,
  user: UserRow,
  input: EnrollInput,
): Promise<{ factor: FactorRow; challenge: ChallengeRow }> {
  const secret = input.totp_secret == null ? newTotpSecret(context.random) : readTotpSecret(input.totp_secret)
  if (secret === undefined) {
    throw invalidField('totp_secret', 'invalid_totp_secret', 'It must be base32, 16 to 128 characters.')
  }
  await forgetAbandoned(context, user.id)
  const now = context.clock.now()
  const factor = await context.db
    .insertInto('factors')
    .values({
      id: context.ids.next('auth_factor'),
      user_id: user.id,
      type: 'totp',
      issuer: input.totp_issuer ?? context.settings.team_name,
      label: input.totp_user ?? user.email,
      secret_sealed: context.vault.seal(secret),
      last_step: -1,
      phone_number: null,
      confirmed_at: input.confirmed ? now : null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { factor, challenge: await createChallenge(context, factor.id) }
}
