/** The position of a moved clock relative to its base clock. */
export interface ClockPosition {
  /** How far the clock is ahead. */
  offsetMs: number
  /** The instant at which the clock is frozen; `null` while it runs. */
  frozenAt: number | null
}

export const IN_STEP: ClockPosition = { offsetMs: 0, frozenAt: null }

/** The time that a clock in this position shows. */
export function shown({ offsetMs, frozenAt }: ClockPosition, baseMs: number): number {
  return frozenAt ?? baseMs + offsetMs
}

/** Commands that move a clock: each returns the new position, given the current position and the time of the base clock. */
export const clockCommands = {
  /** Several commands, at the same instant of the base clock. */
  all:
    (...steps: ClockCommand[]) =>
    (position: ClockPosition, baseMs: number): ClockPosition =>
      steps.reduce((from, step) => step(from, baseMs), position),
  present: () => (): ClockPosition => IN_STEP,
  set:
    (epochMs: number) =>
    ({ frozenAt }: ClockPosition, baseMs: number): ClockPosition => ({
      offsetMs: epochMs - baseMs,
      frozenAt: frozenAt === null ? null : epochMs,
    }),
  advance:
    (ms: number) =>
    ({ offsetMs, frozenAt }: ClockPosition): ClockPosition => ({
      offsetMs: offsetMs + ms,
      frozenAt: frozenAt === null ? null : frozenAt + ms,
    }),
  freeze:
    () =>
    (position: ClockPosition, baseMs: number): ClockPosition => ({
      ...position,
      frozenAt: shown(position, baseMs),
    }),
  resume:
    () =>
    ({ offsetMs, frozenAt }: ClockPosition, baseMs: number): ClockPosition => ({
      offsetMs: frozenAt === null ? offsetMs : frozenAt - baseMs,
      frozenAt: null,
    }),
}

export type ClockCommand = (position: ClockPosition, baseMs: number) => ClockPosition
