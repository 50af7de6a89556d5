import type { HandlerContext, Route, RouteRequest } from '../context.ts'
import { mayChange } from '../impersonation.ts'

const REVOKE_TIMEOUT_MS = 2_000

/**
 * `POST /sign-out`: ends the session here, and at the service as well as it can.
 * Works with a damaged cookie and a service that does not answer: the cookies are gone in any case.
 */
export const signOut: Route = async (request, context) => {
  const { cookies, fields } = request
  const asked = fields.everywhere === 'true' || fields.everywhere === '1' || fields.everywhere === 'on'
  const everywhere = asked && (await mayEndAll(request, context))
  const { ended, cookies: cleared } = await context.sessions.end(cookies)
  if (ended !== undefined) {
    const { sessionId, userId } = ended
    await revoke(sessionId, everywhere ? userId : undefined, context.client)
    context.emit({ type: 'signed_out', userId, sessionId, reason: 'signed-out' })
  }
  const redirectTo = context.signedOutReturnTo(fields.returnTo)
  return { body: { redirectTo }, redirectTo, cookies: cleared }
}

/** Someone who is acting as the user signs out of that alone: the user's own sessions are not theirs to end. */
async function mayEndAll({ session }: RouteRequest, context: HandlerContext): Promise<boolean> {
  const auth = await session()
  const known = auth.status === 'stale' ? auth.lastKnown : auth
  return known?.status !== 'signed-in' || mayChange(known, 'sessions', context)
}

async function revoke(
  sessionId: string,
  userId: string | undefined,
  client: Parameters<Route>[1]['client'],
): Promise<void> {
  const options = { timeoutMs: REVOKE_TIMEOUT_MS }
  const ids = new Set([sessionId])
  try {
    if (userId !== undefined) {
      for await (const session of client.listSessions({ userId, limit: 100 }, options)) ids.add(session.id)
    }
  } catch {
    // What can be ended is ended all the same.
  }
  await Promise.allSettled([...ids].map((id) => client.revokeSession({ sessionId: id }, options)))
}
