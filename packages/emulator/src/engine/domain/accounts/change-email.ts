import { fail, failWithErrors } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey, parseEmail } from '../../contract/email-address.ts'
import type { OneTimeCodeRow, UserRow } from '../../storage/tables.ts'
import { createCode, newestCode, redeemCode } from '../codes/one-time-codes.ts'
import { sendCodeEmail, sendNoticeEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { presentUser } from '../users/user-schema.ts'
import { voidPasswordResets } from './update-user.ts'

/**
 * Emails a code to the new address, and a notice to the old one. Fails with 422 `invalid_email`, 409
 * `email_change_not_needed` or `email_not_available`.
 */
export async function sendEmailChange(
  context: EngineContext,
  user: UserRow,
  newEmail: string,
): Promise<OneTimeCodeRow> {
  const address = parseEmail(newEmail)
  if (address === undefined) {
    const entry = { field: 'new_email', code: 'invalid_email', message: 'The email is not valid.' }
    throw failWithErrors(422, 'invalid_email', 'The email is not valid.', [entry])
  }
  if (emailKey(address) === user.email_key) {
    throw fail(409, 'email_change_not_needed', 'The user already has this email.')
  }
  if ((await findUserByEmail(context, address)) !== undefined) throw notAvailable()
  await context.limiter.count('email_change', user.id)
  await context.limiter.count('email', address)
  const { row, code } = await createCode(context, 'email_change', user.id, address)
  const { locale } = user
  await sendCodeEmail(
    context,
    'email_change',
    { email: address, locale },
    { code, expiresAt: row.expires_at },
  )
  await sendNoticeEmail(context, user, 'email_changing', { email: address })
  return row
}

const REFUSALS = {
  incorrect: [400, 'email_change_code_incorrect', 'The code is incorrect.'],
  expired: [400, 'email_change_code_expired', 'The code has expired.'],
  previously_used: [409, 'email_change_code_previously_used', 'The code was already used.'],
  too_many_attempts: [429, 'email_change_too_many_attempts', 'Too many attempts. Request a new code.'],
} as const

/** Changes the email address with the emailed code. Fails with one of the codes above, or 409 `no_pending_email_change`. */
export async function confirmEmailChange(
  context: EngineContext,
  user: UserRow,
  code: string,
): Promise<UserRow> {
  const pending = await newestCode(context, 'email_change', user.id)
  if (pending === undefined) throw fail(409, 'no_pending_email_change', 'No email change is pending.')
  if ((await findUserByEmail(context, pending.email)) !== undefined && pending.used_at === null)
    throw notAvailable()
  const redeemed = await redeemCode(context, 'email_change', user.id, code)
  if (typeof redeemed === 'string') {
    const [status, name, message] = REFUSALS[redeemed]
    throw fail(status, name, message)
  }
  const row = await context.db
    .updateTable('users')
    .set({
      email: redeemed.email,
      email_key: emailKey(redeemed.email),
      email_verified: 1,
      updated_at: context.clock.now(),
    })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await voidPasswordResets(context, user.id)
  await sendNoticeEmail(context, user, 'email_changed', { email: row.email })
  await recordEvent(context, 'user.updated', presentUser(row))
  return row
}

function notAvailable() {
  return fail(409, 'email_not_available', 'This email is not available.')
}
