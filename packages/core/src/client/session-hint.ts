import type { TabNews } from './session-watch.ts'

/** Reads the handler's hint cookie: a revision and whether somebody is signed in. */
export function readHint(): TabNews | undefined {
  // An element named "cookie" shadows the property (DOM clobbering).
  const { cookie } = document as { cookie: unknown }
  const found = typeof cookie === 'string' && /(?:^| )lk-hint=(\d+)\.(in|out)/.exec(cookie)
  if (found) return { rev: Number(found[1]), out: found[2] === 'out' }
}
