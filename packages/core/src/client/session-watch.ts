import { openTabChannel, type TabNews } from './tab-channel.ts'

/** What makes a tab doubt its knowledge of the session. */
export interface Watch {
  /** Tells the other tabs what this one knows. */
  tell(news: TabNews): void
  close(): void
}

/**
 * Watches for news from other tabs, and for moments at which a page may have slept:
 * focus, coming back online, and a return from the back-forward cache (`restored`).
 */
export function watchSession(
  name: string,
  heard: (news: TabNews) => void,
  look: (restored: boolean) => void,
): Watch {
  const abort = new AbortController()
  const channel = openTabChannel(name, heard)
  const on = (type: string) =>
    addEventListener(type, (event) => look((event as PageTransitionEvent).persisted === true), {
      signal: abort.signal,
    })
  for (const type of ['focus', 'online', 'pageshow']) on(type)
  document.addEventListener('visibilitychange', () => look(false), { signal: abort.signal })
  return {
    tell: channel.tell,
    close() {
      abort.abort()
      channel.close()
    },
  }
}
