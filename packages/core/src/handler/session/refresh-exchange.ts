import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { ApiErrorCode } from '../../errors/index.ts'
import { ApiError, TransportError } from '../../errors/index.ts'
import type { RefreshIntent } from '../../session/organization-token.ts'
import { withOwnToken, withToken } from '../../session/organization-token.ts'
import type { OrganizationToken, Session } from '../../session/packed-session.ts'
import type { ExchangeResult } from '../../session/refresh-result.ts'
import { nextRev } from '../../session/session-manager.ts'
import { organizationOf } from '../../session/unverified-claims.ts'
import { type Fault, faultOf } from '../events/fault.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import type { ReadSessionUser } from '../services/session-user.ts'

/** The user is no longer a member of the requested organization, or it was deleted. */
const NOT_A_MEMBER: ReadonlySet<ApiErrorCode> = new Set([
  'entity_not_found',
  'invalid_organization_id',
  'organization_membership_not_found',
  'organization_not_found',
])

/** API error codes after which no refresh of the session can succeed. All other errors can be retried later. */
const SESSION_ENDED: ReadonlySet<ApiErrorCode> = new Set([
  'invalid_grant',
  'mfa_enrollment',
  'sso_required',
  'entity_not_found',
  'organization_membership_not_found',
  'organization_not_found',
])

/**
 * The maximum duration of an exchange. Aborting it would lose the response, and with it the only valid token, so it
 * continues after the request has stopped waiting.
 */
const EXCHANGE_MS = 60_000

/** An exchange is not started with less remaining time than this: its response would be lost, and the token with it. */
const SHORTEST_EXCHANGE_MS = 1_500

/** Exchanges refresh tokens with the API, and decides what the response means for the session. */
export function createRefreshExchange(
  client: Client,
  clock: Clock,
  readSessionUser: ReadSessionUser,
  report: (fault: Fault) => void,
) {
  return async (session: Session, intent: RefreshIntent): Promise<ExchangeResult<FlowFailure>> => {
    const until = clock.now() + EXCHANGE_MS
    // By default the API uses the organization of the last refresh, which may have been that of another tab, so the
    // organization is always requested by id.
    const organizationId =
      intent.kind === 'refresh' ? organizationOf(session.accessToken) : intent.organizationId
    const result = await exchangeToken(session, intent, organizationId, EXCHANGE_MS, (token) =>
      withToken(session, intent, token),
    )
    if (result.status !== 'refused' || intent.kind !== 'refresh') return result
    // The user may have left the organization that the session was in. That does not end the session.
    const remainingMs = until - clock.now()
    if (remainingMs < SHORTEST_EXCHANGE_MS) return { status: 'unavailable' }
    return exchangeToken(session, intent, undefined, remainingMs, (token) => withOwnToken(session, token))
  }

  async function exchangeToken(
    session: Session,
    intent: RefreshIntent,
    organizationId: string | undefined,
    timeoutMs: number,
    place: (token: OrganizationToken) => Session,
  ): Promise<ExchangeResult<FlowFailure>> {
    try {
      const { refreshToken } = session
      const outcome = await client.authenticateWithRefreshToken(
        { refreshToken, organizationId },
        { timeoutMs, resendWhenLost: true },
      )
      if (outcome.status !== 'complete') {
        // The user must do something that a refresh cannot do.
        return intent.kind === 'refresh' ? { status: 'ended' } : refusedStep(outcome.status)
      }
      // Another user's token must not become this browser's session.
      if (outcome.user && outcome.user.id !== session.user.id) return { status: 'unavailable' }
      return { status: 'exchanged', session: renewed(session, place, outcome, clock.now(), readSessionUser) }
    } catch (cause) {
      const fault = faultOf(cause)
      if (fault) report(fault)
      return resultOf(cause, intent, organizationId)
    }
  }
}

type Renewal = Extract<Awaited<ReturnType<Client['authenticateWithRefreshToken']>>, { status: 'complete' }>

function renewed(
  session: Session,
  place: (token: OrganizationToken) => Session,
  { tokens, user, authenticationMethod }: Renewal,
  now: number,
  readSessionUser: ReadSessionUser,
): Session {
  const next: Session = {
    ...place({ accessToken: tokens.accessToken, refreshedAt: now }),
    refreshToken: tokens.refreshToken,
    user: user ? readSessionUser(user) : session.user,
    authenticationMethod: authenticationMethod ?? session.authenticationMethod,
  }
  // An additional token matters only to the tab that requested it.
  const isChange =
    next.accessToken !== session.accessToken || JSON.stringify(next.user) !== JSON.stringify(session.user)
  return isChange ? { ...next, rev: nextRev(session.rev, now) } : next
}

function resultOf(
  cause: unknown,
  intent: RefreshIntent,
  organizationId: string | undefined,
): ExchangeResult<FlowFailure> {
  if (cause instanceof TransportError) {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  if (!(cause instanceof ApiError)) throw cause
  if (cause.retryable || cause.status === 401 || cause.code === 'invalid_client') {
    return { status: 'unavailable', retryAfterSeconds: cause.retryAfterSeconds }
  }
  // A refresh counts as refused only if the user is no longer a member of the organization.
  const isRefused =
    intent.kind === 'refresh'
      ? organizationId !== undefined && NOT_A_MEMBER.has(cause.code)
      : cause.code !== 'invalid_grant'
  if (isRefused) return { status: 'refused', refusal: failureOf(cause) }
  return SESSION_ENDED.has(cause.code) ? { status: 'ended' } : { status: 'unavailable' }
}

function refusedStep(status: string): ExchangeResult<FlowFailure> {
  const code =
    status === 'sso_required' || status === 'mfa_enrollment' ? 'reauthentication_required' : 'forbidden'
  return { status: 'refused', refusal: flowFailure(code) }
}
