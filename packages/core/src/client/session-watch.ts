/** What tabs tell each other: how new their session is and whether a user is signed in. No user data. */
export interface TabMessage {
  rev: number
  out: boolean
}

/** What makes a tab doubt its knowledge of the session. */
export interface Watch {
  /** Tells the other tabs what this one knows. */
  broadcast(message: TabMessage): void
  close(): void
}

/**
 * Watches for messages from other tabs, and for moments at which a page may have slept:
 * focus, coming back online, and a return from the back-forward cache (`restored`).
 */
export function watchSession(
  name: string,
  onMessage: (message: TabMessage) => void,
  onVisible: (isRestored: boolean) => void,
): Watch {
  const abort = new AbortController()
  const seen = (event: Event) => onVisible(Boolean((event as PageTransitionEvent).persisted))
  for (const type of ['focus', 'online', 'pageshow', 'visibilitychange']) addEventListener(type, seen, abort)
  let channel: BroadcastChannel | undefined
  try {
    channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }: MessageEvent<Partial<TabMessage> | null>) => {
      if (typeof data?.rev === 'number' && typeof data.out === 'boolean') onMessage(data as TabMessage)
    }
  } catch {
    // Too old a browser, or one that keeps nothing for this site: the cookie tells at the next look.
  }
  return {
    broadcast: (message) => channel?.postMessage(message),
    close() {
      abort.abort()
      channel?.close()
    },
  }
}
