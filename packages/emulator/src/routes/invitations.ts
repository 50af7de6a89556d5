import * as v from 'valibot'
import { fail, failWithMessage } from '../http/failure.ts'
import { created, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import {
  createInvitation,
  getInvitation as requireInvitation,
  resendInvitation as sendAgain,
  revokeInvitation as takeBack,
} from '../organizations/invitations.ts'
import { acceptInvitation as accept, recordAcceptance } from '../organizations/redeem-invitation.ts'
import { emailKey } from '../schemas/email-address.ts'
import { Invitation, presentInvitation } from '../schemas/invitation.ts'
import { list } from '../schemas/list.ts'
import { email } from '../schemas/values.ts'
import { fingerprint } from '../secrets.ts'
import { findUserByEmail } from '../users/find-user.ts'

export const getInvitation = operation({
  id: 'getInvitation',
  method: 'GET',
  path: '/user_management/invitations/:id',
  summary: 'Get an invitation',
  answers: { 200: Invitation },
  async handle({ env, params }) {
    return ok(presentInvitation(env, await requireInvitation(env, params.id)))
  },
})

export const getInvitationByToken = operation({
  id: 'getInvitationByToken',
  method: 'GET',
  path: '/user_management/invitations/by_token/:token',
  summary: 'Get an invitation by the token in its link',
  answers: { 200: Invitation },
  async handle({ env, params }) {
    const row = await env.db
      .selectFrom('invitations')
      .selectAll()
      .where('token_hash', '=', fingerprint(params.token))
      .executeTakeFirst()
    if (row === undefined) throw failWithMessage(404, 'Invitation not found.')
    return ok(presentInvitation(env, row))
  },
})

export const listInvitations = operation({
  id: 'listInvitations',
  method: 'GET',
  path: '/user_management/invitations',
  summary: 'List invitations',
  query: v.object({
    ...pageQuery,
    organization_id: v.optional(v.string()),
    email: v.optional(v.string()),
  }),
  answers: { 200: list(Invitation) },
  async handle({ env, query }) {
    let rows = env.db.selectFrom('invitations').selectAll('invitations')
    if (query.organization_id !== undefined) {
      rows = rows.where('invitations.organization_id', '=', query.organization_id)
    }
    if (query.email !== undefined) rows = rows.where('invitations.email_key', '=', emailKey(query.email))
    const page = await readPage(rows, 'invitations', query, (id) =>
      env.db.selectFrom('invitations').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
    )
    return ok(listBody(page, (row) => presentInvitation(env, row)))
  },
})

export const sendInvitation = operation({
  id: 'sendInvitation',
  method: 'POST',
  path: '/user_management/invitations',
  summary: 'Invite somebody by e-mail',
  body: v.object({
    email,
    organization_id: v.nullish(v.string()),
    expires_in_days: v.nullish(v.pipe(v.number(), v.integer())),
    inviter_user_id: v.nullish(v.string()),
    role_slug: v.nullish(v.string()),
    locale: v.nullish(v.string()),
  }),
  answers: { 201: Invitation },
  async handle({ env, body }) {
    return created(presentInvitation(env, await createInvitation(env, body)))
  },
})

export const revokeInvitation = operation({
  id: 'revokeInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/revoke',
  summary: 'Take an invitation back',
  answers: { 200: Invitation },
  async handle({ env, params }) {
    return ok(presentInvitation(env, await takeBack(env, await requireInvitation(env, params.id))))
  },
})

export const resendInvitation = operation({
  id: 'resendInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/resend',
  summary: 'Mail an invitation once more',
  answers: { 200: Invitation },
  async handle({ env, params }) {
    return ok(presentInvitation(env, await sendAgain(env, await requireInvitation(env, params.id))))
  },
})

export const acceptInvitation = operation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/user_management/invitations/:id/accept',
  summary: 'Accept an invitation for the user with its address',
  answers: { 200: Invitation },
  async handle({ env, params }) {
    const row = await requireInvitation(env, params.id)
    if (row.state !== 'pending' || row.expires_at <= env.clock.now()) throw notPending()
    const user = await findUserByEmail(env, row.email)
    if (user === undefined) throw fail(400, 'invalid_invite', 'No user has the invited address yet.')
    const accepted = await env.db.transaction().execute((trx) => accept(env, trx, row, user.id))
    if (!accepted) throw notPending()
    await recordAcceptance(env, row.id)
    return ok(presentInvitation(env, await requireInvitation(env, row.id)))
  },
})

export const invitationOperations = [
  getInvitationByToken,
  getInvitation,
  listInvitations,
  sendInvitation,
  revokeInvitation,
  resendInvitation,
  acceptInvitation,
]

function notPending() {
  return fail(400, 'invite_not_pending', 'The invitation is not pending.')
}
