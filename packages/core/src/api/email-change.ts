import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { object } from './request/reader.ts'
import { request } from './request/request.ts'
import { readUser, type User } from './users.ts'

/**
 * Emails a code to a user's new email address.
 *
 * Fails with `ApiError` `email_change_not_needed`, `email_not_available`, `email_change_not_allowed`,
 * `invalid_email` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/users/{id}/email_change/send`
 */
export function sendEmailChange(
  api: Api,
  { userId, ...body }: SendEmailChangeParams,
  options?: CallOptions,
): Promise<EmailChange> {
  const at = path`/user_management/users/${userId}/email_change/send`
  return request(
    api,
    { method: 'POST', path: at, body, read: readEmailChange, result: 'emailChange' },
    options,
  )
}

export interface SendEmailChangeParams {
  userId: string
  newEmail: string
}

/** A pending change of an email address. */
export interface EmailChange {
  object: 'email_change'
  user: User
  newEmail: string
  /** ISO 8601, UTC. Ten minutes after `createdAt`. */
  expiresAt: string
  createdAt: string
}

const readEmailChange = object<EmailChange>({ user: readUser, newEmail: 'string' })

/**
 * Changes a user's email address with the code that was sent to the new one.
 *
 * Fails with `ApiError` `email_change_code_incorrect`, `email_change_code_expired`,
 * `email_change_code_previously_used`, `email_change_too_many_attempts`, `no_pending_email_change`,
 * `email_not_available` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/users/{id}/email_change/confirm`
 */
export function confirmEmailChange(
  api: Api,
  { userId, ...body }: ConfirmEmailChangeParams,
  options?: CallOptions,
): Promise<EmailChangeConfirmation> {
  const at = path`/user_management/users/${userId}/email_change/confirm`
  const call = { method: 'POST', path: at, body, read: readConfirmation, result: 'confirmation' } as const
  return request(api, call, options)
}

export interface ConfirmEmailChangeParams {
  userId: string
  /** Six digits. */
  code: string
}

/** The user, with the new email address. */
export interface EmailChangeConfirmation {
  object: 'email_change_confirmation'
  user: User
}

const readConfirmation = object<EmailChangeConfirmation>({ user: readUser })
