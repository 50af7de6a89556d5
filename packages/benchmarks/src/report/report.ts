import type { Spread } from '../harness/statistics.ts'
import type { SoakSettings } from '../soak/soaked.ts'

/** What a benchmark found out. */
export interface Report {
  name: string
  title: string
  /** How it was measured, and how far to trust it. */
  notes: string[]
  tables: Table[]
  goals: Goal[]
}

export interface Table {
  title: string
  /** Headings of the cells; the first of them is drawn as a chart. */
  columns: string[]
  /** A line is for rows that follow each other at equal intervals. Default `bars`. */
  chart?: 'bars' | 'line' | 'none'
  rows: Row[]
}

export interface Row {
  name: string
  cells: (Spread | number | string)[]
}

/** A promise about a number. */
export interface Goal {
  what: string
  measured: number
  /** One of the two. */
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
  /** Whether the second core has work to do. */
  isBusy: boolean
  /** Users with a session. More than a handler of the cold checks remembers, which are warm otherwise. */
  sessions: number
  soak: SoakSettings
  /** Sizes of the emulator's user table, in ascending order. */
  tableSizes: readonly number[]
}

export type Benchmark = (settings: Settings) => Promise<Omit<Report, 'name'>>
