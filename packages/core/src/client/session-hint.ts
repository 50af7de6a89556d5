import type { TabMessage } from './session-watch.ts'

const HINTS = /(?:^| )([\w-]+)-hint=(\d+)\.(in|out)(?=;|$)/g
const OF_ANOTHER_PORT = /^lk\d*-/

/**
 * Reads the handler's hint cookie: a revision and whether a user is signed in. The cookies of a host are those of all its
 * ports: without a name it is the one that a handler at this port leaves by default, and nothing when that is not clear.
 *
 * @param name The `cookieName` of the handler, where it has one.
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
    // An element named "cookie" shadows the property (DOM clobbering).
    const { cookie } = document as { cookie: unknown }
    return typeof cookie === 'string' ? cookie : ''
  } catch {
    // A sandboxed frame without `allow-same-origin` has no cookies, and says so by throwing.
    return ''
  }
}
