/** The source of time in the emulator, in milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
}

/** The system clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** ISO 8601 in UTC with milliseconds: the format of every time in the API. */
export function isoTime(epochMs: number): string {
  if (epochMs !== latest.epochMs) latest = { epochMs, text: new Date(epochMs).toISOString() }
  return latest.text
}

/** A request formats the same instant several times. */
let latest = { epochMs: 0, text: new Date(0).toISOString() }

export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs)
}
