import * as v from 'valibot'
import { failWithMessage } from '../../base/failure.ts'
import { email } from '../../contract/values.ts'
import { Invitation, presentInvitation } from '../../domain/invitations/invitation-schema.ts'
import {
  createInvitation,
  findInvitationByToken,
  getInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../domain/invitations/invitations.ts'
import { acceptForItsUser } from '../../domain/invitations/redeem-invitation.ts'
import { list } from '../http/list.ts'
import { created, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

export const getInvitationOperation = operation({
  id: 'getInvitation',
  method: 'GET',
  path: '/user_management/invitations/:id',
  summary: 'Get an invitation',
  responses: { 200: Invitation },
  async handle({ context, params }) {
    return ok(presentInvitation(context, await getInvitation(context, params.id)))
  },
})

export const getInvitationByTokenOperation = operation({
  id: 'getInvitationByToken',
  method: 'GET',
  path: '/user_management/invitations/by_token/:token',
  summary: 'Get an invitation by the token in its link',
  responses: { 200: Invitation },
  async handle({ context, params }) {
    const row = await findInvitationByToken(context, params.token)
    if (row === undefined) throw failWithMessage(404, 'Invitation not found.')
    return ok(presentInvitation(context, row))
  },
})

export const listInvitationsOperation = operation({
  id: 'listInvitations',
  method: 'GET',
  path: '/user_management/invitations',
  summary: 'List invitations',
  query: v.object({
    ...pageQuery,
    organization_id: v.optional(v.string()),
    email: v.optional(v.string()),
  }),
  responses: { 200: list(Invitation) },
  async handle({ context, query }) {
    const { organization_id: organizationId, email } = query
    const page = await listInvitations(context, { organizationId, email }, query)
    return ok(listBody(page, (row) => presentInvitation(context, row)))
  },
})

export const sendInvitationOperation = operation({
  id: 'sendInvitation',
  method: 'POST',
  path: '/user_management/invitations',
  summary: 'Invite a user by email',
  body: v.object({
    email,
    organization_id: v.nullish(v.string()),
    expires_in_days: v.nullish(v.pipe(v.number(), v.integer())),
    inviter_user_id: v.nullish(v.string()),
    role_slug: v.nullish(v.string()),
    locale: v.nullish(v.string()),
  }),
  responses: { 201: Invitation },
  async handle({ context, body }) {
    return created(presentInvitation(context, await createInvitation(context, body)))
  },
})

export const revokeInvitationOperation = operation({
  id: 'revokeInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/revoke',
  summary: 'Revoke an invitation',
  responses: { 200: Invitation },
  async handle({ context, params }) {
    return ok(
      presentInvitation(context, await revokeInvitation(context, await getInvitation(context, params.id))),
    )
  },
})

export const resendInvitationOperation = operation({
  id: 'resendInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/resend',
  summary: 'Resend an invitation',
  body: v.object({ locale: v.nullish(v.string()) }),
  responses: { 200: Invitation },
  async handle({ context, params, body }) {
    const invitation = await getInvitation(context, params.id)
    return ok(presentInvitation(context, await resendInvitation(context, invitation, body.locale)))
  },
})

export const acceptInvitationOperation = operation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/accept',
  summary: 'Accept an invitation for the user with the invited email address',
  responses: { 200: Invitation },
  async handle({ context, params }) {
    await acceptForItsUser(context, await getInvitation(context, params.id))
    return ok(presentInvitation(context, await getInvitation(context, params.id)))
  },
})

export const invitationOperations = [
  getInvitationByTokenOperation,
  getInvitationOperation,
  listInvitationsOperation,
  sendInvitationOperation,
  revokeInvitationOperation,
  resendInvitationOperation,
  acceptInvitationOperation,
]
