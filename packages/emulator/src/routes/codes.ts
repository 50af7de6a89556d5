import * as v from 'valibot'
import { createCode, redeemCode } from '../codes/one-time-codes.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { recordEvent } from '../events/record-event.ts'
import { fail, failOAuth, notFound } from '../http/failure.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { mailCode } from '../mail/mails.ts'
import { findRedeemableInvitation } from '../organizations/redeem-invitation.ts'
import {
  EmailVerification,
  MagicAuth,
  presentEmailVerification,
  presentMagicAuth,
  presentWithCode,
} from '../schemas/one-time-code.ts'
import { presentUser, UserAnswer } from '../schemas/user.ts'
import { email, ipAddress, userAgent } from '../schemas/values.ts'
import type { OneTimeCodeRow, UserRow } from '../storage/tables.ts'
import { createUser } from '../users/create-user.ts'
import { findUserByEmail, getUser } from '../users/find-user.ts'
import { proveEmail } from '../users/prove-email.ts'

const magicAuthBody = v.object({
  email,
  invitation_token: v.nullish(v.string()),
  ip_address: ipAddress,
  user_agent: userAgent,
})

export const createMagicAuth = operation({
  id: 'createMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth',
  summary: 'Make a sign-in code, mail it and return it',
  body: magicAuthBody,
  answers: { 201: MagicAuth },
  async handle({ env, body }) {
    return created(presentWithCode(env, await makeMagicAuth(env, body.email, body.invitation_token)))
  },
})

export const sendMagicAuth = operation({
  id: 'sendMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth/send',
  summary: 'Make a sign-in code and mail it',
  body: magicAuthBody,
  answers: { 200: null },
  async handle({ env, body }) {
    await makeMagicAuth(env, body.email, body.invitation_token)
    return empty()
  },
})

export const getMagicAuth = operation({
  id: 'getMagicAuth',
  method: 'GET',
  path: '/user_management/magic_auth/:id',
  summary: 'Get a sign-in code',
  answers: { 200: MagicAuth },
  async handle({ env, params }) {
    return ok(presentWithCode(env, await findCode(env, 'magic_auth', params.id, 'MagicAuth')))
  },
})

export const getEmailVerification = operation({
  id: 'getEmailVerification',
  method: 'GET',
  path: '/user_management/email_verification/:id',
  summary: 'Get a verification code',
  answers: { 200: EmailVerification },
  async handle({ env, params }) {
    return ok(
      presentWithCode(env, await findCode(env, 'email_verification', params.id, 'Email Verification')),
    )
  },
})

export const sendVerificationEmail = operation({
  id: 'sendVerificationEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/send',
  summary: 'Mail a code that verifies the address',
  answers: { 200: UserAnswer },
  async handle({ env, params }) {
    const user = await getUser(env, params.id)
    if (user.email_verified === 1) throw fail(400, 'email_already_verified', 'The email is already verified.')
    await env.limiter.count('email_verification', user.id)
    await env.limiter.count('mail', user.email)
    const { row, code } = await createCode(env, 'email_verification', user.id, user.email)
    await mailCode(env, 'email_verification', user.email, code)
    await recordEvent(env, 'email_verification.created', presentEmailVerification(row))
    return ok({ user: presentUser(user) })
  },
})

const VERIFICATION_REFUSALS = {
  incorrect: ['email_verification_code_incorrect', 'The code is incorrect.'],
  expired: ['email_verification_code_expired', 'The code has expired.'],
  previously_used: ['email_verification_code_previously_used', 'The code was already used.'],
  too_many_attempts: ['one_time_code_too_many_attempts', 'Too many attempts: ask for a new code.'],
} as const

export const verifyEmail = operation({
  id: 'verifyEmail',
  method: 'POST',
  path: '/user_management/users/:id/email_verification/confirm',
  summary: 'Verify the address with the mailed code',
  body: v.object({ code: v.string() }),
  answers: { 200: UserAnswer },
  async handle({ env, params, body }) {
    const user = await getUser(env, params.id)
    if (user.email_verified === 1)
      throw fail(400, 'email_previously_verified', 'The email is already verified.')
    const redeemed = await redeemCode(env, 'email_verification', user.id, body.code)
    if (typeof redeemed === 'string') {
      const [code, message] = VERIFICATION_REFUSALS[redeemed]
      throw fail(400, code, message)
    }
    return ok({ user: presentUser(await proveEmail(env, user, { knowsPassword: true })) })
  },
})

export const codeOperations = [
  createMagicAuth,
  sendMagicAuth,
  getMagicAuth,
  getEmailVerification,
  sendVerificationEmail,
  verifyEmail,
]

/** An unknown address becomes a user when the code is made, not when it is used. */
async function makeMagicAuth(
  env: EnvironmentState,
  address: string,
  invitationToken: string | null | undefined,
): Promise<OneTimeCodeRow> {
  if (!env.settings.magic_auth_enabled) {
    throw failOAuth('authentication_method_not_allowed', 'Magic Auth is disabled.')
  }
  await env.limiter.count('magic_auth', address)
  await env.limiter.count('mail', address)
  if (invitationToken != null) await findRedeemableInvitation(env, invitationToken, address)
  const user = (await findUserByEmail(env, address)) ?? (await signUp(env, address, invitationToken))
  const { row, code } = await createCode(env, 'magic_auth', user.id, user.email)
  await mailCode(env, 'magic_auth', user.email, code)
  await recordEvent(env, 'magic_auth.created', presentMagicAuth(row))
  return row
}

async function signUp(
  env: EnvironmentState,
  address: string,
  invitationToken: string | null | undefined,
): Promise<UserRow> {
  if (!env.settings.sign_up_enabled && invitationToken == null) {
    throw failOAuth('sign_up_not_allowed', 'Sign-up is disabled.')
  }
  try {
    return await createUser(env, { email: address })
  } catch (error) {
    // Another request created it between the look-up and here.
    const user = await findUserByEmail(env, address)
    if (user === undefined) throw error
    return user
  }
}

async function findCode(
  env: EnvironmentState,
  kind: OneTimeCodeRow['kind'],
  id: string,
  entity: string,
): Promise<OneTimeCodeRow> {
  const row = await env.db
    .selectFrom('one_time_codes')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (row === undefined) throw notFound(entity, id)
  return row
}
