import { type Spread, slope } from '../harness/statistics.ts'
import type { HeapSample } from './soaked.ts'

/** What a handler remembers of refreshes and tokens is full by then: 5,000 of each, and a few more to settle. */
const FULL_AFTER_EXCHANGES = 6_000
const FEWEST_SAMPLES = 8

export interface Growth {
  bytesPerThousandRequests: Spread
  /** Which samples were looked at. */
  since: string
}

/** How the heap grows, without compiled code, once the handler remembers as much as it ever will. */
export function growthOf(samples: readonly HeapSample[]): Growth {
  const full = samples.filter(({ exchanges }) => exchanges >= FULL_AFTER_EXCHANGES)
  const isLong = full.length >= FEWEST_SAMPLES
  const settled = isLong ? full : samples.slice(samples.length >> 1)
  return {
    bytesPerThousandRequests: slope(
      settled.map(({ requests, heapBytes, codeBytes }) => ({ x: requests / 1000, y: heapBytes - codeBytes })),
    ),
    since: isLong
      ? `after ${FULL_AFTER_EXCHANGES.toLocaleString('en')} refreshes, when all that is remembered has come to its limit`
      : 'of the second half, too early for what is remembered to have come to its limit',
  }
}
