/** What has happened in an environment, for those who look at it: what it is about, and a sentence where one is due. */
export interface EnvironmentUpdate {
  topic: 'mail' | 'request' | 'event' | 'clock' | 'settings'
  /** For a user who does not see the page. */
  text?: string
}

/** Tells pages that are open that something is new. Nothing is kept: they look for themselves. */
export interface EnvironmentUpdates {
  publish(item: EnvironmentUpdate): void
  /** Returns what ends it. */
  subscribe(listener: (item: EnvironmentUpdate) => void): () => void
}

export function createUpdates(): EnvironmentUpdates {
  const listeners = new Set<(item: EnvironmentUpdate) => void>()
  return {
    publish(item) {
      for (const listener of [...listeners]) listener(item)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
