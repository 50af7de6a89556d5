import * as v from 'valibot'
import { fail } from '../../base/failure.ts'
import { ipAddress, isoTimestamp, phoneNumber, userAgent } from '../../contract/values.ts'
import { readPendingToken } from '../../domain/authentication/pending-token.ts'
import { getCode } from '../../domain/codes/one-time-codes.ts'
import { createRadarSmsChallenge, presentRadarChallenge } from '../../domain/radar/challenges.ts'
import { isBlocked } from '../../domain/radar/radar.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { created, ok, operation } from '../http/operation.ts'

export const radarChallengeOperations = [
  operation({
    id: 'sendRadarSmsChallenge',
    method: 'POST',
    path: '/user_management/radar_challenges',
    summary: 'Send the code of a Radar challenge to a phone',
    body: v.object({
      user_id: v.string(),
      pending_authentication_token: v.string(),
      phone_number: phoneNumber,
      ip_address: ipAddress,
      user_agent: userAgent,
    }),
    responses: { 201: v.object({ verification_id: v.string(), phone_number: v.string() }) },
    refusals: {
      400: ['invalid_pending_authentication_token', 'user_mismatch'],
      403: ['access_denied'],
      404: ['entity_not_found'],
    },
    async handle({ context, body }) {
      const { user_id, pending_authentication_token, phone_number, ip_address, user_agent } = body
      const user = await getUser(context, user_id)
      const proof = await readPendingToken(context, pending_authentication_token)
      if (proof.userId !== user.id) throw fail(400, 'user_mismatch', 'The token belongs to another user.')
      const traits = { ip_address: ip_address ?? '', user_agent: user_agent ?? '', email: user.email }
      if (await isBlocked(context, traits)) throw fail(403, 'access_denied', 'Radar has blocked this device.')
      const row = await createRadarSmsChallenge(context, user, phone_number)
      return created({ verification_id: row.id, phone_number: row.email })
    },
  }),
  operation({
    id: 'getRadarChallenge',
    method: 'GET',
    path: '/user_management/radar_challenges/:id',
    summary: 'Get the code of a Radar challenge, to email it yourself',
    responses: {
      200: v.object({
        object: v.literal('radar_challenge'),
        id: v.string(),
        type: v.literal('email'),
        user_id: v.string(),
        email: v.string(),
        expires_at: isoTimestamp,
        created_at: isoTimestamp,
        updated_at: isoTimestamp,
        code: v.string(),
      }),
    },
    async handle({ context, params }) {
      const row = await getCode(context, 'radar_challenge', params.id, 'Radar Challenge')
      return ok({ ...presentRadarChallenge(row), code: context.vault.open(row.code_sealed) })
    },
  }),
]
