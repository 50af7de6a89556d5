/** A way for the service to misbehave on purpose. */
export interface FaultRule {
  /** Only requests with this method. */
  method?: string
  /** Only paths that equal this text, or start with it when it ends in `*`. Default: every API path. */
  path?: string
  /** How many requests it strikes before it is spent. Default: all. */
  times?: number
  /** How many matching requests pass before the first strike. Default 0. */
  after?: number
  /** Delay before the answer, or before the fault, in milliseconds of real time. */
  delay_ms?: number
  /** Answer this instead of doing the operation. Without it the operation runs after the delay. */
  respond?: { status: number; body?: unknown; headers?: Record<string, string> }
  /** Do the operation, then spoil its answer. */
  malform?: 'truncate' | 'html' | 'empty' | 'wrong_type'
  /** Do not answer: `hang` keeps the connection silent, `reset` drops it. */
  connection?: 'reset' | 'hang'
}

/** The faults of one environment. */
export interface Faults {
  add(rule: FaultRule): { id: string; remove(): void }
  list(): Array<FaultRule & { id: string; strikes: number }>
  clear(): void
}

export interface FaultTable extends Faults {
  /** The first rule that strikes this request, counted. */
  strike(method: string, path: string): FaultRule | undefined
}

export function createFaults(): FaultTable {
  const entries = new Map<string, { rule: FaultRule; seen: number; strikes: number }>()
  let counter = 0
  return {
    add(rule) {
      const id = `fault_${++counter}`
      entries.set(id, { rule, seen: 0, strikes: 0 })
      return { id, remove: () => void entries.delete(id) }
    },
    list: () => [...entries].map(([id, { rule, strikes }]) => ({ id, ...rule, strikes })),
    clear: () => entries.clear(),
    strike(method, path) {
      for (const entry of entries.values()) {
        const { rule } = entry
        if (!matches(rule, method, path)) continue
        entry.seen++
        if (entry.seen <= (rule.after ?? 0) || entry.strikes >= (rule.times ?? Number.POSITIVE_INFINITY))
          continue
        entry.strikes++
        return rule
      }
      return undefined
    },
  }
}

function matches(rule: FaultRule, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false
  if (rule.path === undefined) return true
  return rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path
}
