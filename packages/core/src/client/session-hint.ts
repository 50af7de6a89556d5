import type { TabNews } from './tab-channel.ts'

/** Reads the handler's hint cookie: a revision and whether somebody is signed in. */
export function readHint(): TabNews | undefined {
  // An element named "cookie" shadows the property (DOM clobbering).
  const { cookie } = document as { cookie: unknown }
  if (typeof cookie !== 'string') return undefined
  const found = /(?:^|; )lk-hint=(\d+)\.(in|out)(?:;|$)/.exec(cookie)
  return found ? { rev: Number(found[1]), out: found[2] === 'out' } : undefined
}
