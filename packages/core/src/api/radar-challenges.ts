import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Sends a code by SMS after `radar_sms_challenge`. Continue with `authenticateWithRadarSmsChallenge`.
 *
 * Fails with `ApiError` `invalid_request_parameters` for an invalid phone number.
 * @see OpenAPI `POST /user_management/radar_challenges`
 */
export function sendRadarSmsChallenge(
  api: Api,
  params: SendRadarSmsChallengeParams,
  options?: CallOptions,
): Promise<RadarSmsChallenge> {
  return request(
    api,
    {
      method: 'POST',
      path: path`/user_management/radar_challenges`,
      body: params,
      read: readChallenge,
      result: 'challenge',
    },
    options,
  )
}

export interface SendRadarSmsChallengeParams {
  userId: string
  pendingAuthenticationToken: string
  /** E.164 format, for example `+4915112345678`. */
  phoneNumber: string
  ipAddress?: string
  userAgent?: string
}

/** A code that was sent by SMS. */
export interface RadarSmsChallenge {
  verificationId: string
  phoneNumber: string
}

const readChallenge = object<RadarSmsChallenge>({ verificationId: 'string', phoneNumber: 'string' })

/**
 * Fetches an email challenge with its code, so that you can send the email yourself.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/radar_challenges/{id}`
 */
export function getRadarChallenge(
  api: Api,
  { radarChallengeId }: GetRadarChallengeParams,
  options?: CallOptions,
): Promise<RadarChallenge> {
  const at = path`/user_management/radar_challenges/${radarChallengeId}`
  return request(
    api,
    { method: 'GET', path: at, read: readRadarChallenge, result: 'radarChallenge' },
    options,
  )
}

export interface GetRadarChallengeParams {
  radarChallengeId: string
}

/** A code that was emailed. `code` is readable, but redacted in logs and JSON. */
export interface RadarChallenge {
  object: 'radar_challenge'
  id: string
  type: 'email' | (string & {})
  userId: string
  email: string
  /** Secret. */
  code: string
  /** ISO 8601, UTC. */
  expiresAt: string
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readRadarChallenge = object<RadarChallenge>(
  { id: 'string', userId: 'string', email: 'string', code: 'string' },
  ['code'],
)
