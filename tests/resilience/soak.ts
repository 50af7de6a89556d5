import type { Fault } from './api.ts'
import type { Seen } from './site.ts'
import { startSite } from './site.ts'
import type { Store } from './stores.ts'

/** What a soak has counted. */
export interface SoakResult {
  minutes: number
  requests: number
  refreshes: number
  faults: number
  /** Instances killed and replaced, and restarts of the store. */
  kills: number
  restarts: number
  stale: number
  duplicates: number
  tooLate: number
  signedOut: number
  /** Of the instance that lives throughout, in bytes a minute, give or take two standard errors. */
  heapSlope: number
  heapMargin: number
  missed: string[]
}

const REUSE_WINDOW = 30
/** Access tokens expire this often: what an instance remembers of them has come to its limit after some minutes. */
const EXPIRY_MS = 4_000
const LOOK_EVERY_MS = 250
const KILL_EVERY_MS = 45_000
const RESTART_EVERY_MS = 70_000
/** Until then an instance still fills what it remembers. */
const WARM_UP_SHARE = 0.5
/** A shorter soak says nothing about memory. */
const JUDGED_MINUTES = 20

const LIKELY: readonly [Fault, number][] = [
  ['unavailable, not done', 0.02],
  ['lost by a gateway', 0.02],
  ['cut short', 0.01],
  ['HTML', 0.01],
  ['two seconds late', 0.05],
]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const between = (least: number, most: number) => least + Math.random() * (most - least)

/** Users who look at pages for `minutes`, an API with faults, instances that are killed and a store that restarts. */
export async function soak(store: Store, users: number, minutes: number): Promise<SoakResult> {
  const site = await startSite(store, REUSE_WINDOW, users)
  const counts = { requests: 0, faults: 0, kills: 0, restarts: 0, stale: 0, signedOut: 0 }
  const heap: [minute: number, bytes: number][] = []
  const startedAt = performance.now()
  const endsAt = startedAt + minutes * 60_000
  /**
   * Users who have seen themselves signed in since the last jump, kill or restart. Time jumps past the expiry of every
   * token, and past the reuse window with it, so it waits for all of them: how long a slow machine takes until then says
   * nothing about sessions.
   */
  const seenAgain = new Set<unknown>()
  let disturbances = 0
  let jumpedAt = startedAt
  const isOver = () => performance.now() >= endsAt

  site.api.fault = () => {
    let chance = Math.random()
    for (const [fault, probability] of LIKELY) {
      chance -= probability
      if (chance >= 0) continue
      counts.faults += 1
      return fault
    }
    return undefined
  }

  function disturb() {
    disturbances += 1
    seenAgain.clear()
  }

  async function every(ms: number, work: () => Promise<void> | void): Promise<void> {
    for (;;) {
      const left = endsAt - performance.now()
      await pause(Math.min(ms, Math.max(0, left)))
      if (isOver()) return
      await work()
    }
  }

  async function live(visitor: (typeof site.visitors)[number]): Promise<void> {
    while (!isOver()) {
      await pause(between(500, 4_000))
      const count = Math.ceil(between(0, 4))
      const before = disturbances
      const seen = await Promise.all(Array.from({ length: count }, () => visitor.load()))
      counts.requests += count
      counts.stale += seen.filter((one) => one === 'stale').length
      if (seen.includes('signed-out' satisfies Seen)) {
        counts.signedOut += 1
        return
      }
      const isSettled = count > 0 && seen.every((one) => one === ('signed-in' satisfies Seen))
      if (isSettled && before === disturbances) seenAgain.add(visitor)
    }
  }

  try {
    await Promise.all([
      ...site.visitors.map(live),
      every(LOOK_EVERY_MS, () => {
        const isDue = performance.now() >= jumpedAt + EXPIRY_MS
        if (!isDue || seenAgain.size < users - counts.signedOut) return
        jumpedAt = performance.now()
        disturb()
        site.expire()
      }),
      // The first instance lives throughout: its memory is watched.
      every(KILL_EVERY_MS, async () => {
        const index = 1 + (counts.kills % 2)
        counts.kills += 1
        disturb()
        site.instances[index]?.kill('SIGKILL')
        await pause(1_000)
        await site.replace(index)
      }),
      every(RESTART_EVERY_MS, async () => {
        counts.restarts += 1
        disturb()
        await store.restart()
        disturb()
      }),
      every(Math.max(2_000, (minutes * 60_000) / 60), async () => {
        heap.push([(performance.now() - startedAt) / 60_000, await site.heapOf(0)])
      }),
    ])
    const { refreshes, duplicates, tooLate } = site.api
    const settled = heap.filter(([minute]) => minute >= minutes * WARM_UP_SHARE)
    const { slope, margin } = slopeOf(settled)
    const missed: string[] = []
    if (counts.signedOut > 0) missed.push(`${counts.signedOut} signed out`)
    if (duplicates > 0) missed.push(`${duplicates} duplicates`)
    if (tooLate > 0) missed.push(`${tooLate} too late`)
    if (slope - margin > 0 && minutes >= JUDGED_MINUTES) missed.push('memory grows')
    return {
      minutes,
      ...counts,
      refreshes,
      duplicates,
      tooLate,
      heapSlope: slope,
      heapMargin: margin,
      missed,
    }
  } finally {
    await site.close()
  }
}

/** The slope of a line through the points, and two standard errors of it. */
function slopeOf(points: readonly [number, number][]): { slope: number; margin: number } {
  const count = points.length
  if (count < 3) return { slope: 0, margin: Number.POSITIVE_INFINITY }
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0)
  return { slope, margin: 2 * Math.sqrt(rest / (count - 2) / spread) }
}
