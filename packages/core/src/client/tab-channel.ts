/** What tabs tell each other: how new their knowledge is and whether somebody is signed in. No user data. */
export interface TabNews {
  rev: number
  out: boolean
}

/** A line to the other tabs of this origin. */
export interface TabChannel {
  tell(news: TabNews): void
  close(): void
}

/** Opens the line; falls back to storage events where there is no BroadcastChannel. */
export function openTabChannel(name: string, hear: (news: TabNews) => void): TabChannel {
  const receive = (value: unknown) => {
    const { rev, out } = (value ?? {}) as TabNews
    if (typeof rev === 'number' && typeof out === 'boolean') hear({ rev, out })
  }
  if (typeof BroadcastChannel === 'function') {
    const channel = new BroadcastChannel(name)
    channel.onmessage = (event) => receive(event.data)
    return { tell: (news) => channel.postMessage(news), close: () => channel.close() }
  }
  const onStorage = (event: StorageEvent) => {
    if (event.key === name && event.newValue) {
      try {
        receive(JSON.parse(event.newValue))
      } catch {
        // Another script's value under our key says nothing.
      }
    }
  }
  addEventListener('storage', onStorage)
  return {
    tell(news) {
      try {
        localStorage.setItem(name, JSON.stringify(news))
        // Removed at once: the event is the message, and the next equal one must be an event too.
        localStorage.removeItem(name)
      } catch {
        // Storage is blocked; other tabs find out when they are looked at.
      }
    },
    close: () => removeEventListener('storage', onStorage),
  }
}
