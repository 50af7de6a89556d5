import * as v from 'valibot'
import { getCode } from '../codes/one-time-codes.ts'
import { ok, operation } from '../http/operation.ts'
import { EmailVerification, presentWithCode } from '../schemas/one-time-code.ts'
import { presentUser, UserAnswer } from '../schemas/user.ts'
import { getUser } from '../users/find-user.ts'
import { sendVerificationEmail, verifyEmail } from '../users/verify-email.ts'

export const getEmailVerificationOperation = operation({
  id: 'getEmailVerification',
  method: 'GET',
  path: '/user_management/email_verification/:id',
  summary: 'Get a verification code',
  answers: { 200: EmailVerification },
  async handle({ env, params }) {
    return ok(presentWithCode(env, await getCode(env, 'email_verification', params.id, 'Email Verification')))
  },
})

export const sendVerificationEmailOperation = operation({
  id: 'sendVerificationEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/send',
  summary: 'Mail a code that verifies the address',
  answers: { 200: UserAnswer },
  async handle({ env, params }) {
    const user = await getUser(env, params.id)
    await sendVerificationEmail(env, user)
    return ok({ user: presentUser(user) })
  },
})

export const verifyEmailOperation = operation({
  id: 'verifyEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/confirm',
  summary: 'Verify the address with the mailed code',
  body: v.object({ code: v.string() }),
  answers: { 200: UserAnswer },
  async handle({ env, params, body }) {
    return ok({ user: presentUser(await verifyEmail(env, await getUser(env, params.id), body.code)) })
  },
})

export const emailVerificationOperations = [
  getEmailVerificationOperation,
  sendVerificationEmailOperation,
  verifyEmailOperation,
]
