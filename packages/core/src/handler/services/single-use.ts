import type { Clock } from '../../base/clock.ts'
import type { Cryptography } from '../../base/cryptography.ts'
import type { Coordinator } from '../../coordinator/coordinator.ts'
import { holdLease } from '../../coordinator/hold-lease.ts'
import { publishUntilStored, waitOn } from '../../coordinator/publish-until-stored.ts'
import { createSharedWork } from '../../coordinator/shared-work.ts'
import type { Sealer } from '../../session/seal.ts'

/** The result of work that succeeds only once. */
export interface Redeemed<T> {
  value: T
  /** Whether this request started the work. Other requests share its result. */
  isFirst: boolean
}

/** Redeems codes and tokens only once, across all instances and however often a browser sends them. */
export interface SingleUse {
  /**
   * Runs `work` once for all requests with the same proof. While it runs, and for a minute after it succeeds, they get
   * its result on every instance. A result that `isKept` rejects is shared only while the work runs.
   *
   * @param proof Everything that shows that a request is the same, and that its sender may see the result: JSON.
   * @returns `undefined` if the work takes longer than a request waits. It continues, and the next request finds it.
   */
  redeem<T>(
    name: string,
    proof: unknown,
    work: () => Promise<T>,
    isShareable: (value: T) => boolean,
  ): Promise<Redeemed<T> | undefined>
  /**
   * Stores a note for later requests with the same proof, for ten minutes. Resolves when this has succeeded or failed.
   */
  note(name: string, proof: unknown, value: string): Promise<void>
  /** The stored note. */
  noted(name: string, proof: unknown): Promise<string | undefined>
}

/** The maximum time that a request waits. */
const PATIENCE_MS = 10_000
/** How long the result is stored, for a second tab or a reloaded page. */
const RESULT_MS = 60_000
const NOTED_MS = 10 * 60_000

export function createSingleUse(options: {
  coordinator: Coordinator
  cryptography: Cryptography
  sealer: Sealer
  clock: Clock
  background: (work: Promise<unknown>) => void
}): SingleUse {
  const { coordinator, cryptography, sealer, clock, background } = options
  const wait = waitOn(clock)
  const work = createSharedWork<Redeemed<unknown> | undefined>({
    clock,
    patienceMs: PATIENCE_MS,
    background,
  })

  const keyOf = async (name: string, proof: unknown) =>
    `once:${await cryptography.digest(JSON.stringify([name, proof]))}`

  async function publish(key: string, value: unknown, ttlMs: number): Promise<void> {
    // A clone includes the tokens that the original hides from JSON. This is safe, because the text is sealed.
    const sealed = await sealer.seal('outcome', { value: structuredClone(value) })
    return coordinator.publish(key, sealed, ttlMs)
  }

  async function read(key: string): Promise<{ value: unknown } | undefined> {
    const sealed = await coordinator.read(key)
    return sealed === undefined ? undefined : ((await sealer.open('outcome', sealed)) as { value: unknown })
  }

  /** Does the work under a lease, or waits for the result that the lease's holder publishes. */
  async function claim(
    key: string,
    run: () => Promise<unknown>,
    isShareable: (value: unknown) => boolean,
    afterward: (rest: Promise<unknown>) => void,
  ): Promise<Redeemed<unknown> | undefined> {
    for (
      let waited = 0, pause = 20;
      waited < PATIENCE_MS;
      waited += pause, pause = Math.min(pause * 2, 250)
    ) {
      const lease = await holdLease(coordinator, key, clock)
      let rest: Promise<void> | undefined
      try {
        const known = await read(key)
        if (known !== undefined) return { value: known.value, isFirst: false }
        if (lease !== undefined) {
          const value = await run()
          if (isShareable(value)) {
            rest = (await publishUntilStored(() => publish(key, value, RESULT_MS), wait))?.attempts
          }
          return { value, isFirst: true }
        }
      } finally {
        // Other instances wait until they can find the result.
        if (rest !== undefined) afterward(rest.then(() => lease?.release()))
        else lease?.release()
      }
      await wait(pause)
    }
    return undefined
  }

  return {
    async redeem<T>(name: string, proof: unknown, run: () => Promise<T>, isShareable: (value: T) => boolean) {
      const key = await keyOf(name, proof)
      const isBegun = work.has(key)
      const joined = await work.join(key, (afterward) =>
        claim(key, run, isShareable as (value: unknown) => boolean, afterward),
      )
      const redeemed = joined?.result as Redeemed<T> | undefined
      return redeemed && { value: redeemed.value, isFirst: redeemed.isFirst && !isBegun }
    },
    note(name, proof, value) {
      const noted = keyOf(name, proof).then((key) => publish(key, value, NOTED_MS))
      background(noted)
      return noted.catch(() => {})
    },
    async noted(name, proof) {
      const note = await read(await keyOf(name, proof))
      return note?.value as string | undefined
    },
  }
}
