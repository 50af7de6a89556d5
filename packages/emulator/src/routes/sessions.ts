import * as v from 'valibot'
import { defaultRedirect, isRegisteredRedirect } from '../authorize/redirect-uris.ts'
import { failWithMessage, notFound } from '../http/failure.ts'
import { empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import { list } from '../schemas/list.ts'
import { presentSession, Session } from '../schemas/session.ts'
import { endSession } from '../sessions/end-session.ts'
import { getUser } from '../users/find-user.ts'

const Jwks = v.object({
  keys: v.array(
    v.object({
      alg: v.literal('RS256'),
      kty: v.literal('RSA'),
      use: v.literal('sig'),
      kid: v.string(),
      n: v.string(),
      e: v.string(),
    }),
  ),
})

export const listSessions = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/user_management/users/:id/sessions',
  summary: "List a user's active sessions",
  query: v.object(pageQuery),
  answers: { 200: list(Session) },
  async handle({ env, params, query }) {
    await getUser(env, params.id)
    const now = env.clock.now()
    const active = env.db
      .selectFrom('sessions')
      .selectAll('sessions')
      .where('sessions.user_id', '=', params.id)
      .where('sessions.ended_at', 'is', null)
      .where('sessions.expires_at', '>', now)
    const page = await readPage(active, 'sessions', query, (id) =>
      env.db.selectFrom('sessions').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
    )
    return ok(listBody(page, (row) => presentSession(row, now)))
  },
})

export const revokeSession = operation({
  id: 'revokeSession',
  method: 'POST',
  path: '/user_management/sessions/revoke',
  summary: 'End a session',
  body: v.object({ session_id: v.string() }),
  answers: { 200: null },
  async handle({ env, body }) {
    const known = await env.db
      .selectFrom('sessions')
      .select('id')
      .where('id', '=', body.session_id)
      .executeTakeFirst()
    if (known === undefined) throw notFound('Session', body.session_id)
    await endSession(env, body.session_id)
    return empty()
  },
})

export const logout = operation({
  id: 'logout',
  method: 'GET',
  path: '/user_management/sessions/logout',
  summary: 'End a session from the browser and go back to the application',
  access: 'session_in_query',
  query: v.object({ session_id: v.optional(v.string()), return_to: v.optional(v.string()) }),
  answers: { 302: null },
  async handle({ env, query }) {
    const id = query.session_id
    if (id === undefined || !id.startsWith('session_'))
      throw failWithMessage(422, 'A session_id is required.')
    await endSession(env, id)
    const back = query.return_to
    const allowed = back !== undefined && (await isRegisteredRedirect(env, back))
    return { status: 302, headers: { Location: allowed ? back : await defaultRedirect(env) } }
  },
})

export const getJwks = operation({
  id: 'getJwks',
  method: 'GET',
  path: '/sso/jwks/:clientId',
  summary: 'Public keys that verify access tokens',
  access: 'client_in_path',
  answers: { 200: Jwks },
  async handle({ env }) {
    return ok(await env.keys.jwks())
  },
})

export const sessionOperations = [listSessions, revokeSession, logout, getJwks]
