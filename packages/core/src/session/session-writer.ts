import type { Clock } from '../base/clock.ts'
import { SessionError } from '../errors/index.ts'
import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie } from './cookie.ts'
import { SESSION_BUDGET, SESSION_BUDGET_WITH_OTHERS, withinBudget } from './cookie-budget.ts'
import type { Session } from './packed-session.ts'
import { packSession } from './packed-session.ts'
import type { Sealer } from './seal.ts'
import {
  clearedSessionCookies,
  hintCookie,
  ofHostAlone,
  PIECE_LENGTH,
  readSessionCookie,
  sessionCookies,
  sizeOfSession,
} from './session-cookie.ts'

/** Creates the cookies that store a session, and those that delete it. */
export interface SessionWriter {
  /**
   * The cookies that store a session. If they exceed the budget, data is dropped in this order: the oldest tokens of
   * other organizations, which a tab can request again; the user's metadata; the oldest unfinished sign-ins.
   *
   * @throws {SessionError} `session_too_large` if the session alone does not fit.
   */
  write(session: Session, header: string | null): Promise<readonly SetCookie[]>
  /**
   * The cookies that delete those with these names.
   *
   * @param vendorName The name of the WorkOS SDK's cookie, to delete that one too.
   */
  clear(names: readonly string[], vendorName: string | undefined): readonly SetCookie[]
}

export interface SessionWriterOptions {
  sealer: Sealer
  scope: CookieScope
  clock: Clock
  /** The maximum age of a session in milliseconds, counted from the sign-in. */
  maximumAgeMs: number
  /** Receives the keys of metadata that did not fit into the cookies. */
  onMetadataOmitted?: (keys: readonly string[]) => void
}

/**
 * The maximum number of characters of user data in a session: enough for names of any realistic length and the URL of a
 * picture.
 */
const LONGEST_USER = 2_500

/** A session, or its user data, that is too large for cookies. */
export const tooLarge = (what: 'session' | 'user', size: number, limit: number) =>
  new SessionError(
    'session_too_large',
    `The ${what} takes ${size} bytes of cookies, and ${limit} are allowed. ${
      what === 'user' ? 'Shorten the names.' : 'Put fewer claims into the access token.'
    }`,
  )

export function createSessionWriter({
  sealer,
  scope,
  clock,
  maximumAgeMs,
  onMetadataOmitted,
}: SessionWriterOptions): SessionWriter {
  async function write(session: Session, header: string | null): Promise<readonly SetCookie[]> {
    const remainingSeconds = Math.max(1, Math.floor((session.startedAt + maximumAgeMs - clock.now()) / 1000))
    const { names } = readSessionCookie(scope, header)
    const cookies = sessionCookies(scope, await sealFitting(session), remainingSeconds, names)
    return withinBudget(scope, header, [...cookies, hintCookie(scope, session.rev, true, remainingSeconds)])
  }

  async function sealFitting(session: Session): Promise<string> {
    // Metadata is not counted, because it is omitted if it does not fit.
    const ofUser = JSON.stringify({ ...session.user, metadata: undefined }).length
    if (ofUser > LONGEST_USER) throw tooLarge('user', ofUser, LONGEST_USER)
    const sealed = await sealShort(session)
    const { others = [] } = session
    const size = sizeOfSession(scope, sealed)
    if (size <= (others.length > 0 ? SESSION_BUDGET_WITH_OTHERS : SESSION_BUDGET)) return sealed
    if (others.length > 0) return sealFitting({ ...session, others: others.slice(0, -1) })
    const keys = Object.keys(session.user.metadata ?? {})
    if (keys.length === 0) throw tooLarge('session', size, SESSION_BUDGET)
    onMetadataOmitted?.(keys)
    return sealFitting({ ...session, user: { ...session.user, metadata: {} } })
  }

  /** A session that needs more than one cookie is compressed, which reduces a list of permissions to a tenth. */
  async function sealShort(session: Session): Promise<string> {
    const packed = packSession(session)
    const sealed = await sealer.seal('session', packed)
    return sealed.length <= PIECE_LENGTH ? sealed : sealer.seal('session', packed, 'short')
  }

  return {
    write,
    clear(names, vendorName) {
      const cleared = clearedSessionCookies(scope, names)
      return [
        // Frameworks that keep one cookie a name keep the last.
        ...ofHostAlone(cleared),
        ...cleared,
        hintCookie(scope, clock.now(), false, Math.floor(maximumAgeMs / 1000)),
        ...(vendorName === undefined ? [] : [{ ...ownCookie(scope, '', '', 0), name: vendorName }]),
      ]
    },
  }
}
