import type { ListPayload, SessionEntry } from '../../account/account-payload.ts'
import { endOtherSessions, revoke } from '../account/end-other-sessions.ts'
import { RouteError } from '../failures/route-error.ts'
import { requireOwn } from '../route/impersonation.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route } from '../route/route.ts'
import { endSession } from '../session/end-session.ts'

/** `GET /sessions`: the user's active sessions. */
export const listSessions: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const page = await context.client.listSessions({ userId: auth.user.id, ...paging(request.url) })
  const data = page.data.map(
    (session): SessionEntry => ({
      id: session.id,
      current: session.id === auth.sessionId,
      ipAddress: session.ipAddress,
      userAgent: session.userAgent,
      authMethod: session.authMethod,
      impersonator: session.impersonator ?? null,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
    }),
  )
  const body: ListPayload<SessionEntry> = { data, ...page.listMetadata }
  return { body }
}

/** `DELETE /sessions/:id`: ends a session of the user. */
export const revokeSession: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const id = request.id || request.fields.sessionId
  // With our key, the API would revoke any session, so check first whose it is.
  for await (const session of context.client.listSessions({ userId: auth.user.id, limit: 100 })) {
    if (session.id !== id) continue
    // Ending the impersonation itself is a sign-out.
    if (id !== auth.sessionId) requireOwn(auth, 'sessions', context)
    await revoke(id, context)
    const ended = id === auth.sessionId ? await endSession(request, context) : undefined
    return { body: {}, cookies: ended?.cookies }
  }
  throw new RouteError('not_found')
}

/** `DELETE /sessions`: ends all sessions of the user except this one. */
export const revokeOtherSessions: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  await endOtherSessions(auth, context)
  return { body: {} }
}

/** The position in a list that a request names. The API checks limits itself. */
export function paging({ searchParams }: URL): { limit?: number; after?: string; before?: string } {
  const limit = Number(searchParams.get('limit') ?? Number.NaN)
  return {
    limit: Number.isInteger(limit) && limit >= 1 && limit <= 100 ? limit : undefined,
    after: searchParams.get('after') || undefined,
    before: searchParams.get('before') || undefined,
  }
}
