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
  /** What a key is looked up by. Of several keys with one index, the last is remembered. Default: the whole key. */
  indexOf?: (key: string) => string
}

interface Entry<T> {
  key: string
  value: T
}

/**
 * An index for sealed texts and tokens. Engines hash the whole text of a key that is a new string, as it is in each request.
 * The last characters are a tag or a signature, and tell them apart just as well.
 */
export const byEnd = (key: string): string => key.slice(-32)

/**
 * Remembers what was used last: at least half of `size` entries and half of the weight, never more than both.
 * A `size` of 0 remembers nothing.
 *
 * Two maps take turns, and the older one is dropped whole. Deleting the oldest entry of one map again and again would
 * make it search all its holes for the next.
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
