import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
/** Milliseconds after which publishing to an unavailable store is given up. */
const PUBLISHING_MS = 60_000

/** Resolves after `ms` milliseconds. */
export type Wait = (ms: number) => Promise<void>

/** Waits on a clock. */
export const waitOn =
  (clock: Clock): Wait =>
  (ms) =>
    new Promise((resolve) => {
      startTimer(clock, ms, resolve)
    })

/**
 * Publishes a value that must not get lost.
 *
 * @returns After the first attempt: `undefined` if it succeeded, otherwise `attempts`, which resolves when the retries end. They
 * last up to a minute and need not be awaited.
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
