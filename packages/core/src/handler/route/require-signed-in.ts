import type { Auth, SignedIn } from '../../session/auth.ts'
import { checkRequirement } from '../../session/requirement.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import type { HandlerContext } from './handler-context.ts'
import type { RouteRequest } from './route.ts'

/**
 * Returns the signed-in user of a request, and refuses all other requests. If the session could not be confirmed, the
 * refusal is temporary.
 */
export async function requireSignedIn(request: Pick<RouteRequest, 'session'>): Promise<SignedIn> {
  const auth = await request.session()
  if (auth.status === 'signed-in') return auth
  throw new RouteError(signedOutFailure(auth))
}

function signedOutFailure(auth: Auth): FlowFailure {
  if (auth.status === 'stale') {
    return flowFailure('service_unavailable', { retryAfterSeconds: auth.retryAfterSeconds })
  }
  return { status: 401, error: { code: 'reauthentication_required' } }
}

/** Refuses a user whose sign-in is too old for the action. An impersonated session never counts as a fresh sign-in. */
export function requireFresh(auth: SignedIn, { clock, freshAuthenticationMs }: HandlerContext): void {
  const result = checkRequirement(auth, { freshWithin: freshAuthenticationMs / 1000 }, clock.now())
  if (result === 'forbidden') throw new RouteError('impersonation_not_allowed')
  if (result !== 'met') throw new RouteError('reauthentication_required')
}
