import { html } from '../../base/html.ts'
import { sixDigits } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { ChallengeRow, FactorRow } from '../../storage/tables.ts'
import { digitsOf, withinGuesses } from '../codes/guesses.ts'
import type { CodeRefusal } from '../codes/one-time-codes.ts'
import { findFactor } from './factors.ts'
import { matchingStep } from './totp.ts'

export const CHALLENGE_LIFETIME_MS = 10 * 60_000
const MAX_ATTEMPTS = 5

export async function createChallenge(context: EngineContext, factorId: string): Promise<ChallengeRow> {
  const now = context.clock.now()
  return context.db
    .insertInto('challenges')
    .values({
      id: context.ids.next('auth_challenge'),
      factor_id: factorId,
      code_digest: null,
      attempts: 0,
      used_at: null,
      expires_at: now + CHALLENGE_LIFETIME_MS,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

const TEMPLATE = 'Your verification code is {{code}}'

/** Like {@link createChallenge}, but sends the code to the phone. `{{code}}` in `template` is replaced by the code. */
export async function createSmsChallenge(
  context: EngineContext,
  factor: FactorRow & { phone_number: string },
  template = TEMPLATE,
): Promise<ChallengeRow> {
  const challenge = await createChallenge(context, factor.id)
  const code = sixDigits(context.random)
  const text = template.replaceAll('{{code}}', code)
  const row = await context.db
    .updateTable('challenges')
    .set({ code_digest: context.vault.digest(challenge.id, code) })
    .where('id', '=', challenge.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await context.mailer.send({
    to: factor.phone_number,
    subject: text,
    kind: 'sms',
    code,
    text,
    html: String(html`<p>${text}</p>`),
  })
  return row
}

export function findChallenge(context: EngineContext, id: string): Promise<ChallengeRow | undefined> {
  return context.db.selectFrom('challenges').selectAll().where('id', '=', id).executeTakeFirst()
}

/**
 * Checks a code against a challenge. The attempt is counted separately before the comparison, and the time step is claimed by a
 * conditional update: a code is accepted only once, across all challenges and requests. Five guesses per challenge, and ten per
 * user across all challenges and factors.
 */
export async function redeemChallenge(
  context: EngineContext,
  id: string,
  code: string,
  userId?: string,
): Promise<'verified' | 'user_mismatch' | CodeRefusal> {
  const now = context.clock.now()
  const challenge = await findChallenge(context, id)
  const factor = challenge && (await findFactor(context, challenge.factor_id))
  if (challenge === undefined || factor === undefined) return 'user_mismatch'
  if (userId !== undefined && factor.user_id !== userId) return 'user_mismatch'
  const counted = await context.storage.apart
    .updateTable('challenges')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .where('attempts', '<', MAX_ATTEMPTS)
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) return 'too_many_attempts'
  return withinGuesses(
    context,
    'second_factor',
    factor.user_id ?? factor.id,
    () => compare(context, challenge, factor, digitsOf(code)),
    (outcome) => outcome === 'verified',
  )
}

async function compare(
  context: EngineContext,
  challenge: ChallengeRow,
  factor: FactorRow,
  code: string,
): Promise<'verified' | CodeRefusal> {
  const now = context.clock.now()
  if (challenge.expires_at <= now) return 'expired'
  if (challenge.code_digest !== null) return compareSent(context, challenge, factor, code)
  const step = matchingStep(context.vault.open(factor.secret_sealed), code, now)
  if (step === undefined) return 'incorrect'
  if (challenge.used_at !== null || !(await claimStep(context, factor, step))) return 'previously_used'
  await context.db.updateTable('challenges').set({ used_at: now }).where('id', '=', challenge.id).execute()
  return 'verified'
}

/** A code that was sent works only once. */
async function compareSent(
  context: EngineContext,
  challenge: ChallengeRow,
  factor: FactorRow,
  code: string,
): Promise<'verified' | CodeRefusal> {
  if (context.vault.digest(challenge.id, code) !== challenge.code_digest) return 'incorrect'
  const now = context.clock.now()
  const used = await context.db
    .updateTable('challenges')
    .set({ used_at: now })
    .where('id', '=', challenge.id)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (used === undefined) return 'previously_used'
  await context.db
    .updateTable('factors')
    .set({ confirmed_at: factor.confirmed_at ?? now })
    .where('id', '=', factor.id)
    .execute()
  return 'verified'
}

/** The first accepted code also proves that the user has the secret. */
async function claimStep(context: EngineContext, factor: FactorRow, step: number): Promise<boolean> {
  const claimed = await context.db
    .updateTable('factors')
    .set({ last_step: step, confirmed_at: factor.confirmed_at ?? context.clock.now() })
    .where('id', '=', factor.id)
    .where('last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  return claimed !== undefined
}
