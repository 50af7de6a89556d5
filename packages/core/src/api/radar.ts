import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Gets Radar's assessment of a sign-in or sign-up on your own server. Act on `verdict`.
 *
 * Fails with `ApiError` `bad_request` (Radar is not enabled for your own sign-in) or
 * `invalid_request_parameters`.
 * @see OpenAPI `POST /radar/attempts`
 */
export function createRadarAttempt(
  api: Api,
  params: CreateRadarAttemptParams,
  options?: CallOptions,
): Promise<RadarAssessment> {
  const at = path`/radar/attempts`
  return request(
    api,
    { method: 'POST', path: at, body: params, read: readAssessment, result: 'assessment' },
    options,
  )
}

export interface CreateRadarAttemptParams {
  ipAddress: string
  userAgent: string
  email: string
  authMethod: RadarAuthMethod
  action: 'sign-up' | 'sign-in'
  signalsId?: string
}

/** The user's sign-in method. Methods that are not listed here are accepted too. */
export type RadarAuthMethod =
  | 'Password'
  | 'Passkey'
  | 'Authenticator'
  | 'SMS_OTP'
  | 'Email_OTP'
  | 'Social'
  | 'SSO'
  | 'Other'
  | (string & {})

/** Radar's assessment of an attempt. Do not treat an unknown verdict as `allow`. */
export interface RadarAssessment {
  verdict: 'allow' | 'block' | 'challenge' | (string & {})
  reason: string
  attemptId: string
  /** The control that determined the verdict, such as `impossible_travel`. */
  control?: string
  /** The type of the list that the attempt is on, such as `ip_address`. */
  blocklistType?: string
}

const readAssessment = object<RadarAssessment>({ verdict: 'string', attemptId: 'string' })

/**
 * Reports the result of an attempt to Radar.
 *
 * Fails with `ApiError` `entity_not_found` or `bad_request`.
 * @see OpenAPI `PUT /radar/attempts/{id}`
 */
export function updateRadarAttempt(
  api: Api,
  { radarAttemptId, ...body }: UpdateRadarAttemptParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/radar/attempts/${radarAttemptId}`
  return request(api, { method: 'PUT', path: at, body, read: nothing, result: 'nothing' }, options)
}

export interface UpdateRadarAttemptParams {
  /** The `attemptId` from the assessment. */
  radarAttemptId: string
  challengeStatus?: 'success'
  attemptStatus?: 'success'
}

/**
 * Adds an entry to a Radar list, so that its value is always allowed or always blocked.
 *
 * Fails with `ApiError` `bad_request`.
 * @see OpenAPI `POST /radar/lists/{type}/{action}`
 */
export function addRadarListEntry(
  api: Api,
  { type, action, ...body }: RadarListEntryParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/radar/lists/${type}/${action}`
  return request(api, { method: 'POST', path: at, body, read: nothing, result: 'nothing' }, options)
}

/** Identifies an entry of a Radar list. */
export interface RadarListEntryParams {
  type: RadarListType
  action: 'allow' | 'block' | (string & {})
  /** The value to match, of the type named by `type`, such as an IP address or a domain. */
  entry: string
}

/** The type of a Radar list. Types that are not listed here are accepted too. */
export type RadarListType =
  | 'ip_address'
  | 'domain'
  | 'email'
  | 'device'
  | 'user_agent'
  | 'device_fingerprint'
  | 'country'
  | (string & {})

/**
 * Removes an entry from a Radar list.
 *
 * Fails with `ApiError` `entity_not_found` or `bad_request`.
 * @see OpenAPI `DELETE /radar/lists/{type}/{action}`
 */
export function removeRadarListEntry(
  api: Api,
  { type, action, ...body }: RadarListEntryParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/radar/lists/${type}/${action}`
  return request(api, { method: 'DELETE', path: at, body, read: nothing, result: 'nothing' }, options)
}
