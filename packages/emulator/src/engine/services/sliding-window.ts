/** How many uses any span of time may hold. */
export interface Allowance {
  uses: number
  spanMs: number
}

/** Uses that came close together. All of them count until the last one is a span old. */
export interface Burst {
  from: number
  last: number
  uses: number
}

export interface Spending {
  /** What to remember. */
  bursts: Burst[]
  granted: number
  /** When more is free, for those who got nothing. */
  freeInMs: number
}

/** The parts of a span that are remembered apart: a use counts at most a fiftieth longer than it must. */
const PARTS = 50

/**
 * Grants as many of the `wanted` uses as the allowance leaves. However they come, no span holds more than is
 * allowed, and what is remembered does not grow with it.
 */
export function spend(
  earlier: readonly Burst[],
  now: number,
  { uses, spanMs }: Allowance,
  requested: number,
): Spending {
  // One from further ahead than a span was before the clock was set back.
  const bursts = earlier.filter(({ last }) => last > now - spanMs && last < now + spanMs)
  const spent = bursts.reduce((sum, burst) => sum + burst.uses, 0)
  const granted = Math.min(requested, Math.max(0, uses - spent))
  const newest = bursts.at(-1)
  if (newest !== undefined && now - newest.from < spanMs / PARTS) {
    bursts[bursts.length - 1] = {
      ...newest,
      last: granted > 0 ? Math.max(newest.last, now) : newest.last,
      uses: newest.uses + granted,
    }
  } else if (granted > 0) {
    bursts.push({ from: now, last: now, uses: granted })
  }
  return { bursts, granted, freeInMs: (bursts[0]?.last ?? now) + spanMs - now }
}

/** Without the use that was granted last. */
export function giveBack(bursts: readonly Burst[]): Burst[] {
  const newest = bursts.at(-1)
  if (newest === undefined) return []
  const earlier = bursts.slice(0, -1)
  return newest.uses > 1 ? [...earlier, { ...newest, uses: newest.uses - 1 }] : earlier
}
