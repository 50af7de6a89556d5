import type { Clock } from '../base/clock.ts'
import type { Wait } from '../coordinator/publish-until-stored.ts'
import { publishUntilStored } from '../coordinator/publish-until-stored.ts'
import { createRecent } from './recent.ts'
import type { Successors } from './successors.ts'

/** Longer than any refresh token can be in flight. */
const SIGNED_OUT_MS = 24 * 60 * 60_000

/** The sessions that were signed out recently: no refresh restores one of them. */
export interface SignedOutSessions {
  /** Marks a session for every instance. */
  mark(sessionId: string): Promise<void>
  /** Whether this process marked the session. Makes no call. */
  wasMarkedHere(sessionId: string): boolean
  /** The result of a refresh, unless the session was signed out in the meantime: the sign-out wins. */
  unlessMarked<T>(result: T, sessionId: string): Promise<T | { status: 'ended' }>
}

export function createSignedOutSessions(options: {
  successors: Pick<Successors, 'isSignedOut' | 'markSignedOut'>
  clock: Clock
  wait: Wait
  /** Called for a mark that could not be stored immediately. */
  background: (work: Promise<unknown>) => void
  /** The maximum number of sessions to remember in this process. At least the most recent half is kept. */
  maximum: number
}): SignedOutSessions {
  const { successors, clock, wait, background, maximum } = options
  const here = createRecent<number>(maximum)

  return {
    async mark(sessionId) {
      here.set(sessionId, clock.now() + SIGNED_OUT_MS)
      const publish = () => successors.markSignedOut(sessionId, SIGNED_OUT_MS)
      const unstored = await publishUntilStored(publish, wait)
      if (unstored !== undefined) background(unstored.attempts)
    },
    wasMarkedHere: (sessionId) => (here.get(sessionId) ?? 0) > clock.now(),
    unlessMarked: async (result, sessionId) =>
      (await successors.isSignedOut(sessionId).catch(() => false)) ? { status: 'ended' } : result,
  }
}
