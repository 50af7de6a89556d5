import * as v from 'valibot'
import { fail, notEmulated, notFound } from '../../base/failure.ts'
import { shortText } from '../../contract/values.ts'
import {
  createChallenge,
  createSmsChallenge,
  findChallenge,
  redeemChallenge,
} from '../../domain/factors/challenges.ts'
import { enrollFactor, enrollStandaloneFactor } from '../../domain/factors/enroll-factor.ts'
import {
  Challenge,
  EnrolledFactor,
  Factor,
  presentChallenge,
  presentEnrolledFactor,
  presentFactor,
} from '../../domain/factors/factor-schema.ts'
import { deleteFactor, getFactor, listFactors } from '../../domain/factors/factors.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

export const enrollAuthFactorOperation = operation({
  id: 'enrollAuthFactor',
  method: 'POST',
  path: '/user_management/users/:id/auth_factors',
  summary: 'Enroll an authenticator app',
  body: v.object({
    type: v.pipe(v.string(), v.literal('totp')),
    totp_issuer: v.nullish(shortText),
    totp_user: v.nullish(shortText),
    totp_secret: v.nullish(v.string()),
  }),
  responses: {
    201: v.object({ authentication_factor: EnrolledFactor, authentication_challenge: Challenge }),
  },
  async handle({ context, params, body }) {
    const { factor, challenge } = await enrollFactor(context, await getUser(context, params.id), body)
    return created({
      authentication_factor: await presentEnrolledFactor(context, factor),
      authentication_challenge: presentChallenge(challenge),
    })
  },
})

export const enrollFactorOperation = operation({
  id: 'enrollFactor',
  method: 'POST',
  path: '/auth/factors/enroll',
  summary: 'Enroll a factor, with or without a user',
  body: v.object({
    type: v.picklist(['generic_otp', 'sms', 'totp'], 'invalid_type'),
    phone_number: v.optional(v.string()),
    totp_issuer: v.optional(shortText),
    totp_user: v.optional(shortText),
    user_id: v.optional(v.string()),
  }),
  responses: { 201: EnrolledFactor },
  async handle({ context, body: { type, ...fields } }) {
    if (type === 'generic_otp') throw notEmulated('type')
    if (fields.user_id !== undefined) await getUser(context, fields.user_id)
    return created(
      await presentEnrolledFactor(context, await enrollStandaloneFactor(context, { type, ...fields })),
    )
  },
})

export const listAuthFactorsOperation = operation({
  id: 'listAuthFactors',
  method: 'GET',
  path: '/user_management/users/:id/auth_factors',
  summary: "List a user's factors, without their secrets",
  query: v.object(pageQuery),
  responses: { 200: list(Factor) },
  async handle({ context, params, query }) {
    await getUser(context, params.id)
    return ok(listBody(await listFactors(context, params.id, query), presentFactor))
  },
})

export const getAuthFactorOperation = operation({
  id: 'getAuthFactor',
  method: 'GET',
  path: '/auth/factors/:id',
  summary: 'Get a factor',
  responses: { 200: Factor },
  async handle({ context, params }) {
    return ok(presentFactor(await getFactor(context, params.id)))
  },
})

export const deleteAuthFactorOperation = operation({
  id: 'deleteAuthFactor',
  method: 'DELETE',
  path: '/auth/factors/:id',
  summary: 'Remove a factor',
  responses: { 204: null },
  async handle({ context, params }) {
    const factor = await getFactor(context, params.id)
    await deleteFactor(context, factor.id)
    return empty(204)
  },
})

export const challengeAuthFactorOperation = operation({
  id: 'challengeAuthFactor',
  method: 'POST',
  path: '/auth/factors/:id/challenge',
  summary: 'Request a code for this factor',
  body: v.object({ sms_template: v.nullish(shortText) }),
  responses: { 201: Challenge },
  async handle({ context, params, body }) {
    const factor = await getFactor(context, params.id)
    const { phone_number } = factor
    if (phone_number !== null) {
      const template = body.sms_template ?? undefined
      const challenge = await createSmsChallenge(context, { ...factor, phone_number }, template)
      return created(presentChallenge(challenge))
    }
    return created(presentChallenge(await createChallenge(context, factor.id)))
  },
})

export const verifyAuthChallengeOperation = operation({
  id: 'verifyAuthChallenge',
  method: 'POST',
  path: '/auth/challenges/:id/verify',
  summary: 'Check a code against a challenge',
  body: v.object({ code: v.string() }),
  responses: { 201: v.object({ challenge: Challenge, valid: v.boolean() }) },
  async handle({ context, params, body }) {
    const challenge = await findChallenge(context, params.id)
    if (challenge === undefined) throw notFound('Authentication Challenge', params.id)
    const outcome = await redeemChallenge(context, challenge.id, body.code)
    if (outcome === 'too_many_attempts') {
      throw fail(400, 'one_time_code_too_many_attempts', 'Too many attempts. Request a new challenge.')
    }
    return created({ challenge: presentChallenge(challenge), valid: outcome === 'verified' })
  },
})

export const factorOperations = [
  enrollFactorOperation,
  enrollAuthFactorOperation,
  listAuthFactorsOperation,
  getAuthFactorOperation,
  deleteAuthFactorOperation,
  challengeAuthFactorOperation,
  verifyAuthChallengeOperation,
]
