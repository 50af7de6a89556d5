/** Where every instant in the emulator comes from. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** A clock that follows another one until it is moved or stopped. */
export interface MovableClock extends Clock {
  /** Jumps to an instant (milliseconds since the epoch) and keeps running, unless frozen. */
  set(epochMs: number): void
  advance(ms: number): void
  freeze(): void
  resume(): void
  readonly frozen: boolean
}

/** Puts a movable clock over `base`, starting in step with it. */
export function createMovableClock(base: Clock): MovableClock {
  let offsetMs = 0
  let frozenAt: number | undefined
  return {
    now: () => frozenAt ?? base.now() + offsetMs,
    set(epochMs) {
      offsetMs = epochMs - base.now()
      if (frozenAt !== undefined) frozenAt = epochMs
    },
    advance(ms) {
      offsetMs += ms
      if (frozenAt !== undefined) frozenAt += ms
    },
    freeze() {
      frozenAt ??= base.now() + offsetMs
    },
    resume() {
      if (frozenAt === undefined) return
      offsetMs = frozenAt - base.now()
      frozenAt = undefined
    },
    get frozen() {
      return frozenAt !== undefined
    },
  }
}

/** ISO 8601, UTC, milliseconds: the form of every time on the wire. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs)
}
