/** A bounded memory of what was used lately. */
export interface Recent<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  /** Forgets every value that `matches`. */
  deleteWhere(matches: (value: T) => boolean): void
}

export interface RecentOptions<T> {
  /** Weight of all entries together, in the unit of `weigh`. Default: no limit. */
  maximumWeight?: number
  /** What an entry weighs, such as its bytes. Default: nothing. */
  weigh?: (key: string, value: T) => number
}

/**
 * Remembers what was used last: at least half of `size` entries and half of the weight, never more than both.
 * A `size` of 0 remembers nothing.
 *
 * Two maps take turns, and the older one is dropped whole. Deleting the oldest entry of one map again and again would
 * make it search all its holes for the next.
 */
export function createRecent<T>(
  size: number,
  { maximumWeight = Number.POSITIVE_INFINITY, weigh = () => 0 }: RecentOptions<T> = {},
): Recent<T> {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  let weight = 0

  function remove(key: string) {
    old.delete(key)
    const value = young.get(key)
    if (young.delete(key)) weight -= weigh(key, value as T)
  }

  function set(key: string, value: T) {
    remove(key)
    const more = weigh(key, value)
    if (size === 0 || more > maximumWeight / 2) return
    if (young.size >= size / 2 || weight + more > maximumWeight / 2) {
      old = young
      young = new Map()
      weight = 0
    }
    young.set(key, value)
    weight += more
  }

  return {
    get(key) {
      const value = young.get(key)
      if (value !== undefined) return value
      const older = old.get(key)
      if (older !== undefined) set(key, older)
      return older
    },
    set,
    delete: remove,
    deleteWhere(matches) {
      for (const map of [young, old]) {
        for (const [key, value] of map) {
          if (matches(value)) remove(key)
        }
      }
    },
  }
}
