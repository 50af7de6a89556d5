/** Whether a page stays as it is after its session has ended, because the user can sign in again in a dialog. */
export interface PageHold {
  isHeld(): boolean
  /** Holds the page. Returns a function that releases it. */
  hold(): () => void
  subscribe(listener: () => void): () => void
}

export function createPageHold(): PageHold {
  const holders = new Set<object>()
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    isHeld: () => holders.size > 0,
    hold() {
      const holder = {}
      holders.add(holder)
      tell()
      return () => {
        if (holders.delete(holder)) tell()
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
