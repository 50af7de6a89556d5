import type { SessionPayload } from '../session/session-payload.ts'
import type { HandlerEndpoint } from './exchange.ts'

/** A session as a server already knows it, so that the page need not ask. */
export type InitialAuth = SessionPayload | null | undefined

/**
 * Reads what a server told of the session, at once or by a promise. Nothing is known where the server told nothing,
 * where its promise failed, and where it told of another organization than the page stays in.
 */
export function readInitialAuth(
  initialAuth: InitialAuth | Promise<InitialAuth>,
  endpoint: Pick<HandlerEndpoint, 'organizationId'>,
): { known?: SessionPayload; promised?: Promise<SessionPayload | undefined> } {
  const usable = (payload: InitialAuth) =>
    payload && isAbout(endpoint.organizationId, payload) ? payload : undefined
  if (!initialAuth || !('then' in initialAuth)) return { known: usable(initialAuth) }
  return { promised: initialAuth.then(usable, () => undefined) }
}

const isAbout = (organizationId: string | undefined, payload: SessionPayload): boolean =>
  !organizationId ||
  payload.status !== 'signed-in' ||
  organizationId === (payload.organizationId ?? payload.refusedOrganizationId)
