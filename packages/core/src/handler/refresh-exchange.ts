import type { Clock } from '../api/clock.ts'
import type { Client } from '../api/index.ts'
import { ApiError, TransportError } from '../errors/index.ts'
import type { ExchangeAnswer } from '../session/refresh.ts'
import { EXCHANGE_MS } from '../session/refresh.ts'
import type { Session } from '../session/session.ts'
import { sessionUser } from '../session/session.ts'
import { nextRev } from '../session/sessions.ts'
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
  return async (session: Session, organizationId?: string): Promise<ExchangeAnswer<FlowFailure>> => {
    try {
      const { refreshToken } = session
      const outcome = await client.authenticateWithRefreshToken(
        { refreshToken, organizationId },
        { timeoutMs: EXCHANGE_MS },
      )
      if (outcome.status !== 'complete') {
        // The person has to do something that a refresh cannot do for them.
        return organizationId === undefined ? { status: 'ended' } : refusedStep(outcome.status)
      }
      // A token of somebody else must not become this browser's session.
      if (outcome.user && outcome.user.id !== session.user.id) return { status: 'unavailable' }
      return { status: 'exchanged', session: renewed(session, outcome, clock) }
    } catch (cause) {
      return answerOf(cause, organizationId !== undefined)
    }
  }
}

type Renewal = Extract<Awaited<ReturnType<Client['authenticateWithRefreshToken']>>, { status: 'complete' }>

function renewed(session: Session, { tokens, user, authenticationMethod }: Renewal, clock: Clock): Session {
  return {
    ...session,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    user: user ? sessionUser(user) : session.user,
    authenticationMethod: authenticationMethod ?? session.authenticationMethod,
    refreshedAt: clock.now(),
    rev: nextRev(session.rev, clock),
  }
}

function answerOf(cause: unknown, isSwitch: boolean): ExchangeAnswer<FlowFailure> {
  if (cause instanceof TransportError) {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  if (!(cause instanceof ApiError)) throw cause
  if (cause.retryable || cause.status === 401 || cause.code === 'invalid_client') {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  // Only the wish for another organization can be refused; a plain refresh that is, is not understood.
  if (isSwitch && cause.code !== 'invalid_grant') return { status: 'refused', refusal: failureOf(cause) }
  return OVER.has(cause.code) ? { status: 'ended' } : { status: 'unavailable' }
}

function refusedStep(status: string): ExchangeAnswer<FlowFailure> {
  const code =
    status === 'sso_required' || status === 'mfa_enrollment' ? 'reauthentication_required' : 'forbidden'
  return { status: 'refused', refusal: flowFailure(code) }
}
