/** A size-limited cache of recently used values. */
export interface Recent<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  /** Removes every value for which `matches` returns `true`. */
  deleteWhere(matches: (value: T) => boolean): void
}

export interface RecentOptions<T> {
  /** The maximum weight of all entries together, in the unit of `weigh`. Default: no limit. */
  maximumWeight?: number
  /** The weight of an entry, such as its size in bytes. Default: 0. */
  weigh?: (key: string, value: T) => number
  /**
   * Returns the value to index a key by. If several keys have the same index, only the last one is kept. Default: the
   * whole key.
   */
  indexOf?: (key: string) => string
}

interface Entry<T> {
  key: string
  value: T
}

/**
 * An index for sealed texts and tokens. Engines hash the whole text of a new string, and each request creates new
 * strings. The last characters are an authentication tag or a signature, and distinguish the keys just as well.
 */
export const byEnd = (key: string): string => key.slice(-32)

/**
 * Keeps the most recently used entries: at least half of `size` and half of the weight, and never more than both
 * limits. A `size` of 0 keeps nothing.
 *
 * Two maps alternate, and the older one is dropped as a whole. Repeatedly deleting the oldest entry of a single map
 * would make it search all of its deleted slots for the next one.
 */
export function createRecent<T>(
  size: number,
  {
    maximumWeight = Number.POSITIVE_INFINITY,
    weigh = () => 0,
    indexOf = (key) => key,
  }: RecentOptions<T> = {},
): Recent<T> {
  let young = new Map<string, Entry<T>>()
  let old = new Map<string, Entry<T>>()
  let weight = 0

  function remove(index: string) {
    old.delete(index)
    const entry = young.get(index)
    if (entry !== undefined && young.delete(index)) weight -= weigh(entry.key, entry.value)
  }

  function add(index: string, entry: Entry<T>) {
    remove(index)
    const more = weigh(entry.key, entry.value)
    if (size === 0 || more > maximumWeight / 2) return
    if (young.size >= size / 2 || weight + more > maximumWeight / 2) {
      old = young
      young = new Map()
      weight = 0
    }
    young.set(index, entry)
    weight += more
  }

  return {
    get(key) {
      const index = indexOf(key)
      const entry = young.get(index) ?? old.get(index)
      if (entry?.key !== key) return undefined
      if (!young.has(index)) add(index, entry)
      return entry.value
    },
    set: (key, value) => add(indexOf(key), { key, value }),
    delete(key) {
      const index = indexOf(key)
      if ((young.get(index) ?? old.get(index))?.key === key) remove(index)
    },
    deleteWhere(matches) {
      for (const map of [young, old]) {
        for (const [index, { value }] of map) {
          if (matches(value)) remove(index)
        }
      }
    },
  }
}
