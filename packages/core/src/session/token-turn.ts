import type { Clock } from '../base/clock.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import type { HeldLease } from '../coordinator/hold-lease.ts'
import { holdLease } from '../coordinator/hold-lease.ts'
import type { Wait } from '../coordinator/publish-until-stored.ts'
import type { RefreshIntent } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import type { RefreshStep } from './refresh-decision.ts'
import { decideRefresh } from './refresh-decision.ts'
import type { Successors } from './successors.ts'

/** A request waits this long for a refresh. The refresh itself continues. */
export const PATIENCE_MS = 6_000
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 250

/** The right to use a refresh token. The holder releases the lease. */
export interface Turn {
  do: 'exchange'
  session: Session
  /** The key under which the instances look up the token. */
  key: string
  lease: HeldLease
}

/** What to do without using a token; `wait` if another caller takes longer than a request waits. */
export type Waited = Exclude<RefreshStep, { do: 'exchange' }>

/**
 * Waits until there is something to do with a session: either this caller has the lease, or its holder has published a
 * result.
 */
export function createTurns(options: {
  coordinator: Coordinator
  successors: Pick<Successors, 'keyOf' | 'read'>
  clock: Clock
  wait: Wait
}): (session: Session, intent: RefreshIntent) => Promise<Waited | Turn> {
  const { coordinator, successors, clock, wait } = options

  async function attempt(session: Session, intent: RefreshIntent, key: string): Promise<Waited | Turn> {
    const lease = await holdLease(coordinator, key, clock)
    try {
      const successor = await successors.read(key)
      const hasLease = lease !== undefined && (await lease.isHeld())
      const step = decideRefresh({ session, intent, successor, hasLease, now: clock.now() })
      if (step.do === 'exchange') return { ...step, key, lease: lease as HeldLease }
      lease?.release()
      return step
    } catch (cause) {
      lease?.release()
      throw cause
    }
  }

  return async (session, intent) => {
    const key = await successors.keyOf(session)
    for (
      let waited = 0, pause = FIRST_PAUSE_MS;
      waited < PATIENCE_MS;
      waited += pause, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      const turn = await attempt(session, intent, key)
      if (turn.do !== 'wait') return turn
      await wait(pause)
    }
    return { do: 'wait' }
  }
}
