import { revoke } from '../account/end-other-sessions.ts'
import type { Route } from '../route/route.ts'
import { endSession } from '../session/end-session.ts'

const REVOKE_TIMEOUT_MS = 2_000

/**
 * `POST /sign-out`: ends the session in this app and, if it can be reached, at the API. Works with a damaged cookie and
 * while the API is unavailable: the cookies are deleted in any case.
 */
export const signOut: Route = async (request, context) => {
  const { fields } = request
  const routeRequest = fields.everywhere === 'true' || fields.everywhere === '1' || fields.everywhere === 'on'
  const { ended, cookies: cleared } = await endSession(request, context)
  if (ended !== undefined) {
    const { sessionId, userId, isImpersonated } = ended
    // Unless the app allows it, an impersonator ends only the impersonated session, even if it has already expired, and
    // not the user's own sessions.
    const everywhere = routeRequest && (!isImpersonated || context.impersonationMay.has('sessions'))
    await revokeAll(sessionId, everywhere ? userId : undefined, context)
    context.emit({ type: 'signed_out', userId, sessionId, reason: 'signed-out' })
  }
  const redirectTo = context.signedOutReturnTo(fields.returnTo)
  return { body: { redirectTo }, redirectTo, cookies: cleared }
}

async function revokeAll(
  sessionId: string,
  userId: string | undefined,
  context: Parameters<Route>[1],
): Promise<void> {
  const options = { timeoutMs: REVOKE_TIMEOUT_MS }
  const others = new Set<string>()
  try {
    if (userId !== undefined) {
      for await (const session of context.client.listSessions({ userId, limit: 100 }, options))
        others.add(session.id)
    }
  } catch {
    // Everything else is still ended.
  }
  // This app has already ended its own session.
  others.delete(sessionId)
  await Promise.allSettled([
    context.client.revokeSession({ sessionId }, options),
    ...[...others].map((id) => revoke(id, context, options)),
  ])
}
