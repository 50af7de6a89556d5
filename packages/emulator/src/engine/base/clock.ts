/** Where every instant in the emulator comes from. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** ISO 8601, UTC, milliseconds: the form of every time on the wire. */
export function isoTime(epochMs: number): string {
  if (epochMs !== latest.epochMs) latest = { epochMs, text: new Date(epochMs).toISOString() }
  return latest.text
}

/** One request shows the same instant several times. */
let latest = { epochMs: 0, text: new Date(0).toISOString() }

export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs)
}
