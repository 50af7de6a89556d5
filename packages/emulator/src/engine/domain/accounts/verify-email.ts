import { fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { presentEmailVerification } from '../codes/one-time-code-schema.ts'
import { createCode, redeemCode } from '../codes/one-time-codes.ts'
import { sendCodeEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { proveEmail } from './prove-email.ts'

/** Emails a code that verifies the email address. Fails with 400 `email_already_verified`. */
export async function sendVerificationEmail(context: EngineContext, user: UserRow): Promise<void> {
  if (user.email_verified === 1) throw fail(400, 'email_already_verified', 'The email is already verified.')
  await context.limiter.count('email_verification', user.id)
  await context.limiter.count('email', user.email)
  const { row, code } = await createCode(context, 'email_verification', user.id, user.email)
  await sendCodeEmail(context, 'email_verification', user, { code, expiresAt: row.expires_at })
  await recordEvent(context, 'email_verification.created', presentEmailVerification(row))
}

const VERIFICATION_REFUSALS = {
  incorrect: ['email_verification_code_incorrect', 'The code is incorrect.'],
  expired: ['email_verification_code_expired', 'The code has expired.'],
  previously_used: ['email_verification_code_previously_used', 'The code was already used.'],
  too_many_attempts: ['one_time_code_too_many_attempts', 'Too many attempts. Request a new code.'],
} as const

/**
 * Verifies the email address with the emailed code. Fails with 400 and one of the codes above, or `email_previously_verified`.
 */
export async function verifyEmail(context: EngineContext, user: UserRow, code: string): Promise<UserRow> {
  if (user.email_verified === 1)
    throw fail(400, 'email_previously_verified', 'The email is already verified.')
  const redeemed = await redeemCode(context, 'email_verification', user.id, code)
  if (typeof redeemed === 'string') {
    const [name, message] = VERIFICATION_REFUSALS[redeemed]
    throw fail(400, name, message)
  }
  return proveEmail(context, user, { knowsPassword: true })
}
