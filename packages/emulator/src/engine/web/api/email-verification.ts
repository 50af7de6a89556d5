import * as v from 'valibot'
import { sendVerificationEmail, verifyEmail } from '../../domain/accounts/verify-email.ts'
import { EmailVerification, presentWithCode } from '../../domain/codes/one-time-code-schema.ts'
import { getCode } from '../../domain/codes/one-time-codes.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { presentUser, UserResponse } from '../../domain/users/user-schema.ts'
import { ok, operation } from '../http/operation.ts'

export const getEmailVerificationOperation = operation({
  id: 'getEmailVerification',
  method: 'GET',
  path: '/user_management/email_verification/:id',
  summary: 'Get a verification code',
  responses: { 200: EmailVerification },
  async handle({ context, params }) {
    return ok(
      presentWithCode(context, await getCode(context, 'email_verification', params.id, 'Email Verification')),
    )
  },
})

export const sendVerificationEmailOperation = operation({
  id: 'sendVerificationEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/send',
  summary: 'Email a code that verifies the email address',
  responses: { 200: UserResponse },
  async handle({ context, params }) {
    const user = await getUser(context, params.id)
    await sendVerificationEmail(context, user)
    return ok({ user: presentUser(user) })
  },
})

export const verifyEmailOperation = operation({
  id: 'verifyEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/confirm',
  summary: 'Verify the email address with the emailed code',
  body: v.object({ code: v.string() }),
  responses: { 200: UserResponse },
  async handle({ context, params, body }) {
    return ok({ user: presentUser(await verifyEmail(context, await getUser(context, params.id), body.code)) })
  },
})

export const emailVerificationOperations = [
  getEmailVerificationOperation,
  sendVerificationEmailOperation,
  verifyEmailOperation,
]
