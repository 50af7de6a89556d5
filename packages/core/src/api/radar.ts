import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { nothing, object } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Asks Radar about a sign-in or a sign-up that your own server does. Act on `verdict`.
 *
 * Fails with `ApiError` `bad_request` (Radar is not turned on for your own sign-in) or
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

/** How the user signs in. New methods are accepted as they come. */
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

/** What Radar thinks of an attempt. A verdict that you do not know is no `allow`. */
export interface RadarAssessment {
  verdict: 'allow' | 'block' | 'challenge' | (string & {})
  reason: string
  attemptId: string
  /** What decided, such as `impossible_travel`. */
  control?: string
  /** Which list the attempt is on, such as `ip_address`. */
  blocklistType?: string
}

const readAssessment = object<RadarAssessment>({ verdict: 'string', attemptId: 'string' })

/**
 * Tells Radar how an attempt went on.
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
  /** The `attemptId` of the assessment. */
  radarAttemptId: string
  challengeStatus?: 'success'
  attemptStatus?: 'success'
}

/**
 * Always allows, or always blocks, what this entry names.
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

/** Names one entry of a list of Radar. */
export interface RadarListEntryParams {
  type: RadarListType
  action: 'allow' | 'block' | (string & {})
  /** Such as an address or a domain, as `type` says. */
  entry: string
}

/** What a list of Radar is about. New types are accepted as they come. */
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
 * Takes an entry from a list of Radar.
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
