import type { Clock } from '../base/clock.ts'
import type { Cryptography } from '../base/cryptography.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import type { HeldLease } from '../coordinator/hold-lease.ts'
import { holdLease } from '../coordinator/hold-lease.ts'
import type { Wait } from '../coordinator/publish-until-stored.ts'
import { publishUntilStored, waitOn } from '../coordinator/publish-until-stored.ts'
import { createSharedWork } from '../coordinator/shared-work.ts'
import { createBackOff } from './back-off.ts'
import type { RefreshIntent } from './organization-token.ts'
import { isUsable, satisfies } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import { createRecent } from './recent.ts'
import type { RefreshStep } from './refresh-decision.ts'
import { decideAfterExchange, decideRefresh } from './refresh-decision.ts'
import type { Sealer } from './seal.ts'
import type { Successor } from './successors.ts'
import { createSuccessors, ENDED, MAXIMUM_DEPTH } from './successors.ts'
import { expiryOf } from './unverified-claims.ts'

/** What the API said to a refresh token. */
export type ExchangeResult<Refusal> =
  | { status: 'exchanged'; session: Session }
  /** The API says that the session is over. */
  | { status: 'ended' }
  /** The session continues, but not like this: another step is needed, or the user is not in the organization. */
  | { status: 'refused'; refusal: Refusal }
  /** Not known now. */
  | { status: 'unavailable'; retryAfterSeconds?: number }

/**
 * The result of a refresh. A failure can have a `session` too: its old refresh token is used up, so the session must be
 * stored.
 */
export type RefreshResult<Refusal> =
  | Extract<ExchangeResult<Refusal>, { status: 'exchanged' | 'ended' }>
  | (Extract<ExchangeResult<Refusal>, { status: 'refused' | 'unavailable' }> & { session?: Session })

export interface Refresher<Refusal> {
  /** A newer session that another request got for this one. Asks only the coordinator. */
  newest(session: Session): Promise<Session | undefined>
  /**
   * Exchanges the refresh token, once for all who ask at the same time. `unavailable` after six seconds; the exchange
   * then continues, and what comes of it is found by later requests.
   *
   * @param ttlMs How long the outcome can be found under the old token. Default ten minutes.
   */
  refresh(session: Session, sessionId: string, ttlMs?: number): Promise<RefreshResult<Refusal>>
  /** The newer session has reached its browser: what was kept for it may go soon. */
  delivered(session: Session, newer: Session): Promise<void>
  /** Whether a session written for this one is out of date: signed out, or refreshed further. */
  isSuperseded(session: Session, sessionId: string): Promise<boolean>
  /** Exchanges the newest refresh token of the session for one of another organization. */
  switchOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
  ): Promise<RefreshResult<Refusal>>
  /**
   * Gets a token of another organization beside the session's own, or a new one when there is one already.
   *
   * @param isChosen The user has just chosen it. Otherwise, what was refused is not asked for again for some seconds.
   */
  enterOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
    isChosen?: boolean,
  ): Promise<RefreshResult<Refusal>>
  /** Marks a session as signed out for every instance: no refresh brings it back. */
  markSignedOut(sessionId: string): Promise<void>
  /** Whether this process signed the session out. Asks nobody. */
  wasSignedOutHere(sessionId: string): boolean
}

export interface RefresherOptions<Refusal> {
  /** With a time limit on each of its calls. */
  coordinator: Coordinator
  cryptography: Cryptography
  sealer: Sealer
  clock: Clock
  /** Spends the refresh token. May take as long as it needs: requests do not wait for its end. */
  exchange(session: Session, intent: RefreshIntent): Promise<ExchangeResult<Refusal>>
  /** What it means when the API responds without a token for the organization that was asked for. */
  organizationRefused: Refusal
  /** Told of work that outlives its request. */
  background?: (work: Promise<unknown>) => void
  /** Resolves after that many milliseconds. Replaced in tests. */
  wait?: Wait
}

/** A request waits this long for a refresh. The refresh itself continues. */
const PATIENCE_MS = 6_000
/** A request with the old cookie finds its successor for this long, so that a lost response signs no user out. */
const SUCCESSOR_MS = 10 * 60_000
const OVERTAKEN_MS = 24 * 60 * 60_000
/** Longer than any refresh token can be on its way. */
const SIGNED_OUT_MS = 24 * 60 * 60_000
/** How long the API's refusal of an organization is remembered. */
const REFUSAL_MS = 15_000
/** Sessions of which this process remembers something; at least half as many stay remembered. */
const MAXIMUM_MARKS = 20_000

const unavailable = (): { status: 'unavailable' } => ({ status: 'unavailable' })

/** Another caller is spending the token, and takes longer than a request waits. */
const BUSY = { status: 'busy' } as const
const RETRY_SOON = { status: 'unavailable', retryAfterSeconds: 1 } as const

/** What a refresh is for. */
interface Purpose {
  sessionId: string
  intent: RefreshIntent
  /** How long the outcome can be found under the old token. */
  ttlMs: number
  /** Takes on what is left to do when the result is known. */
  afterward: (work: Promise<unknown>) => void
}

/** How far a refresh has come. */
interface Progress {
  session: Session
  /** How often another session came in the place of the one before. */
  depth: number
  exchanges: number
  /** What an exchange brought without satisfying the intent. The token before it is spent. */
  gained?: Session
}

type Waited = Exclude<RefreshStep, { do: 'exchange' }>

/** The right to spend a token. */
interface Turn {
  do: 'exchange'
  session: Session
  key: string
  lease: HeldLease
}

/**
 * Refreshes sessions so that a single-use refresh token is spent once: one exchange per session and process,
 * and one over all instances that share a coordinator.
 */
export function createRefresher<Refusal>(options: RefresherOptions<Refusal>): Refresher<Refusal> {
  type Result = RefreshResult<Refusal>
  const { coordinator, clock, exchange, organizationRefused, background = () => {} } = options
  const { wait = waitOn(clock) } = options
  const successors = createSuccessors(options)
  const refreshes = createSharedWork<Result | typeof BUSY>({ clock, patienceMs: PATIENCE_MS, background })
  const signedOutHere = createRecent<number>(MAXIMUM_MARKS)
  const backOff = createBackOff(clock, MAXIMUM_MARKS)
  const refusals = createRecent<{ until: number; refusal: Refusal }>(MAXIMUM_MARKS)

  /** One refresh per token and intent in this process. A coordinator that fails leaves the session as it is. */
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
      const result = await refresh(session, { sessionId, intent, ttlMs, afterward })
      if (result.status === 'unavailable') backOff.failed(name, result.retryAfterSeconds)
      else if (result.status !== 'busy') backOff.succeeded(name)
      return result
    })
    return joined === undefined || joined.result.status === 'busy' ? RETRY_SOON : joined.result
  }

  async function refresh(session: Session, purpose: Purpose): Promise<Result | typeof BUSY> {
    const progress: Progress = { session, depth: 0, exchanges: 0 }
    const result = await runSteps(progress, purpose).catch(unavailable)
    const { gained } = progress
    if (gained === undefined || result.status === 'exchanged' || result.status === 'ended') return result
    const newest = await successors.newest(gained).catch(() => undefined)
    if (newest === ENDED) return { status: 'ended' }
    const failure = result.status === 'busy' ? unavailable() : result
    return unlessSignedOut({ ...failure, session: newest ?? gained }, purpose.sessionId)
  }

  /** Follows the session through what other requests got for it, and spends its newest token where that is left to do. */
  async function runSteps(progress: Progress, purpose: Purpose): Promise<Result | typeof BUSY> {
    const { sessionId, intent } = purpose
    for (; progress.depth <= MAXIMUM_DEPTH; progress.depth += 1) {
      const step = await waitForTurn(progress.session, intent)
      if (step.do === 'end') return { status: 'ended' }
      if (step.do === 'wait') return BUSY
      if (step.do === 'use') return unlessSignedOut({ status: 'exchanged', session: step.session }, sessionId)
      if (step.do === 'follow') {
        progress.session = step.session
        continue
      }
      const result = await spend(step, progress, purpose)
      if (result.status !== 'exchanged') return result
      progress.exchanges += 1
      const next = decideAfterExchange(intent, progress.session, result.session, progress.exchanges)
      if (next === 'done') return result
      progress.session = progress.gained = result.session
      if (next === 'give up') {
        return intent.kind === 'refresh' ? unavailable() : { status: 'refused', refusal: organizationRefused }
      }
    }
    throw new Error('The session is refreshed faster than this request can follow.')
  }

  /** Waits until there is something to do: with the lease, or with what its holder has published. */
  async function waitForTurn(session: Session, intent: RefreshIntent): Promise<Waited | Turn> {
    const key = await successors.keyOf(session)
    for (
      let waited = 0, pause = 20;
      waited < PATIENCE_MS;
      waited += pause, pause = Math.min(pause * 2, 250)
    ) {
      const lease = await holdLease(coordinator, key, clock)
      const step = await decide(lease).catch((cause) => {
        lease?.release()
        throw cause
      })
      if (step.do === 'exchange') return { ...step, key, lease: lease as HeldLease }
      lease?.release()
      if (step.do !== 'wait') return step
      await wait(pause)
    }
    return { do: 'wait' }

    async function decide(lease: HeldLease | undefined): Promise<RefreshStep> {
      const successor = await successors.read(key)
      const hasLease = lease !== undefined && (await lease.isHeld())
      return decideRefresh({ session, intent, successor, hasLease, now: clock.now() })
    }
  }

  /** Exchanges a token under a lease, which is kept until all instances can find the result. */
  async function spend({ session, key, lease }: Turn, progress: Progress, purpose: Purpose): Promise<Result> {
    const { sessionId, intent, afterward } = purpose
    let result: Result
    try {
      if (await successors.isSignedOut(sessionId)) {
        lease.release()
        return { status: 'ended' }
      }
      result = await exchange(session, intent)
    } catch (cause) {
      lease.release()
      throw cause
    }
    // The browser gets its new token although it cannot be published: it is the only good one now.
    const [unstored, outcome] = await Promise.all([
      publishUntilStored(() => publish(key, result, ttlFor()), wait),
      unlessSignedOut(result, sessionId),
    ])
    if (unstored === undefined) lease.release()
    else afterward(unstored.attempts.then(lease.release))
    return outcome

    /** After another request's exchange that one's response may overtake ours, and the browser keeps the older session. */
    function ttlFor(): number {
      const isAmongOthers =
        progress.depth > 0 ||
        (result.status === 'exchanged' && !satisfies(intent, progress.session, result.session))
      return isAmongOthers ? Math.max(purpose.ttlMs, OVERTAKEN_MS) : purpose.ttlMs
    }
  }

  async function publish(key: string, result: Result, ttlMs: number): Promise<void> {
    if (result.status === 'exchanged') return successors.publish(key, result.session, ttlMs)
    if (result.status === 'ended') return successors.publish(key, ENDED, SUCCESSOR_MS)
  }

  /** A sign-out that happened in the meantime wins over what a refresh brought. */
  async function unlessSignedOut(result: Result, sessionId: string): Promise<Result> {
    return (await successors.isSignedOut(sessionId).catch(() => false)) ? { status: 'ended' } : result
  }

  async function latestOf(session: Session): Promise<Successor> {
    return (await successors.newest(session).catch(() => undefined)) ?? session
  }

  /** A request with an old cookie may find what another one was given since. */
  async function enter(
    session: Session,
    sessionId: string,
    intent: RefreshIntent & { kind: 'enter' },
  ): Promise<Result> {
    const latest = await latestOf(session)
    if (latest === ENDED) return { status: 'ended' }
    return latest !== session && isUsable(intent, latest, clock.now())
      ? unlessSignedOut({ status: 'exchanged', session: latest }, sessionId)
      : singleFlight(latest, sessionId, intent, SUCCESSOR_MS + remainingMs(latest))
  }

  /** For this long the session's own token satisfies all other requests, which do not look for what came after it. */
  const remainingMs = ({ accessToken }: Session) => Math.max(0, (expiryOf(accessToken) ?? 0) - clock.now())

  return {
    async newest(session) {
      const latest = await successors.newest(session)
      return latest === ENDED ? undefined : latest
    },
    refresh: (session, sessionId, ttlMs) => singleFlight(session, sessionId, { kind: 'refresh' }, ttlMs),
    delivered: async (session, newer) =>
      successors.publish(await successors.keyOf(session), newer, SUCCESSOR_MS).catch(() => {}),
    isSuperseded: async (session, sessionId) =>
      (await successors.isSignedOut(sessionId)) || (await successors.newest(session)) !== undefined,
    async switchOrganization(session, sessionId, organizationId) {
      const latest = await latestOf(session)
      if (latest === ENDED) return { status: 'ended' }
      refusals.delete(`${sessionId} ${organizationId}`)
      return singleFlight(latest, sessionId, { kind: 'switch', organizationId })
    },
    async enterOrganization(session, sessionId, organizationId, isChosen = false) {
      const name = `${sessionId} ${organizationId}`
      const known = isChosen ? undefined : refusals.get(name)
      if (known && known.until > clock.now()) return { status: 'refused', refusal: known.refusal }
      const result = await enter(session, sessionId, { kind: 'enter', organizationId })
      if (result.status === 'exchanged') refusals.delete(name)
      if (result.status === 'refused')
        refusals.set(name, { until: clock.now() + REFUSAL_MS, refusal: result.refusal })
      return result
    },
    wasSignedOutHere: (sessionId) => (signedOutHere.get(sessionId) ?? 0) > clock.now(),
    async markSignedOut(sessionId) {
      signedOutHere.set(sessionId, clock.now() + SIGNED_OUT_MS)
      const unstored = await publishUntilStored(
        () => successors.markSignedOut(sessionId, SIGNED_OUT_MS),
        wait,
      )
      if (unstored !== undefined) background(unstored.attempts)
    },
  }
}
