import { startContestant } from './contestant-process.ts'
import { type Spread, spread } from './statistics.ts'

const REPEATS = 5
const OPERATIONS = 1_000
// Large enough that nothing is collected while it is counted.
const FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128']

/** Bytes of heap that one operation of each contestant takes. */
export async function countAllocations(
  module: URL,
  names: readonly string[],
): Promise<Record<string, Spread>> {
  const found: Record<string, Spread> = {}
  for (const name of names) {
    const contestant = startContestant(name, FLAGS)
    try {
      await contestant.ask({ type: 'prepare', module: module.href, name, fixture: undefined })
      const counts: number[] = []
      while (counts.length < REPEATS) {
        counts.push((await contestant.ask({ type: 'allocate', count: OPERATIONS })) as number)
      }
      found[name] = spread(counts)
    } finally {
      contestant.stop()
    }
  }
  return found
}
