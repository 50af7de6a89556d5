/** What has happened in an environment, for those who look at it: what it is about, and a sentence where one is due. */
export interface NewsItem {
  topic: 'mail' | 'request' | 'event' | 'clock' | 'settings'
  /** For a user who does not see the page. */
  text?: string
}

/** Tells pages that are open that something is new. Nothing is kept: they look for themselves. */
export interface News {
  publish(item: NewsItem): void
  /** Returns what ends it. */
  subscribe(listener: (item: NewsItem) => void): () => void
}

export function createNews(): News {
  const listeners = new Set<(item: NewsItem) => void>()
  return {
    publish(item) {
      for (const tell of [...listeners]) tell(item)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
