import type { Clock } from '../base/clock.ts'
import type { Cryptography } from '../base/cryptography.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import type { Wait } from '../coordinator/publish-until-stored.ts'
import { waitOn } from '../coordinator/publish-until-stored.ts'
import { createSharedWork } from '../coordinator/shared-work.ts'
import { createBackOff } from './back-off.ts'
import type { RefreshIntent } from './organization-token.ts'
import { isUsable } from './organization-token.ts'
import type { CurrentUser, Session } from './packed-session.ts'
import type { ExchangeResult, RefreshResult } from './refresh-result.ts'
import { type BUSY, createRefreshRun } from './refresh-run.ts'
import { createRefusedOrganizations } from './refused-organizations.ts'
import type { Sealer } from './seal.ts'
import { createSignedOutSessions } from './signed-out-sessions.ts'
import type { Successor } from './successors.ts'
import { createSuccessors, ENDED, SUCCESSOR_MS } from './successors.ts'
import { createTurns, PATIENCE_MS } from './token-turn.ts'
import { expiryOf } from './unverified-claims.ts'

export interface Refresher<Refusal> {
  /** A newer session that another request obtained for this one. Calls only the coordinator. */
  newest(session: Session): Promise<Session | undefined>
  /**
   * Exchanges the refresh token once for all concurrent callers. Returns `unavailable` after six seconds; the exchange
   * then continues, and later requests find its result.
   *
   * @param ttlMs How long the result can be found under the old token. Default: ten minutes.
   */
  refresh(session: Session, sessionId: string, ttlMs?: number): Promise<RefreshResult<Refusal>>
  /** Exchanges the newest refresh token of the session, even if another request has just done so. */
  renew(session: Session, sessionId: string): Promise<RefreshResult<Refusal>>
  /** The newer session has reached its browser, so its stored copy can be deleted soon. */
  delivered(session: Session, newer: Session): Promise<void>
  /** Whether a session is out of date before its cookies are sent: signed out, or refreshed again. */
  isSuperseded(session: Session, sessionId: string): Promise<boolean>
  /** Exchanges the newest refresh token of the session for one of another organization. */
  switchOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
  ): Promise<RefreshResult<Refusal>>
  /**
   * Gets a token of another organization in addition to the session's own, or a new one if there already is one.
   *
   * @param isChosen Whether the user has just chosen the organization. Otherwise, a refused organization is not
   *   requested again for some seconds.
   */
  enterOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
    isChosen?: boolean,
  ): Promise<RefreshResult<Refusal>>
  /** Marks a session as signed out for every instance, so that no refresh restores it. */
  markSignedOut(sessionId: string): Promise<void>
  /** Whether this process signed the session out. Makes no call. */
  wasSignedOutHere(sessionId: string): boolean
}

export interface RefresherOptions<Refusal> {
  /** Must apply a timeout to each call. */
  coordinator: Coordinator
  cryptography: Cryptography
  sealer: Sealer
  currentUser?: CurrentUser
  clock: Clock
  /** Uses the refresh token. Can take as long as it needs, because requests do not wait until it is done. */
  exchange(session: Session, intent: RefreshIntent): Promise<ExchangeResult<Refusal>>
  /** How to treat an API response without a token for the requested organization. */
  organizationRefused: Refusal
  /** Receives work that outlives its request. */
  background?: (work: Promise<unknown>) => void
  /** Resolves after that many milliseconds. Replaced in tests. */
  wait?: Wait
}

/** The maximum number of sessions to remember in this process. At least the most recent half is kept. */
const MAXIMUM_MARKS = 20_000

const RETRY_SOON = { status: 'unavailable', retryAfterSeconds: 1 } as const

/**
 * Refreshes sessions so that each single-use refresh token is used only once: one exchange per session and process, and
 * only one across all instances that share a coordinator.
 */
export function createRefresher<Refusal>(options: RefresherOptions<Refusal>): Refresher<Refusal> {
  type Result = RefreshResult<Refusal>
  const { clock, background = () => {}, wait = waitOn(clock) } = options
  const successors = createSuccessors(options)
  const signedOut = createSignedOutSessions({ successors, clock, wait, background, maximum: MAXIMUM_MARKS })
  const takeTurn = createTurns({ ...options, successors, wait })
  const run = createRefreshRun<Refusal>({ ...options, takeTurn, successors, signedOut, wait })
  const refreshes = createSharedWork<Result | typeof BUSY>({ clock, patienceMs: PATIENCE_MS, background })
  const backOff = createBackOff(clock, MAXIMUM_MARKS)
  const refusals = createRefusedOrganizations<Refusal>(clock, MAXIMUM_MARKS)

  /** Runs one refresh per token and intent in this process. If the coordinator fails, the session stays as it is. */
  async function singleFlight(
    session: Session,
    sessionId: string,
    intent: RefreshIntent,
    ttlMs: number = SUCCESSOR_MS,
  ): Promise<Result> {
    const name = [await successors.keyOf(session), ...Object.values(intent)].join(' ')
    const pauseMs = refreshes.has(name) || intent.kind === 'switch' ? 0 : backOff.remainingMs(name)
    if (pauseMs > 0) return { status: 'unavailable', retryAfterSeconds: Math.ceil(pauseMs / 1000) }
    const joined = await refreshes.join(name, async (afterward) => {
      const result = await run(session, { sessionId, intent, ttlMs, afterward })
      if (result.status === 'unavailable') backOff.failed(name, result.retryAfterSeconds)
      else if (result.status !== 'busy') backOff.succeeded(name)
      return result
    })
    return joined === undefined || joined.result.status === 'busy' ? RETRY_SOON : joined.result
  }

  async function latestOf(session: Session): Promise<Successor> {
    return (await successors.newest(session).catch(() => undefined)) ?? session
  }

  /** A request with an old cookie may find a token that another request obtained in the meantime. */
  async function enter(
    session: Session,
    sessionId: string,
    intent: RefreshIntent & { kind: 'enter' },
  ): Promise<Result> {
    const latest = await latestOf(session)
    if (latest === ENDED) return { status: 'ended' }
    return latest !== session && isUsable(intent, latest, clock.now())
      ? signedOut.unlessMarked({ status: 'exchanged', session: latest }, sessionId)
      : singleFlight(latest, sessionId, intent, SUCCESSOR_MS + remainingMs(latest))
  }

  /** Until the session's own token expires, it satisfies all other requests, so they do not look for a successor. */
  const remainingMs = ({ accessToken }: Session) => Math.max(0, (expiryOf(accessToken) ?? 0) - clock.now())

  return {
    async newest(session) {
      const latest = await successors.newest(session)
      return latest === ENDED ? undefined : latest
    },
    refresh: (session, sessionId, ttlMs) => singleFlight(session, sessionId, { kind: 'refresh' }, ttlMs),
    async renew(session, sessionId) {
      const latest = await latestOf(session)
      if (latest === ENDED) return { status: 'ended' }
      return singleFlight(latest, sessionId, { kind: 'refresh', isRenewal: true })
    },
    delivered: async (session, newer) =>
      successors.publish(await successors.keyOf(session), newer, SUCCESSOR_MS).catch(() => {}),
    isSuperseded: async (session, sessionId) =>
      (await successors.isSignedOut(sessionId)) || (await successors.newest(session)) !== undefined,
    async switchOrganization(session, sessionId, organizationId) {
      const latest = await latestOf(session)
      if (latest === ENDED) return { status: 'ended' }
      refusals.forget(sessionId, organizationId)
      return singleFlight(latest, sessionId, { kind: 'switch', organizationId })
    },
    async enterOrganization(session, sessionId, organizationId, isChosen = false) {
      const refusal = isChosen ? undefined : refusals.get(sessionId, organizationId)
      if (refusal !== undefined) return { status: 'refused', refusal }
      const result = await enter(session, sessionId, { kind: 'enter', organizationId })
      refusals.note(sessionId, organizationId, result)
      return result
    },
    wasSignedOutHere: signedOut.wasMarkedHere,
    markSignedOut: signedOut.mark,
  }
}
