import type { Clock } from '../../engine/base/clock.ts'
import { type PersistedValue, persistValue } from '../../engine/services/persisted-value.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'
import { type ClockCommand, type ClockPosition, IN_STEP, shown } from './clock-commands.ts'

/** The clock of an environment: the same as its base clock until it is moved or frozen. */
export interface EnvironmentTime extends Clock {
  readonly frozen: boolean
  /** Takes effect immediately in this process. The promise resolves when other nodes have followed. */
  apply(command: ClockCommand): Promise<void>
  readonly persisted: PersistedValue<ClockPosition>
}

export function createEnvironmentTime(
  base: Clock,
  storage: EnvironmentStorage,
  onMoved: () => void,
): EnvironmentTime {
  const persisted = persistValue(storage, 'clock', IN_STEP, 'restart')
  return {
    persisted,
    now: () => shown(persisted.value, base.now()),
    get frozen() {
      return persisted.value.frozenAt !== null
    },
    apply(command) {
      const now = base.now()
      const stored = persisted.change((position) => command(position, now))
      onMoved()
      return stored
    },
  }
}
