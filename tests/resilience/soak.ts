import type { Fault } from './api.ts'
import type { Seen } from './site.ts'
import { startSite } from './site.ts'
import type { Store } from './stores.ts'

/** The result of a soak test. */
export interface SoakResult {
  minutes: number
  requests: number
  refreshes: number
  faults: number
  /** The number of instances that were killed and replaced. */
  kills: number
  restarts: number
  stale: number
  duplicates: number
  tooLate: number
  signedOut: number
  /** The memory growth of the instance that runs the whole time, in bytes per minute. The margin is two standard errors. */
  heapSlope: number
  heapMargin: number
  missed: string[]
}

const REUSE_WINDOW = 30
/** Access tokens expire this often, so that an instance reaches its limit of remembered sessions after a few minutes. */
const EXPIRY_MS = 4_000
const LOOK_EVERY_MS = 250
const KILL_EVERY_MS = 45_000
const RESTART_EVERY_MS = 70_000
/** During this part of the test, an instance still fills its caches. */
const WARM_UP_SHARE = 0.5
/** A shorter test is not meaningful for memory. */
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

/** Lets users load pages for `minutes`, while the API has faults, instances are killed, and the store restarts. */
export async function soak(store: Store, users: number, minutes: number): Promise<SoakResult> {
  const site = await startSite(store, REUSE_WINDOW, users)
  const counts = { requests: 0, faults: 0, kills: 0, restarts: 0, stale: 0, signedOut: 0 }
  const heap: [minute: number, bytes: number][] = []
  const startedAt = performance.now()
  const endsAt = startedAt + minutes * 60_000
  /**
   * Users who were signed in on a page since the last clock change, kill or restart. Moving the clock past the expiry of all
   * tokens also ends the reuse window, so it waits for all users, even if a slow machine takes long.
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
      // The first instance is never killed, because its memory is measured.
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

/** The slope of the regression line through the points, and two standard errors as the margin. */
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
