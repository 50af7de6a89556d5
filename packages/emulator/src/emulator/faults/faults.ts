import type { Ids } from '../../engine/base/ids.ts'
import type { Randomness } from '../../engine/base/randomness.ts'
import { type PersistedValue, persistValue } from '../../engine/services/persisted-value.ts'
import type { EnvironmentStorage } from '../../engine/storage/storage.ts'

/** A failure that the local server simulates. */
export interface FaultRule {
  /** Matches only requests with this method. */
  method?: string
  /** Matches only this path, or paths that start with it if it ends in `*`. Default: every API path. */
  path?: string
  /** Matches only this operation, by its id in `/openapi.json`. */
  operation?: string
  /** The number of requests that the rule applies to. Default: unlimited. */
  times?: number
  /** The number of matching requests to let through before the rule applies. Default 0. */
  after?: number
  /** The probability that the rule applies to a matching request, 0 to 1. Default 1. */
  probability?: number
  /** Milliseconds of real time to wait before the response or the fault. Default 0. */
  delay_ms?: number
  /** Responds with this instead of running the operation. Without it, the operation runs after the delay. */
  respond?: { status: number; body?: unknown; headers?: Record<string, string> }
  /** Runs the operation, then damages its response. */
  malform?: 'truncate' | 'html' | 'empty' | 'wrong_type'
  /** Sends no response: `hang` keeps the connection open, `reset` closes it. */
  connection?: 'reset' | 'hang'
}

/**
 * The faults of an environment. Changes take effect immediately in this process; the promises resolve when every node that
 * shares the storage has followed.
 */
export interface Faults {
  add(rule: FaultRule): { id: string; remove(): Promise<void>; stored: Promise<void> }
  list(): Array<FaultRule & { id: string; strikes: number }>
  remove(id: string): Promise<void>
  clear(): Promise<void>
}

/** The parts of a request that fault rules match. */
export interface Target {
  method: string
  path: string
  operation: string
}

export interface FaultTable extends Faults {
  /** Returns the first rule that applies to this request, and counts it. Across all nodes, no rule applies too often. */
  match(target: Target): Promise<FaultRule | undefined>
  readonly persisted: PersistedValue<FaultEntry[]>
}

export interface FaultEntry {
  id: string
  rule: FaultRule
  seen: number
  strikes: number
}

export function createFaults(storage: EnvironmentStorage, ids: Ids, random: Randomness): FaultTable {
  const persisted = persistValue<FaultEntry[]>(storage, 'faults', [], 'exit')
  const remove = (id: string) => persisted.change((entries) => entries.filter((entry) => entry.id !== id))
  return {
    persisted,
    add(rule) {
      const id = ids.next('fault')
      const stored = persisted.change((entries) => [...entries, { id, rule, seen: 0, strikes: 0 }])
      return { id, remove: () => remove(id), stored }
    },
    remove,
    list: () => persisted.value.map(({ id, rule, strikes }) => ({ id, ...rule, strikes })),
    clear: () => persisted.change(() => []),
    async match(target) {
      if (!persisted.value.some(({ rule }) => matches(rule, target))) return undefined
      let matched: FaultRule | undefined
      await persisted.change((entries) => {
        matched = undefined
        return entries.map((entry) => {
          if (matched !== undefined || !matches(entry.rule, target)) return entry
          const seen = entry.seen + 1
          if (!isDue(entry, seen, random)) return { ...entry, seen }
          matched = entry.rule
          return { ...entry, seen, strikes: entry.strikes + 1 }
        })
      })
      return matched
    },
  }
}

const PARTS = 1_000_000

function isDue({ rule, strikes }: FaultEntry, seen: number, random: Randomness): boolean {
  if (seen <= (rule.after ?? 0) || strikes >= (rule.times ?? Number.POSITIVE_INFINITY)) return false
  return rule.probability === undefined || random.below(PARTS) < rule.probability * PARTS
}

function matches(rule: FaultRule, { method, path, operation }: Target): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false
  if (rule.operation !== undefined && rule.operation !== operation) return false
  if (rule.path === undefined) return true
  return rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path
}
