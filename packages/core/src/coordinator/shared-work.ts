import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'

/** Work that is shared by requests of one process, and that can outlive the request that started it. */
export interface SharedWork<T> {
  has(name: string): boolean
  /**
   * Returns the result of the work with this name. Starts it with `begin` unless it is already running.
   *
   * What `begin` passes to `afterward` is still part of the work: until that is done too, other callers get the same result.
   *
   * @returns `undefined` if the result is not available before the caller's patience runs out. The work continues.
   */
  join(
    name: string,
    begin: (afterward: (work: Promise<unknown>) => void) => Promise<T>,
  ): Promise<{ result: T } | undefined>
}

/** Milliseconds that a later caller waits for work that has already exceeded the patience of the caller that started it. */
const LATECOMER_MS = 1_000

/**
 * Shares work between requests.
 *
 * @param options.patienceMs The maximum time that a caller waits.
 * @param options.background Receives all work, so that the process stays alive until it is done.
 */
export function createSharedWork<T>(options: {
  clock: Clock
  patienceMs: number
  background: (work: Promise<unknown>) => void
}): SharedWork<T> {
  const { clock, patienceMs, background } = options
  const underway = new Map<string, { startedAt: number; result: Promise<T> }>()

  function start(name: string, begin: Parameters<SharedWork<T>['join']>[1]) {
    const rest: Promise<unknown>[] = []
    const end = () => underway.delete(name)
    const result = begin((work) => rest.push(work)).finally(() => rest.length > 0 || end())
    const work = { startedAt: clock.now(), result }
    underway.set(name, work)
    background(result.catch(() => {}).then(() => Promise.allSettled(rest).then(end)))
    return work
  }

  return {
    has: (name) => underway.has(name),
    join(name, begin) {
      const { startedAt, result } = underway.get(name) ?? start(name, begin)
      const age = clock.now() - startedAt
      return within(clock, Math.max(patienceMs - age, Math.min(LATECOMER_MS, patienceMs)), result)
    },
  }
}

/** The result of `work` within `ms` milliseconds, else `undefined`. */
function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<{ result: T } | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = startTimer(clock, ms, () => resolve(undefined))
    work.then((result) => resolve({ result }), reject).finally(cancel)
  })
}
