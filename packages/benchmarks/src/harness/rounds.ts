import { startContestant } from './contestant-process.ts'
import type { Sample } from './measure.ts'

/** The contestants of a race. */
export interface FieldOptions {
  /** The module whose default export contains the contestants. */
  module: URL
  names: readonly string[]
  /** Passed to every contestant, as JSON. */
  fixture?: unknown
}

/** How they are measured. */
export interface RaceOptions {
  rounds: number
  concurrency: number
  /** The measurements of one batch of one contestant. */
  milliseconds: number
}

/** The samples of each contestant, one per round. Samples with the same index are from the same round. */
export type Samples = Record<string, Sample[]>

/** Contestants that are ready, one process each. */
export interface Field {
  /**
   * Lets them take turns, in an order that rotates from round to round, so that other load affects all of them in the same
   * way.
   */
  race(options: RaceOptions): Promise<Samples>
  stop(): void
}

/** Starts the contestants. */
export async function assemble({ module, names, fixture }: FieldOptions): Promise<Field> {
  const workers = names.map((name) => startContestant(name))
  const stop = () => {
    for (const worker of workers) worker.stop()
  }
  try {
    await Promise.all(
      workers.map(({ name, ask }) => ask({ type: 'prepare', module: module.href, name, fixture })),
    )
  } catch (error) {
    stop()
    throw error
  }
  return {
    stop,
    async race({ rounds, concurrency, milliseconds }) {
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
    },
  }
}

/** Starts contestants, runs one race, and stops them. */
export async function runRounds(options: FieldOptions & RaceOptions): Promise<Samples> {
  const field = await assemble(options)
  try {
    return await field.race(options)
  } finally {
    field.stop()
  }
}
