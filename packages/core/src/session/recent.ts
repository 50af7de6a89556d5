/** A bounded memory of what was used lately. */
export interface Recent<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  /** Forgets every value that `matches`. */
  deleteWhere(matches: (value: T) => boolean): void
}

/**
 * Remembers what was used last: at least `size / 2` entries, never more than `size`.
 *
 * Two maps take turns, and the older one is dropped whole. Deleting the oldest entry of one map again and again would
 * make it search all its holes for the next.
 */
export function createRecent<T>(size: number): Recent<T> {
  let young = new Map<string, T>()
  let old = new Map<string, T>()

  function set(key: string, value: T) {
    if (young.size >= size / 2) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }

  return {
    get(key) {
      const value = young.get(key) ?? old.get(key)
      if (old.delete(key)) set(key, value as T)
      return value
    },
    set,
    delete(key) {
      young.delete(key)
      old.delete(key)
    },
    deleteWhere(matches) {
      for (const map of [young, old]) {
        for (const [key, value] of map) {
          if (matches(value)) map.delete(key)
        }
      }
    },
  }
}
