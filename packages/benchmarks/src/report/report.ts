import type { Spread } from '../harness/statistics.ts'
import type { SoakSettings } from '../soak/soaked.ts'

/** The results of a benchmark. */
export interface Report {
  name: string
  title: string
  /** How it was measured, and how reliable it is. */
  notes: string[]
  tables: Table[]
  goals: Goal[]
}

export interface Table {
  title: string
  /** Headings of the cells; the first of them is drawn as a chart. */
  columns: string[]
  /** Use `line` for rows at equal intervals. Default `bars`. */
  chart?: 'bars' | 'line' | 'none'
  rows: Row[]
}

export interface Row {
  name: string
  cells: (Spread | number | string)[]
}

/** A target for a number. */
export interface Goal {
  what: string
  measured: number
  /** Exactly one of the two is set. */
  atMost?: number
  atLeast?: number
}

export function isMet({ measured, atMost, atLeast }: Goal): boolean {
  return measured <= (atMost ?? Number.POSITIVE_INFINITY) && measured >= (atLeast ?? Number.NEGATIVE_INFINITY)
}

/** How thoroughly to measure. */
export interface Settings {
  /** Turns of each contestant. */
  rounds: number
  /** Duration of one turn. */
  milliseconds: number
  /** Whether to keep the second core busy. */
  isBusy: boolean
  /** Users with a session. There are more than the handler caches, because otherwise the cold checks would be warm. */
  sessions: number
  soak: SoakSettings
  /** Sizes of the emulator's user table, in ascending order. */
  tableSizes: readonly number[]
}

export type Benchmark = (settings: Settings) => Promise<Omit<Report, 'name'>>
