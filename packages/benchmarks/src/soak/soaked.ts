import type { Tally } from './tally.ts'

/** The duration and the load. */
export interface SoakSettings {
  minutes: number
  users: number
  /** How many times faster than real time the site's clock runs. */
  speed: number
  /** The lifetime of an access token, on the site's clock. */
  tokenSeconds: number
}

/** How long the API responds to a used refresh token as it did the first time: the longest setting. */
export const REUSE_WINDOW_SECONDS = 30

/** The heap after a garbage collection. */
export interface HeapSample {
  /** Since the start, in real time. */
  seconds: number
  heapBytes: number
  /** The part that is code compiled by V8, which grows for hours, more and more slowly. */
  codeBytes: number
  requests: number
  exchanges: number
}

/** The results of a soak. */
export interface Soaked {
  tally: Tally
  /** How often each fault was applied, by name. */
  applied: Record<string, number>
  samples: HeapSample[]
}
