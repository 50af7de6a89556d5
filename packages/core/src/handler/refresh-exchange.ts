import type { Clock } from '../api/clock.ts'
import type { Client } from '../api/index.ts'
import { ApiError, TransportError } from '../errors/index.ts'
import type { Wish } from '../session/organization-token.ts'
import { withToken } from '../session/organization-token.ts'
import type { ExchangeAnswer } from '../session/refresh.ts'
import { EXCHANGE_MS } from '../session/refresh.ts'
import type { Session } from '../session/session.ts'
import { sessionUser } from '../session/session.ts'
import { nextRev } from '../session/sessions.ts'
import { organizationOf } from '../session/unverified-claims.ts'
import type { FlowFailure } from './flow-error.ts'
import { failureOf, flowFailure } from './flow-error.ts'

/** Answers in the API's own words after which no refresh of the session can succeed. Everything else is for later. */
const OVER = new Set([
  'invalid_grant',
  'entity_not_found',
  'organization_membership_not_found',
  'organization_not_found',
  'user_not_found',
])

/** Exchanges refresh tokens with the service, and says what its answer means for the session. */
export function createRefreshExchange(client: Client, clock: Clock) {
  return async function exchange(
    session: Session,
    wish: Wish,
    until: number = clock.now() + EXCHANGE_MS,
  ): Promise<ExchangeAnswer<FlowFailure>> {
    const { refreshToken, user, organizationId } = session
    const asked = wish.kind === 'renew' ? organizationId : wish.organizationId
    let refused: ExchangeAnswer<FlowFailure>
    try {
      const outcome = await client.authenticateWithRefreshToken(
        { refreshToken, organizationId: asked },
        { timeoutMs: Math.max(1, until - clock.now()) },
      )
      if (outcome.status === 'complete') {
        // A token of somebody else must not become this browser's session.
        if (outcome.user && outcome.user.id !== user.id) return { status: 'unavailable' }
        const next = renewed(session, wish, outcome, clock)
        // Who has left the organization last asked for gets a token for none.
        const isRefused = wish.kind === 'enter' && !organizationOf(outcome.tokens.accessToken)
        return isRefused
          ? { status: 'refused', refusal: flowFailure('invalid_organization_id'), session: next }
          : { status: 'exchanged', session: next }
      }
      // The person has to do something that a refresh cannot do for them.
      refused = asked === undefined ? { status: 'ended' } : refusedStep(outcome.status)
    } catch (cause) {
      refused = answerOf(cause, asked !== undefined)
    }
    // The person may have left the organization that the session was in. That ends no session.
    return refused.status === 'refused' && wish.kind === 'renew'
      ? exchange({ ...session, organizationId: undefined }, wish, until)
      : refused
  }
}

type Renewal = Extract<Awaited<ReturnType<Client['authenticateWithRefreshToken']>>, { status: 'complete' }>

function renewed(
  session: Session,
  wish: Wish,
  { tokens, user, authenticationMethod }: Renewal,
  clock: Clock,
): Session {
  return {
    ...withToken(session, wish, { accessToken: tokens.accessToken, refreshedAt: clock.now() }),
    refreshToken: tokens.refreshToken,
    user: user ? sessionUser(user) : session.user,
    authenticationMethod: authenticationMethod ?? session.authenticationMethod,
    rev: nextRev(session.rev, clock),
  }
}

function answerOf(cause: unknown, isChoice: boolean): ExchangeAnswer<FlowFailure> {
  if (cause instanceof TransportError) {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  if (!(cause instanceof ApiError)) throw cause
  if (cause.retryable || cause.status === 401 || cause.code === 'invalid_client') {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  // Only the wish for another organization can be refused; a plain refresh that is, is not understood.
  if (isChoice && cause.code !== 'invalid_grant') return { status: 'refused', refusal: failureOf(cause) }
  return OVER.has(cause.code) ? { status: 'ended' } : { status: 'unavailable' }
}

function refusedStep(status: string): ExchangeAnswer<FlowFailure> {
  const code =
    status === 'sso_required' || status === 'mfa_enrollment' ? 'reauthentication_required' : 'forbidden'
  return { status: 'refused', refusal: flowFailure(code) }
}
