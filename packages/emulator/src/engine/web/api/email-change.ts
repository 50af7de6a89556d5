import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { confirmEmailChange, sendEmailChange } from '../../domain/accounts/change-email.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { presentUser, User } from '../../domain/users/user-schema.ts'
import { ok, operation } from '../http/operation.ts'

export const sendEmailChangeOperation = operation({
  id: 'sendEmailChange',
  method: 'POST',
  path: '/user_management/users/:id/email_change/send',
  summary: 'Email a code to the new email address',
  body: v.object({ new_email: v.string() }),
  responses: {
    200: v.object({
      object: v.literal('email_change'),
      user: User,
      new_email: v.string(),
      expires_at: isoTimestamp,
      created_at: isoTimestamp,
    }),
  },
  async handle({ context, params, body }) {
    const user = await getUser(context, params.id)
    const row = await sendEmailChange(context, user, body.new_email)
    return ok({
      object: 'email_change',
      user: presentUser(user),
      new_email: row.email,
      expires_at: isoTime(row.expires_at),
      created_at: isoTime(row.created_at),
    })
  },
})

export const confirmEmailChangeOperation = operation({
  id: 'confirmEmailChange',
  method: 'POST',
  path: '/user_management/users/:id/email_change/confirm',
  summary: 'Change the email address with the emailed code',
  body: v.object({ code: v.string() }),
  responses: { 200: v.object({ object: v.literal('email_change_confirmation'), user: User }) },
  async handle({ context, params, body }) {
    const user = await confirmEmailChange(context, await getUser(context, params.id), body.code)
    return ok({ object: 'email_change_confirmation', user: presentUser(user) })
  },
})

export const emailChangeOperations = [sendEmailChangeOperation, confirmEmailChangeOperation]
