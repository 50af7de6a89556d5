import type { CallOptions } from '../../api/index.ts'
import { ApiError } from '../../errors/index.ts'
import type { SignedIn } from '../../session/auth.ts'
import type { HandlerContext } from '../route/handler-context.ts'

/** Ends a session at the API and in this app, which does not accept its access token any more. */
export async function revoke(
  sessionId: string,
  { client, sessions }: Pick<HandlerContext, 'client' | 'sessions'>,
  options: CallOptions = {},
): Promise<void> {
  await client.revokeSession({ sessionId }, options)
  await sessions.forget(sessionId)
}

/**
 * Ends all sessions of the user except this one. They are collected first, because ending one shifts the pages. Each is
 * attempted, even if others fail.
 *
 * @throws The error that prevented one from being ended. A session that no longer exists is not an error.
 */
export async function endOtherSessions(
  { user, sessionId }: SignedIn,
  context: Pick<HandlerContext, 'client' | 'sessions'>,
): Promise<void> {
  const others: string[] = []
  for await (const session of context.client.listSessions({ userId: user.id, limit: 100 })) {
    if (session.id !== sessionId) others.push(session.id)
  }
  const results = await Promise.allSettled(others.map((id) => revoke(id, context)))
  const failed = results.find((result) => result.status === 'rejected' && !isGone(result.reason))
  if (failed?.status === 'rejected') throw failed.reason
}

const isGone = (cause: unknown) => cause instanceof ApiError && cause.status === 404
