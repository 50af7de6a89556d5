/** A change in an environment, for open pages: its topic and, if there is one, a sentence to announce. */
export interface EnvironmentUpdate {
  topic: 'mail' | 'request' | 'event' | 'clock' | 'settings'
  /** A text for users who do not see the page. */
  text?: string
}

/** Notifies open pages of a change. Nothing is stored: the pages reload what they show. */
export interface EnvironmentUpdates {
  publish(item: EnvironmentUpdate): void
  /** Returns a function that unsubscribes. */
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
