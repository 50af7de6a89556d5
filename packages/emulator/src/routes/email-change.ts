import * as v from 'valibot'
import { isoTime } from '../clock.ts'
import { createCode, newestCode, redeemCode } from '../codes/one-time-codes.ts'
import { recordEvent } from '../events/record-event.ts'
import { fail, failWithErrors } from '../http/failure.ts'
import { ok, operation } from '../http/operation.ts'
import { mailCode, mailNotice } from '../mail/mails.ts'
import { emailKey, parseEmail } from '../schemas/email-address.ts'
import { presentUser, User } from '../schemas/user.ts'
import { isoTimestamp } from '../schemas/values.ts'
import { findUserByEmail, getUser } from '../users/find-user.ts'
import { voidPasswordResets } from '../users/update-user.ts'

export const sendEmailChange = operation({
  id: 'sendEmailChange',
  method: 'POST',
  path: '/user_management/users/:id/email_change/send',
  summary: 'Mail a code to the new address',
  body: v.object({ new_email: v.string() }),
  answers: {
    200: v.object({
      object: v.literal('email_change'),
      user: User,
      new_email: v.string(),
      expires_at: isoTimestamp,
      created_at: isoTimestamp,
    }),
  },
  async handle({ env, params, body }) {
    const address = parseEmail(body.new_email)
    if (address === undefined) {
      const entry = { field: 'new_email', code: 'invalid_email', message: 'The email is not valid.' }
      throw failWithErrors(422, 'invalid_email', 'The email is not valid.', [entry])
    }
    const user = await getUser(env, params.id)
    if (emailKey(address) === user.email_key) {
      throw fail(409, 'email_change_not_needed', 'The user has this email already.')
    }
    if ((await findUserByEmail(env, address)) !== undefined) throw notAvailable()
    await env.limiter.count('email_change', user.id)
    await env.limiter.count('mail', address)
    const { row, code } = await createCode(env, 'email_change', user.id, address)
    await mailCode(env, 'email_change', address, code)
    await mailNotice(
      env,
      user.email,
      'Your email address is about to change',
      `A change to ${address} was requested.`,
    )
    return ok({
      object: 'email_change',
      user: presentUser(user),
      new_email: address,
      expires_at: isoTime(row.expires_at),
      created_at: isoTime(row.created_at),
    })
  },
})

const REFUSALS = {
  incorrect: [400, 'email_change_code_incorrect', 'The code is incorrect.'],
  expired: [400, 'email_change_code_expired', 'The code has expired.'],
  previously_used: [409, 'email_change_code_previously_used', 'The code was already used.'],
  too_many_attempts: [429, 'email_change_too_many_attempts', 'Too many attempts: ask for a new code.'],
} as const

export const confirmEmailChange = operation({
  id: 'confirmEmailChange',
  method: 'POST',
  path: '/user_management/users/:id/email_change/confirm',
  summary: 'Change the address with the mailed code',
  body: v.object({ code: v.string() }),
  answers: { 200: v.object({ object: v.literal('email_change_confirmation'), user: User }) },
  async handle({ env, params, body }) {
    const user = await getUser(env, params.id)
    const pending = await newestCode(env, 'email_change', user.id)
    if (pending === undefined)
      throw fail(409, 'no_pending_email_change', 'No change of the email is pending.')
    if ((await findUserByEmail(env, pending.email)) !== undefined && pending.used_at === null)
      throw notAvailable()
    const redeemed = await redeemCode(env, 'email_change', user.id, body.code)
    if (typeof redeemed === 'string') {
      const [status, code, message] = REFUSALS[redeemed]
      throw fail(status, code, message)
    }
    const row = await env.db
      .updateTable('users')
      .set({
        email: redeemed.email,
        email_key: emailKey(redeemed.email),
        email_verified: 1,
        updated_at: env.clock.now(),
      })
      .where('id', '=', user.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await voidPasswordResets(env, user.id)
    await mailNotice(env, user.email, 'Your email address was changed', `It is ${row.email} from now on.`)
    await recordEvent(env, 'user.updated', presentUser(row))
    return ok({ object: 'email_change_confirmation', user: presentUser(row) })
  },
})

export const emailChangeOperations = [sendEmailChange, confirmEmailChange]

function notAvailable() {
  return fail(409, 'email_not_available', 'This email is not available.')
}
