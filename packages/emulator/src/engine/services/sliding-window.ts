/** The number of uses allowed in any period of the given length. */
export interface Allowance {
  uses: number
  spanMs: number
}

/** Uses that were close together. All of them count until the last one is a full period old. */
export interface Burst {
  from: number
  last: number
  uses: number
}

export interface Spending {
  /** The bursts to store. */
  bursts: Burst[]
  granted: number
  /** When more uses become available, for callers that got none. */
  freeInMs: number
}

/** The number of parts that a period is divided into: a use counts at most one fiftieth longer than necessary. */
const PARTS = 50

/**
 * Grants as many of the `wanted` uses as the allowance permits. No period ever has more uses than allowed, and the stored state
 * does not grow with the number of uses.
 */
export function spend(
  earlier: readonly Burst[],
  now: number,
  { uses, spanMs }: Allowance,
  requested: number,
): Spending {
  // Ignores bursts from the future, which remain after the clock was set back.
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

/** Returns the state without the use that was granted last. */
export function giveBack(bursts: readonly Burst[]): Burst[] {
  const newest = bursts.at(-1)
  if (newest === undefined) return []
  const earlier = bursts.slice(0, -1)
  return newest.uses > 1 ? [...earlier, { ...newest, uses: newest.uses - 1 }] : earlier
}
