import * as v from 'valibot'
import { failWithMessage, notFound } from '../../base/failure.ts'
import { defaultRedirect, isRegisteredRedirect } from '../../domain/authorization/redirect-uris.ts'
import { endSession } from '../../domain/sessions/end-session.ts'
import { findSession, listActiveSessions } from '../../domain/sessions/list-sessions.ts'
import { presentSession, Session } from '../../domain/sessions/session-schema.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { list } from '../http/list.ts'
import { empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

export const listSessionsOperation = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/user_management/users/:id/sessions',
  summary: "List a user's active sessions",
  query: v.object(pageQuery),
  responses: { 200: list(Session) },
  async handle({ context, params, query }) {
    await getUser(context, params.id)
    const page = await listActiveSessions(context, params.id, query)
    return ok(listBody(page, (row) => presentSession(row, context.clock.now())))
  },
})

export const revokeSessionOperation = operation({
  id: 'revokeSession',
  method: 'POST',
  path: '/user_management/sessions/revoke',
  summary: 'End a session',
  body: v.object({ session_id: v.string() }),
  responses: { 200: null },
  async handle({ context, body }) {
    if ((await findSession(context, body.session_id)) === undefined)
      throw notFound('Session', body.session_id)
    await endSession(context, body.session_id)
    return empty()
  },
})

export const logoutOperation = operation({
  id: 'logout',
  method: 'GET',
  path: '/user_management/sessions/logout',
  summary: 'End a session in the browser and redirect to the application',
  access: 'session_in_query',
  query: v.object({ session_id: v.optional(v.string()), return_to: v.optional(v.string()) }),
  responses: { 302: null },
  async handle({ context, query }) {
    const id = query.session_id
    if (id === undefined || !id.startsWith('session_'))
      throw failWithMessage(422, 'A session_id is required.')
    await endSession(context, id)
    const back = query.return_to
    const allowed = back !== undefined && (await isRegisteredRedirect(context, back))
    return { status: 302, headers: { Location: allowed ? back : await defaultRedirect(context) } }
  },
})

export const sessionOperations = [listSessionsOperation, revokeSessionOperation, logoutOperation]
