import { type Clock, type ClockMove, type ClockPosition, IN_STEP, shown } from '../clock.ts'
import type { EnvironmentStorage } from '../storage/storage.ts'
import { type Kept, keep } from './kept.ts'

/** The clock of an environment: the one under it, until it is moved or stopped. */
export interface EnvironmentTime extends Clock {
  readonly frozen: boolean
  /** At once in this process; the promise resolves when other nodes follow. */
  move(how: ClockMove): Promise<void>
  readonly kept: Kept<ClockPosition>
}

export function createEnvironmentTime(base: Clock, storage: EnvironmentStorage): EnvironmentTime {
  const kept = keep(storage, 'clock', IN_STEP, 'restart')
  return {
    kept,
    now: () => shown(kept.value, base.now()),
    get frozen() {
      return kept.value.frozenAt !== null
    },
    move(how) {
      const now = base.now()
      return kept.change((position) => how(position, now))
    },
  }
}
