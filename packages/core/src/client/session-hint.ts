import type { TabNews } from './session-watch.ts'

/** Reads the handler's hint cookie: a revision and whether somebody is signed in. */
export function readHint(): TabNews | undefined {
  // A form or frame named "cookie" shadows the property (DOM clobbering); as text none of them looks like the hint.
  const found = /(?:^| )lk-hint=(\d+)\.(in|out)/.exec(document.cookie)
  if (found) return { rev: Number(found[1]), out: found[2] === 'out' }
}
