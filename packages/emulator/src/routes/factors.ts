import * as v from 'valibot'
import type { EnvironmentState } from '../environment/state.ts'
import { createChallenge, findChallenge, findFactor, redeemChallenge } from '../factors/challenges.ts'
import { enrollFactor } from '../factors/enroll-factor.ts'
import { fail, notFound } from '../http/failure.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import {
  Challenge,
  EnrolledFactor,
  Factor,
  presentChallenge,
  presentEnrolledFactor,
  presentFactor,
} from '../schemas/factor.ts'
import { list } from '../schemas/list.ts'
import { shortText } from '../schemas/values.ts'
import type { FactorRow } from '../storage/tables.ts'
import { getUser } from '../users/find-user.ts'

export const enrollAuthFactor = operation({
  id: 'enrollAuthFactor',
  method: 'POST',
  path: '/user_management/users/:id/auth_factors',
  summary: 'Enrol an authenticator app',
  body: v.object({
    type: v.pipe(v.string(), v.literal('totp')),
    totp_issuer: v.nullish(shortText),
    totp_user: v.nullish(shortText),
    totp_secret: v.nullish(v.string()),
  }),
  answers: { 201: v.object({ authentication_factor: EnrolledFactor, authentication_challenge: Challenge }) },
  async handle({ env, params, body }) {
    const { factor, challenge } = await enrollFactor(env, await getUser(env, params.id), body)
    return created({
      authentication_factor: await presentEnrolledFactor(env, factor),
      authentication_challenge: presentChallenge(challenge),
    })
  },
})

export const listAuthFactors = operation({
  id: 'listAuthFactors',
  method: 'GET',
  path: '/user_management/users/:id/auth_factors',
  summary: "List a user's factors, without their secrets",
  query: v.object(pageQuery),
  answers: { 200: list(Factor) },
  async handle({ env, params, query }) {
    await getUser(env, params.id)
    const rows = env.db.selectFrom('factors').selectAll('factors').where('factors.user_id', '=', params.id)
    return ok(listBody(await readPage(rows, 'factors', query, (id) => findFactor(env, id)), presentFactor))
  },
})

export const getAuthFactor = operation({
  id: 'getAuthFactor',
  method: 'GET',
  path: '/auth/factors/:id',
  summary: 'Get a factor',
  answers: { 200: Factor },
  async handle({ env, params }) {
    return ok(presentFactor(await requireFactor(env, params.id)))
  },
})

export const deleteAuthFactor = operation({
  id: 'deleteAuthFactor',
  method: 'DELETE',
  path: '/auth/factors/:id',
  summary: 'Remove a factor',
  answers: { 204: null },
  async handle({ env, params }) {
    const factor = await requireFactor(env, params.id)
    await env.db.deleteFrom('factors').where('id', '=', factor.id).execute()
    return empty(204)
  },
})

export const challengeAuthFactor = operation({
  id: 'challengeAuthFactor',
  method: 'POST',
  path: '/auth/factors/:id/challenge',
  summary: 'Ask for a code of this factor',
  answers: { 201: Challenge },
  async handle({ env, params }) {
    const factor = await requireFactor(env, params.id)
    return created(presentChallenge(await createChallenge(env, factor.id)))
  },
})

export const verifyAuthChallenge = operation({
  id: 'verifyAuthChallenge',
  method: 'POST',
  path: '/auth/challenges/:id/verify',
  summary: 'Check a code against a challenge',
  body: v.object({ code: v.string() }),
  answers: { 201: v.object({ challenge: Challenge, valid: v.boolean() }) },
  async handle({ env, params, body }) {
    const challenge = await findChallenge(env, params.id)
    if (challenge === undefined) throw notFound('Authentication Challenge', params.id)
    const outcome = await redeemChallenge(env, challenge.id, body.code)
    if (outcome === 'too_many_attempts') {
      throw fail(400, 'one_time_code_too_many_attempts', 'Too many attempts: ask for a new challenge.')
    }
    return created({ challenge: presentChallenge(challenge), valid: outcome === 'verified' })
  },
})

export const factorOperations = [
  enrollAuthFactor,
  listAuthFactors,
  getAuthFactor,
  deleteAuthFactor,
  challengeAuthFactor,
  verifyAuthChallenge,
]

async function requireFactor(env: EnvironmentState, id: string): Promise<FactorRow> {
  const factor = await findFactor(env, id)
  if (factor === undefined) throw notFound('Authentication Factor', id)
  return factor
}
