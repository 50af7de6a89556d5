import type { Seen, Site } from './site.ts'
import { cookieOf, startSite } from './site.ts'
import type { Store } from './stores.ts'

/** A failure that occurs while all users load a page at once with an expired access token. */
export interface Row {
  name: string
  /** Causes the failure. Resolves when the affected part works again, or has ended permanently. */
  befalls(site: Site, store: Store): Promise<void>
  /** The maximum time in seconds from the end of the failure until all users are signed in, beyond the undisturbed time. */
  recoversWithin: number
  /** Without a reuse window, a response that a killed process had received is lost permanently. */
  mayLoseWithoutWindow?: boolean
  /** Whether the row is meaningful only with a reuse window. */
  needsWindow?: boolean
}

/** The result of a row. */
export interface RowResult {
  store: string
  row: string
  reuseWindow: number
  users: number
  statuses: Record<Seen, number>
  refreshes: number
  duplicates: number
  signedOut: number
  recoveredAfter: number
  /** The goals that were not met. */
  missed: string[]
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Refreshes take this long, so that some are in progress when the failure occurs. */
const API_DELAY_MS = 150
const HUNG_MS = 8_000
const SLOW_MS = 9_000

export const ROWS: readonly Row[] = [
  { name: 'nothing', befalls: async () => {}, recoversWithin: Number.POSITIVE_INFINITY },
  {
    name: 'one process killed',
    async befalls(site) {
      await pause(200)
      site.instances[0]?.kill('SIGKILL')
    },
    recoversWithin: 4,
    mayLoseWithoutWindow: true,
  },
  {
    name: 'one process stopped (deployment)',
    async befalls(site) {
      await pause(200)
      site.instances[0]?.kill('SIGTERM')
    },
    recoversWithin: 5,
  },
  {
    name: 'store restarted',
    async befalls(_site, store) {
      await pause(200)
      await store.restart()
    },
    recoversWithin: 5,
  },
  {
    name: `store hung for ${HUNG_MS / 1_000} s`,
    async befalls(_site, store) {
      await pause(200)
      store.pause()
      await pause(HUNG_MS)
      store.resume()
    },
    recoversWithin: 5,
  },
  {
    name: 'connections cut five times in three seconds',
    async befalls(_site, store) {
      for (let time = 0; time < 5; time += 1) {
        await pause(time === 0 ? 200 : 600)
        await store.cut()
      }
    },
    recoversWithin: 5,
  },
]

/** The API is slower than the timeout of a request, for longer than its reuse window. */
export const SLOW_API: Row = {
  name: `API ${SLOW_MS / 1_000} s slow for a minute`,
  async befalls({ api }) {
    api.delayMs = SLOW_MS
    await pause(60_000)
    api.delayMs = 0
  },
  // A refresh that starts at the last moment still takes nine seconds.
  recoversWithin: SLOW_MS / 1_000 + 5,
}

/** Only for a store with replicas. They are updated with a delay, so a promoted replica can be missing the latest leases. */
export const FAILOVER: Row = {
  name: 'a master killed, its replica took over',
  async befalls(_site, store) {
    await pause(200)
    await store.failOver?.()
  },
  recoversWithin: 5,
  needsWindow: true,
}

const REQUESTS_EACH = 6

/**
 * Runs a row over a new site.
 *
 * @param undisturbedSeconds The time that refreshing all users takes on this machine without a failure.
 */
export async function runRow(
  row: Row,
  store: Store,
  reuseWindow: 0 | 10 | 30,
  users: number,
  undisturbedSeconds: number,
): Promise<RowResult> {
  const site = await startSite(store, reuseWindow, users)
  try {
    site.api.delayMs = API_DELAY_MS
    site.expire()
    const statuses: RowResult['statuses'] = { 'signed-in': 0, stale: 0, 'signed-out': 0, lost: 0 }
    const burst = site.visitors.flatMap((visitor) => {
      const cookie = cookieOf(visitor)
      return Array.from({ length: REQUESTS_EACH }, async () => {
        statuses[await visitor.load(cookie)] += 1
      })
    })
    // Users keep loading pages during the failure.
    let isOver = false
    const looking = site.visitors.map(async (visitor) => {
      while (!isOver) {
        await pause(1_000)
        await visitor.load()
      }
    })
    await row.befalls(site, store)
    site.api.delayMs = Math.min(site.api.delayMs, API_DELAY_MS)
    isOver = true
    const brokenUntil = performance.now()
    const ends = await Promise.all(site.visitors.map((visitor) => settleOf(visitor)))
    const recoveredAfter = (performance.now() - brokenUntil) / 1_000
    await Promise.all([...burst, ...looking])
    const signedOut = ends.filter((seen) => seen === 'signed-out').length
    const { refreshes, duplicates, sentAgain } = site.api
    const missed: string[] = []
    const isLossAllowed = row.mayLoseWithoutWindow && reuseWindow === 0
    if (signedOut > 0 && !isLossAllowed) missed.push(`${signedOut} signed out`)
    // Only users whose response was lost with the process may be signed out, and their tokens were sent again.
    if (isLossAllowed && signedOut > sentAgain) missed.push(`${signedOut} signed out, ${sentAgain} lost`)
    if (ends.includes('stale') || ends.includes('lost')) missed.push('not everybody was told within a minute')
    if (row.name === 'nothing' && duplicates > 0) missed.push(`${duplicates} duplicates`)
    if (recoveredAfter > row.recoversWithin + undisturbedSeconds)
      missed.push(`recovered after ${recoveredAfter.toFixed(1)} s`)
    const { name: storeName } = store
    return {
      store: storeName,
      row: row.name,
      reuseWindow,
      users,
      statuses,
      refreshes,
      duplicates,
      signedOut,
      recoveredAfter,
      missed,
    }
  } finally {
    await site.close()
  }
}

/** Loads the page until the user is signed in or out, for at most one minute. */
async function settleOf(visitor: Site['visitors'][number]): Promise<Seen> {
  const until = performance.now() + 60_000
  for (;;) {
    const seen = await visitor.load()
    if (seen === 'signed-in' || seen === 'signed-out' || performance.now() > until) return seen
    await pause(100)
  }
}
