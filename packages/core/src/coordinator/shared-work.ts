import type { Clock } from '../base/clock.ts'
import { startTimer } from '../base/clock.ts'

/** Work that requests of one process share, and that outlives the request that began it. */
export interface SharedWork<T> {
  has(name: string): boolean
  /**
   * The result of the work of this name, which `begin` starts unless it is under way.
   *
   * What `begin` hands to `afterward` still belongs to the work: until it is done too, those who ask get the same
   * result.
   *
   * @returns `undefined` when the result is not there before the caller's patience ends. The work continues.
   */
  join(
    name: string,
    begin: (afterward: (work: Promise<unknown>) => void) => Promise<T>,
  ): Promise<{ result: T } | undefined>
}

/** How long a caller waits for work that has already taken longer than the patience of the one who began it. */
const LATECOMER_MS = 1_000

/**
 * Shares work between requests.
 *
 * @param options.patienceMs How long a caller waits at most.
 * @param options.background Told of all work, so that the process lives until it is done.
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

/** The result of `work` within `ms`; `undefined` when that is not known by then. */
function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<{ result: T } | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = startTimer(clock, ms, () => resolve(undefined))
    work.then((result) => resolve({ result }), reject).finally(cancel)
  })
}
