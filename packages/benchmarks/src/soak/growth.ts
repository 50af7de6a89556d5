import { type Spread, slope } from '../harness/statistics.ts'
import type { HeapSample } from './soaked.ts'

/** After this many requests, the handler's caches of refreshes and tokens are full: 5,000 each, plus a few to settle. */
const FULL_AFTER_EXCHANGES = 6_000
const FEWEST_SAMPLES = 8

export interface Growth {
  bytesPerThousandRequests: Spread
  /** The samples that were used. */
  since: string
}

/** How the heap grows, without compiled code, once the caches of the handler are full. */
export function growthOf(samples: readonly HeapSample[]): Growth {
  const full = samples.filter(({ exchanges }) => exchanges >= FULL_AFTER_EXCHANGES)
  const isLong = full.length >= FEWEST_SAMPLES
  const settled = isLong ? full : samples.slice(samples.length >> 1)
  return {
    bytesPerThousandRequests: slope(
      settled.map(({ requests, heapBytes, codeBytes }) => ({ x: requests / 1000, y: heapBytes - codeBytes })),
    ),
    since: isLong
      ? `after ${FULL_AFTER_EXCHANGES.toLocaleString('en')} refreshes, when the caches are full`
      : 'of the second half, before the caches are full',
  }
}
