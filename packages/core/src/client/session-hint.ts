import type { TabMessage } from './session-watch.ts'

const HINTS = /(?:^| )([\w-]+)-hint=(\d+)\.(in|out)(?=;|$)/g
const OF_ANOTHER_PORT = /^lk\d*-/

/**
 * Reads the handler's hint cookie: a revision, and whether a user is signed in. Cookies are shared by all ports of a host.
 * Without a name, this reads the default cookie of a handler on this port, and returns nothing if that is ambiguous.
 *
 * @param name The handler's `cookieName`, if it sets one.
 */
export function readHint(name?: string): TabMessage | undefined {
  const hints = [...readableCookies().matchAll(HINTS)]
  const ofPort = hints.filter(([, of = '']) => of.startsWith(`lk${location.port}-`))
  const candidates = name
    ? hints.filter(([, of]) => of === name)
    : ofPort.length > 0
      ? ofPort
      : hints.filter(([, of = '']) => !OF_ANOTHER_PORT.test(of))
  const [found] = candidates
  if (found && candidates.length === 1) return { rev: Number(found[2]), out: found[3] === 'out' }
}

function readableCookies(): string {
  try {
    // An element named "cookie" can shadow the property (DOM clobbering).
    const { cookie } = document as { cookie: unknown }
    return typeof cookie === 'string' ? cookie : ''
  } catch {
    // A sandboxed frame without `allow-same-origin` has no cookies, and reading them throws.
    return ''
  }
}
