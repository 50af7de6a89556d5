/** How a moved clock stands to the one under it. */
export interface ClockPosition {
  /** How far it is ahead. */
  offsetMs: number
  /** The instant at which it stands still; null while it runs. */
  frozenAt: number | null
}

export const IN_STEP: ClockPosition = { offsetMs: 0, frozenAt: null }

/** What a clock in this position shows. */
export function shown({ offsetMs, frozenAt }: ClockPosition, baseMs: number): number {
  return frozenAt ?? baseMs + offsetMs
}

/** Ways to move a clock: from a position, and what the clock under it shows, to another position. */
export const clockCommands = {
  /** Several, at one instant of the clock under it. */
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
