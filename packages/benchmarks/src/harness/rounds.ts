import { startContestant } from './contestant-process.ts'
import type { Sample } from './measure.ts'

export interface RoundsOptions {
  /** The module whose default export holds the contestants. */
  module: URL
  names: readonly string[]
  /** Handed to every contestant; has to survive JSON. */
  fixture?: unknown
  rounds: number
  concurrency: number
  /** What one batch of one contestant takes. */
  milliseconds: number
}

/** The samples of each contestant, one a round: those of one round belong together. */
export type Samples = Record<string, Sample[]>

/**
 * Lets contestants take turns, one process each, in an order that rotates from round to round, so that whatever
 * else the machine does meets all of them alike.
 */
export async function runRounds(options: RoundsOptions): Promise<Samples> {
  const { module, names, fixture, rounds, concurrency, milliseconds } = options
  const workers = names.map((name) => startContestant(name))
  try {
    await Promise.all(
      workers.map(({ name, ask }) => ask({ type: 'prepare', module: module.href, name, fixture })),
    )
    const counts = new Map<string, number>()
    for (const { name, ask } of workers) {
      counts.set(name, (await ask({ type: 'calibrate', concurrency, milliseconds })) as number)
    }
    const samples: Samples = Object.fromEntries(names.map((name) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      const first = round % workers.length
      for (const { name, ask } of [...workers.slice(first), ...workers.slice(0, first)]) {
        const count = counts.get(name) as number
        samples[name]?.push((await ask({ type: 'measure', concurrency, count })) as Sample)
      }
    }
    return samples
  } finally {
    for (const { stop } of workers) stop()
  }
}
