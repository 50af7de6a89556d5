/** The message between tabs: how new their session is, and whether a user is signed in. Contains no user data. */
export interface TabMessage {
  rev: number
  out: boolean
}

/** Signals that a tab's session may be out of date. */
export interface Watch {
  /** Tells the other tabs what this one knows. */
  broadcast(message: TabMessage): void
  close(): void
}

/**
 * Watches for messages from other tabs, and for moments after which a page may have slept: focus, coming back online, and a
 * return from the back-forward cache (`restored`).
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
    // The browser is too old or blocks storage for this site. The cookie is checked on the next focus.
  }
  return {
    broadcast: (message) => channel?.postMessage(message),
    close() {
      abort.abort()
      channel?.close()
    },
  }
}
