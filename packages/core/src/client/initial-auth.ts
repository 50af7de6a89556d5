import type { SessionPayload } from '../session/session-payload.ts'
import type { HandlerEndpoint } from './exchange.ts'

/** A session that the server already knows, so that the page sends no request. */
export type InitialAuth = SessionPayload | null | undefined

/**
 * Reads the session that the server passed, directly or as a promise. The result is empty if the server passed nothing, if the
 * promise failed, or if the session is for another organization than the one the page is pinned to.
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
