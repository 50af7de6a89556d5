import { startContestant } from './contestant-process.ts'
import { type Spread, spread } from './statistics.ts'

const MOST_REPEATS = 5
const OPERATIONS = 1_000
// Large enough that nothing is collected during the measurement.
const FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128']

/** Bytes of heap that one operation of each contestant takes. The load of the machine does not change them. */
export async function countAllocations(
  module: URL,
  names: readonly string[],
  rounds: number,
): Promise<Record<string, Spread>> {
  const repeats = Math.min(rounds, MOST_REPEATS)
  const counted = names.map(async (name) => [name, await countOne(module, name, repeats)] as const)
  return Object.fromEntries(await Promise.all(counted))
}

async function countOne(module: URL, name: string, repeats: number): Promise<Spread> {
  const contestant = startContestant(name, FLAGS)
  try {
    await contestant.ask({ type: 'prepare', module: module.href, name, fixture: undefined })
    const counts: number[] = []
    while (counts.length < repeats) {
      counts.push((await contestant.ask({ type: 'allocate', count: OPERATIONS })) as number)
    }
    return spread(counts)
  } finally {
    contestant.stop()
  }
}
