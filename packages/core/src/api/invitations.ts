import { decodeInvitation } from './decoders.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { object, withShortcut } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Fetches an invitation.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/invitations/{id}`
 */
export function getInvitation(
  api: Api,
  { invitationId }: InvitationParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations/${invitationId}`
  return request(api, { method: 'GET', path: at, read: readSentInvitation, result: 'invitation' }, options)
}

/** Identifies an invitation. */
export interface InvitationParams {
  invitationId: string
}

/** `expired` is computed when the invitation is read. States that are not listed here are kept as they are. */
export type InvitationState = 'pending' | 'accepted' | 'expired' | 'revoked' | (string & {})

/** An invitation by email. The token and URL are readable, but redacted in logs and JSON. */
export interface Invitation {
  object: 'invitation'
  id: string
  email: string
  state: InvitationState
  /** ISO 8601, UTC. */
  acceptedAt: string | null
  /** ISO 8601, UTC. */
  revokedAt: string | null
  /** ISO 8601, UTC. */
  expiresAt: string
  /** Secret: anyone who has it can accept the invitation. Not included in events. */
  token: string
  /** Contains the token. Not included in events. */
  acceptInvitationUrl: string
  organizationId: string | null
  inviterUserId: string | null
  acceptedUserId: string | null
  /** `null` if the invitation is not for an organization. */
  roleSlug: string | null
  createdAt: string
  updatedAt: string
}

/** Reads an {@link Invitation}. */
export const readInvitation = object<Invitation>(
  {
    id: 'string',
    email: 'string',
    state: 'string',
    acceptedAt: 'nullable',
    revokedAt: 'nullable',
    organizationId: 'nullable',
    inviterUserId: 'nullable',
    acceptedUserId: 'nullable',
    roleSlug: 'nullable',
  },
  ['token', 'acceptInvitationUrl'],
)

/** Reads an {@link Invitation} straight from the wire. */
const readSentInvitation = /* @__PURE__ */ withShortcut(readInvitation, decodeInvitation)

/**
 * Fetches an invitation by the token in its link, for example to show its organization and email address.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/invitations/by_token/{token}`
 */
export function getInvitationByToken(
  api: Api,
  { token }: GetInvitationByTokenParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations/by_token/${token}`
  const call = {
    method: 'GET',
    path: at,
    secret: token,
    read: readSentInvitation,
    result: 'invitation',
  } as const
  return request(api, call, options)
}

export interface GetInvitationByTokenParams {
  token: string
}

/**
 * Lists invitations, newest first.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /user_management/invitations`
 */
export function listInvitations(
  api: Api,
  params: ListInvitationsParams = {},
  options?: CallOptions,
): PagePromise<Invitation> {
  return list(api, { path: path`/user_management/invitations`, params, item: readSentInvitation }, options)
}

export interface ListInvitationsParams extends PageParams {
  organizationId?: string
  email?: string
}

/**
 * Invites a user by email, optionally into an organization.
 *
 * Fails with `ApiError` `email_already_invited`, `email_already_invited_to_organization`, `user_already_exists`,
 * `user_already_organization_member`, `invalid_role`, `expires_in_days_too_short`, `expires_in_days_too_long` or
 * `entity_not_found`.
 * @see OpenAPI `POST /user_management/invitations`
 */
export function sendInvitation(
  api: Api,
  params: SendInvitationParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations`
  const call = {
    method: 'POST',
    path: at,
    body: params,
    read: readSentInvitation,
    result: 'invitation',
  } as const
  return request(api, call, options)
}

export interface SendInvitationParams {
  email: string
  organizationId?: string
  roleSlug?: string
  /** Days until the link expires, 1–30. The API's default is 7. */
  expiresInDays?: number
  inviterUserId?: string
  /** The language of the email, as a BCP 47 tag. */
  locale?: string
}

/**
 * Accepts an invitation for the invited user. The membership becomes active.
 *
 * Fails with `ApiError` `invite_not_pending`, `invalid_invite`, `invite_has_accepted_user_id` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/invitations/{id}/accept`
 */
export function acceptInvitation(
  api: Api,
  { invitationId }: InvitationParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations/${invitationId}/accept`
  return request(api, { method: 'POST', path: at, read: readSentInvitation, result: 'invitation' }, options)
}

/**
 * Sends the email of an invitation again.
 *
 * Fails with `ApiError` `invite_expired`, `invite_revoked`, `invite_accepted` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/invitations/{id}/resend`
 */
export function resendInvitation(
  api: Api,
  { invitationId, ...body }: ResendInvitationParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations/${invitationId}/resend`
  return request(
    api,
    { method: 'POST', path: at, body, read: readSentInvitation, result: 'invitation' },
    options,
  )
}

export interface ResendInvitationParams extends InvitationParams {
  /** The language of the email, as a BCP 47 tag. */
  locale?: string
}

/**
 * Revokes an invitation.
 *
 * Fails with `ApiError` `invite_not_pending` or `entity_not_found`.
 * @see OpenAPI `POST /user_management/invitations/{id}/revoke`
 */
export function revokeInvitation(
  api: Api,
  { invitationId }: InvitationParams,
  options?: CallOptions,
): Promise<Invitation> {
  const at = path`/user_management/invitations/${invitationId}/revoke`
  return request(api, { method: 'POST', path: at, read: readSentInvitation, result: 'invitation' }, options)
}
