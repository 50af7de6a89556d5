import type { Tally } from './tally.ts'

/** How long, and how hard. */
export interface SoakSettings {
  minutes: number
  users: number
  /** How many times as fast as on the wall time runs for the site. */
  speed: number
  /** What an access token lasts, on the site's clock. */
  tokenSeconds: number
}

/** How long the API responds to a used refresh token as it did the first time: the longest setting. */
export const REUSE_WINDOW_SECONDS = 30

/** What is alive after a collection of garbage. */
export interface HeapSample {
  /** Since the start, on the wall. */
  seconds: number
  heapBytes: number
  /** Of those, what V8 has compiled: it continues for hours, ever more slowly. */
  codeBytes: number
  requests: number
  exchanges: number
}

/** What a soak answers. */
export interface Soaked {
  tally: Tally
  /** How often each fault struck, by its name. */
  applied: Record<string, number>
  samples: HeapSample[]
}
