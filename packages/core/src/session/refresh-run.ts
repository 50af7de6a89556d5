import type { Wait } from '../coordinator/publish-until-stored.ts'
import { publishUntilStored } from '../coordinator/publish-until-stored.ts'
import type { RefreshIntent } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import { decideAfterExchange, ttlAfterExchange } from './refresh-decision.ts'
import type { ExchangeResult, RefreshResult } from './refresh-result.ts'
import type { SignedOutSessions } from './signed-out-sessions.ts'
import type { Successors } from './successors.ts'
import { ENDED, MAXIMUM_DEPTH, SUCCESSOR_MS } from './successors.ts'
import type { Turn, Waited } from './token-turn.ts'

/** The purpose of a refresh. */
export interface RefreshPurpose {
  sessionId: string
  intent: RefreshIntent
  /** How long the result can be found under the old token, in milliseconds. */
  ttlMs: number
  /** Receives work that continues after the result is known. */
  afterward: (work: Promise<unknown>) => void
}

export interface RefreshRunOptions<Refusal> {
  takeTurn(session: Session, intent: RefreshIntent): Promise<Waited | Turn>
  successors: Successors
  signedOut: SignedOutSessions
  wait: Wait
  /** Uses the refresh token. Can take as long as it needs, because requests do not wait until it is done. */
  exchange(session: Session, intent: RefreshIntent): Promise<ExchangeResult<Refusal>>
  /** How to treat an API response without a token for the requested organization. */
  organizationRefused: Refusal
}

/** Another caller is using the token, and takes longer than a request waits. */
export const BUSY = { status: 'busy' } as const

const unavailable = (): { status: 'unavailable' } => ({ status: 'unavailable' })

/** The progress of a refresh. */
interface Progress {
  session: Session
  /** How many times the session was replaced by a newer one. */
  depth: number
  exchanges: number
  /** The result of an exchange that did not satisfy the intent. The previous refresh token is used up. */
  gained?: Session
}

/** Runs one refresh from its first step to its result. `refresh-decision.ts` decides which step is next. */
export function createRefreshRun<Refusal>(options: RefreshRunOptions<Refusal>) {
  type Result = RefreshResult<Refusal>
  const { takeTurn, successors, signedOut, wait, exchange, organizationRefused } = options

  async function run(session: Session, purpose: RefreshPurpose): Promise<Result | typeof BUSY> {
    const progress: Progress = { session, depth: 0, exchanges: 0 }
    const result = await runSteps(progress, purpose).catch(unavailable)
    const { gained } = progress
    if (gained === undefined || result.status === 'exchanged' || result.status === 'ended') return result
    const newest = await successors.newest(gained).catch(() => undefined)
    if (newest === ENDED) return { status: 'ended' }
    const failure = result.status === 'busy' ? unavailable() : result
    return signedOut.unlessMarked({ ...failure, session: newest ?? gained }, purpose.sessionId)
  }

  /**
   * Follows the session through the results of other requests, and exchanges its newest token if none of the results
   * can be used.
   */
  async function runSteps(progress: Progress, purpose: RefreshPurpose): Promise<Result | typeof BUSY> {
    const { sessionId, intent } = purpose
    for (; progress.depth <= MAXIMUM_DEPTH; progress.depth += 1) {
      const step = await takeTurn(progress.session, intent)
      if (step.do === 'end') return { status: 'ended' }
      if (step.do === 'wait') return BUSY
      if (step.do === 'use')
        return signedOut.unlessMarked({ status: 'exchanged', session: step.session }, sessionId)
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
    throw new Error('The session is being refreshed faster than this request can keep up.')
  }

  /** Exchanges a token under a lease, which is kept until all instances can find the result. */
  async function spend({ session, key, lease }: Turn, progress: Progress, purpose: RefreshPurpose) {
    const { sessionId, intent, afterward } = purpose
    let result: Result
    try {
      if (await successors.isSignedOut(sessionId)) {
        lease.release()
        return { status: 'ended' } as const
      }
      result = await exchange(session, intent)
    } catch (cause) {
      lease.release()
      throw cause
    }
    const ttlMs = ttlAfterExchange(intent, progress, result, purpose.ttlMs)
    // The browser gets its new token even if it cannot be published, because the old one is used up.
    const [unstored, outcome] = await Promise.all([
      publishUntilStored(() => publish(key, result, ttlMs), wait),
      signedOut.unlessMarked(result, sessionId),
    ])
    if (unstored === undefined) lease.release()
    else afterward(unstored.attempts.then(lease.release))
    return outcome
  }

  async function publish(key: string, result: Result, ttlMs: number): Promise<void> {
    if (result.status === 'exchanged') return successors.publish(key, result.session, ttlMs)
    if (result.status === 'ended') return successors.publish(key, ENDED, SUCCESSOR_MS)
  }

  return run
}
