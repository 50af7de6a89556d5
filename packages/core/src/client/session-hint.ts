import type { TabNews } from './session-watch.ts'

/** Reads the handler's hint cookie: a revision and whether somebody is signed in. */
export function readHint(): TabNews | undefined {
  const found = /(?:^| )lk-hint=(\d+)\.(in|out)/.exec(readableCookies())
  if (found) return { rev: Number(found[1]), out: found[2] === 'out' }
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
