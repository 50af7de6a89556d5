import { SessionError } from '../../errors/index.ts'
import type { Session } from '../../session/packed-session.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { RouteRequest, RouteResult } from '../route/route.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { describeFlow } from './describe-flow.ts'
import type { SignedInOutcome } from './flow-context.ts'

/**
 * Starts the session of a completed sign-in, and ends the previous one.
 *
 * @param isFirst Whether this is the first request with these tokens. False for a page that is loaded twice.
 */
export async function completeSignIn(
  flow: PendingFlow,
  outcome: SignedInOutcome,
  { cookies }: RouteRequest,
  context: HandlerContext,
  isFirst = true,
): Promise<RouteResult> {
  const { sessions, flows, client, emit, clock } = context
  const started = await start()
  // Tokens that do not verify, or that belong to another user, start no session. The cause has been reported to the operator.
  if (started === undefined) throw new RouteError('service_unavailable')
  const { auth, resolved } = started

  const { ended } = await sessions.end(cookies, auth.sessionId)
  if (isFirst) {
    if (ended)
      await client.revokeSession({ sessionId: ended.sessionId }, { timeoutMs: 2_000 }).catch(() => {})
    emit({
      type: 'signed_in',
      userId: auth.user.id,
      sessionId: auth.sessionId,
      kind: flow.kind,
      method: auth.authenticationMethod,
    })
  }
  return {
    body: describeFlow({ ...flow, step: 'complete' }, context.offer, false),
    redirectTo: flow.returnTo,
    cookies: async () => [...flows.forget(flow.id), ...(await resolved.cookies())],
  }

  async function start() {
    try {
      return await sessions.start(cookies, sessionOf(outcome, clock.now(), context))
    } catch (cause) {
      // A session that is too large is reported to the app; missing signing keys are an outage.
      if (cause instanceof SessionError) throw cause
      return undefined
    }
  }
}

/** The session for the API's tokens. */
function sessionOf(
  outcome: SignedInOutcome,
  now: number,
  { readSessionUser }: Pick<HandlerContext, 'readSessionUser'>,
): Session {
  const { user, tokens, authenticationMethod, impersonator } = outcome
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    user: readSessionUser(user),
    authenticationMethod,
    impersonator: impersonator && { email: impersonator.email, reason: impersonator.reason },
    startedAt: now,
    refreshedAt: now,
    rev: now,
  }
}
