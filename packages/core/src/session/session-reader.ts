import type { Clock } from '../base/clock.ts'
import type { Cryptography } from '../base/cryptography.ts'
import { fromUtf8, utf8 } from '../base/cryptography.ts'
import type { CookieScope } from './cookie.ts'
import { readCookies } from './cookie.ts'
import type { Session } from './packed-session.ts'
import { type CurrentUser, unpackSession } from './packed-session.ts'
import { byEnd, createRecent } from './recent.ts'
import type { Sealer } from './seal.ts'
import { MAXIMUM_VALUES, readSessionCookie } from './session-cookie.ts'
import { REMEMBERED } from './token-verifier.ts'
import { sessionIdOf } from './unverified-claims.ts'
import { openVendorSeal } from './vendor-seal.ts'

/** A session in a request. */
export interface Found {
  session: Session
  /** Stored in another format, so it must be written again. */
  isForeign: boolean
  names: readonly string[]
  /** The sealed text, if it was the only candidate. */
  sealed?: string
}

/** A session that was opened and verified, cached by its sealed text. */
interface Opened {
  session: Session
  sessionId: string
}

/** The average size in bytes of a cached session with its sealed text. */
const OPENED_BYTES = 4_096

function bytesOf(sealed: string, { session }: Opened): number {
  const tokens = [session, ...(session.others ?? [])]
  return tokens.reduce((sum, { accessToken }) => sum + accessToken.length, 1_000 + sealed.length)
}

/** A copy, so that the header that the text was cut out of does not stay in memory. */
const copyOf = (text: string) => fromUtf8(utf8(text))

/** No session, and what the request has instead. */
export interface NotFound {
  session: undefined
  names: readonly string[]
  /**
   * Whether the cookies belong to this app and so must be deleted: they cannot be opened, or contain different
   * sessions.
   */
  isOurs: boolean
}

/** A session in a request. It has an id. */
export interface FoundById {
  session: Session
  sessionId: string
}

/** Opens the session cookies of requests. */
export interface SessionReader {
  find(header: string | null): Promise<Found | NotFound>
  /** `undefined` unless there is a session with an id. */
  findById(header: string | null): Promise<FoundById | undefined>
  /** The name of the WorkOS SDK's cookie, if the request has one that our password opens. */
  vendorCookieIn(header: string | null): Promise<string | undefined>
  /** From now on, opens the same text from the cache, as long as the session is valid. */
  remember(found: Found, sessionId: string): void
  forgetSealed(sealed: string): void
  /** Removes all texts of a session from the cache. */
  forget(sessionId: string): void
}

export interface SessionReaderOptions {
  cryptography: Cryptography
  sealer: Sealer
  scope: CookieScope
  clock: Clock
  vendorCookie?: { password: string; name?: string }
  currentUser?: CurrentUser
  /**
   * The maximum number of opened sessions to cache. At least the most recently used half is kept. 0 disables the cache.
   * Default 20,000.
   */
  rememberedSessions?: number
  /** A session cookie was sealed with a secret that this app does not have. */
  onUnknownSecret?: () => void
}

const VENDOR_COOKIE = 'wos-session'

export function createSessionReader(options: SessionReaderOptions): SessionReader {
  const { cryptography, sealer, scope, clock, vendorCookie, rememberedSessions = REMEMBERED } = options
  const vendorName = vendorCookie?.name ?? VENDOR_COOKIE
  /** Only the opened session is cached: each request decides about the session again. */
  const remembered = createRecent<Opened>(rememberedSessions, {
    maximumWeight: rememberedSessions * OPENED_BYTES,
    weigh: bytesOf,
    indexOf: byEnd,
  })

  async function find(header: string | null): Promise<Found | NotFound> {
    const { candidates, names } = readSessionCookie(scope, header)
    if (names.length > 0) {
      // With several candidates, the cache is not used: the seal decides which one is valid.
      const sealed = candidates.length === 1 ? candidates[0] : undefined
      const known = sealed === undefined ? undefined : remembered.get(sealed)
      if (known) return { session: known.session, isForeign: false, names, sealed }
      const opened = await openAll(candidates, async (text) =>
        unpackSession(await sealer.open('session', text), options.currentUser),
      )
      const session = only(opened)
      if (session) return { session, isForeign: false, names, sealed }
      return { session, names, isOurs: opened.length > 0 || !(await areForeign(candidates)) }
    }
    const vendorSessions = await openVendorCookies(header)
    const session = only(vendorSessions)
    if (session) return { session, isForeign: true, names }
    return { session, names, isOurs: vendorSessions.length > 0 }
  }

  /**
   * Sealed with a secret that we do not have: by another app with the same cookie name, or with a secret that was
   * removed too early. This app must not delete either.
   */
  async function areForeign(candidates: readonly string[]): Promise<boolean> {
    if (candidates.length === 0) return false
    const foreign = await Promise.all(candidates.map((candidate) => sealer.isForeign(candidate)))
    if (foreign.includes(false)) return false
    options.onUnknownSecret?.()
    return true
  }

  /**
   * The sessions in the WorkOS SDK's cookie that our password opens. A cookie that it does not open belongs to another
   * app.
   */
  const openVendorCookies = async (header: string | null): Promise<Session[]> =>
    vendorCookie === undefined
      ? []
      : openAll(readCookies(header, vendorName).get(vendorName) ?? [], (text) =>
          openVendorSeal(cryptography, vendorCookie.password, text, clock.now()),
        )

  return {
    find,
    async findById(header) {
      const { session } = await find(header)
      const sessionId = session && sessionIdOf(session.accessToken)
      return sessionId === undefined ? undefined : { session: session as Session, sessionId }
    },
    vendorCookieIn: async (header) => ((await openVendorCookies(header)).length > 0 ? vendorName : undefined),
    remember({ session, sealed }, sessionId) {
      if (sealed !== undefined && !remembered.get(sealed))
        remembered.set(copyOf(sealed), { session, sessionId })
    },
    forgetSealed: (sealed) => remembered.delete(sealed),
    forget: (sessionId) => remembered.deleteWhere((opened) => opened.sessionId === sessionId),
  }
}

/** The sessions in the values that can be opened, in the order sent. */
async function openAll(
  texts: readonly string[],
  open: (text: string) => Promise<Session | undefined>,
): Promise<Session[]> {
  const opened: Session[] = []
  for (const text of texts.length > MAXIMUM_VALUES ? [] : texts) {
    const session = await open(text)
    if (session) opened.push(session)
  }
  return opened
}

/** The newest state of one session; `undefined` if there are several, because the user's own cannot be identified. */
function only(sessions: readonly Session[]): Session | undefined {
  // Nearly every request has only one session, and reading ids from tokens costs more than everything else here.
  if (sessions.length < 2) return sessions[0]
  const ids = new Set(sessions.map(({ accessToken }) => sessionIdOf(accessToken)))
  if (ids.size > 1) return undefined
  return sessions.reduce<Session | undefined>(
    (best, one) => (best && best.rev >= one.rev ? best : one),
    undefined,
  )
}
