import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
/** A store that is away for longer than this is not waited for. */
const PUBLISHING_MS = 60_000

/** Resolves after that many milliseconds. */
export type Wait = (ms: number) => Promise<void>

/** Waits on a clock. */
export const waitOn =
  (clock: Clock): Wait =>
  (ms) =>
    new Promise((resolve) => {
      startTimer(clock, ms, resolve)
    })

/**
 * Publishes what must not get lost.
 *
 * @returns Once the first attempt is over. `undefined` when it succeeded; otherwise the attempts that follow for up to
 *   a minute, which nobody has to wait for.
 */
export async function publishUntilStored(
  publish: () => Promise<void>,
  wait: Wait,
): Promise<{ attempts: Promise<void> } | undefined> {
  const isStored = () =>
    publish().then(
      () => true,
      () => false,
    )
  if (await isStored()) return undefined

  async function attemptAgain() {
    for (
      let waited = 0, pause = FIRST_PAUSE_MS;
      waited < PUBLISHING_MS;
      waited += pause, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      await wait(pause)
      if (await isStored()) return
    }
  }
  return { attempts: attemptAgain() }
}
