import type { Cryptography } from '../base/cryptography.ts'
import type { Coordinator } from '../coordinator/coordinator.ts'
import type { CurrentUser, Session } from './packed-session.ts'
import { packSession, unpackSession } from './packed-session.ts'
import type { Sealer } from './seal.ts'

/** Published for a session that the API has ended, instead of a successor. */
export const ENDED = 'ended'
/** What a refresh token was exchanged for. */
export type Successor = Session | typeof ENDED

/** The results of refreshes, and which sessions were signed out, shared by all instances. */
export interface Successors {
  /** The key under which the instances look up a session's refresh token. */
  keyOf(session: Session): Promise<string>
  read(key: string): Promise<Successor | undefined>
  /** The session that resulted from this one after any number of refreshes; `undefined` if there is none. */
  newest(session: Session): Promise<Successor | undefined>
  publish(key: string, successor: Successor, ttlMs: number): Promise<void>
  isSignedOut(sessionId: string): Promise<boolean>
  markSignedOut(sessionId: string, ttlMs: number): Promise<void>
}

/** A request with the old cookie can find the successor for this long, so that a lost response signs no user out. */
export const SUCCESSOR_MS = 10 * 60_000
/** The maximum number of refreshes through which a session is followed. */
export const MAXIMUM_DEPTH = 50

export function createSuccessors(options: {
  coordinator: Coordinator
  cryptography: Cryptography
  sealer: Sealer
  currentUser?: CurrentUser
}): Successors {
  const { coordinator, cryptography, sealer } = options

  async function keyOf(session: Session): Promise<string> {
    const digest = await cryptography.digest(session.refreshToken)
    return `refresh:${digest.slice(0, 24)}`
  }

  async function read(key: string): Promise<Successor | undefined> {
    const value = await coordinator.read(key)
    if (value === undefined || value === ENDED) return value
    return unpackSession(await sealer.open('refresh', value), options.currentUser)
  }

  return {
    keyOf,
    read,
    async newest(session) {
      let latest: Session | undefined
      for (let depth = 0; depth < MAXIMUM_DEPTH; depth += 1) {
        const before = latest ?? session
        const next = await read(await keyOf(before))
        if (next === undefined || next === ENDED) return next ?? latest
        // If the API does not rotate the token, its latest response is stored under the token itself.
        if (next.refreshToken === before.refreshToken) return next.rev > before.rev ? next : latest
        latest = next
      }
      return latest
    },
    async publish(key, successor, ttlMs) {
      const value = successor === ENDED ? ENDED : await sealer.seal('refresh', packSession(successor))
      return coordinator.publish(key, value, ttlMs)
    },
    isSignedOut: async (sessionId) => (await coordinator.read(`signed-out:${sessionId}`)) !== undefined,
    markSignedOut: (sessionId, ttlMs) => coordinator.publish(`signed-out:${sessionId}`, '1', ttlMs),
  }
}
