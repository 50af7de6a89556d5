import { SessionError } from '../errors/index.ts'
import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie, readCookies } from './cookie.ts'
import { sizeOf } from './cookie-budget.ts'

/** The session cookie's name without what all names begin with. */
const SESSION = 'session'
/** Of the cookie that scripts may read: `<rev>.in` or `<rev>.out`, so that a static page does not paint the wrong state. */
const HINT = '-hint'

/** The names of an app's cookies. */
export interface CookieNames {
  /** The sealed session. A long one continues in cookies of this name with `.1` to `.3` after it. */
  session: string
  /** Readable by scripts: a revision, and whether a user is signed in. */
  hint: string
}

/** What an app's cookies are called. */
export const cookieNames = ({ prefix, name }: CookieScope): CookieNames => ({
  session: prefix + SESSION,
  hint: name + HINT,
})

// Browsers discard a cookie whose name and value pass 4096 bytes (RFC 6265bis §5.6).
export const PIECE_LENGTH = 3_800
const MAXIMUM_PIECES = 4
/** Values with the same name that are read. */
export const MAXIMUM_VALUES = 4
/** A first piece tells how many there are, so that a piece left over from before is never read. */
const PIECED = /^([2-4]):(.*)/

/** The sealed session's candidates in a request, and the pieces that are there. */
export interface SessionCookieReading {
  /** Each sealed text that the sent pieces can make; several only when a name came twice. None of more than four. */
  candidates: readonly string[]
  /** Names of all our session cookies in the request. */
  names: readonly string[]
}

const pieceName = ({ prefix }: CookieScope, index: number) =>
  index === 0 ? prefix + SESSION : `${prefix}${SESSION}.${index}`

/** Reads the session cookie and its pieces. */
export function readSessionCookie(
  scope: CookieScope,
  header: string | null | undefined,
): SessionCookieReading {
  const prefix = scope.prefix + SESSION
  // Another app's cookie may begin with the same letters.
  const isPiece = (name: string) => name === prefix || /^\.\d$/.test(name.slice(prefix.length))
  const cookies = new Map([...readCookies(header, prefix)].filter(([name]) => isPiece(name)))
  const first = cookies.get(prefix)
  const names = [...cookies.keys()]
  if (first === undefined) return { candidates: [], names }
  // No browser of an honest host sends so many, and what is not looked at could be the user's own.
  if (first.length > MAXIMUM_VALUES) return { candidates: [], names }
  // A browser can send two cookies with the same name (another path, another domain): try each, trust the seal.
  const candidates = first.flatMap((start) => {
    const pieced = PIECED.exec(start)
    if (pieced === null) return start
    const pieces: (string | undefined)[] = [pieced[2]]
    for (let index = 1; index < Number(pieced[1]); index += 1)
      pieces.push(cookies.get(pieceName(scope, index))?.[0])
    return pieces.includes(undefined) ? [] : pieces.join('')
  })
  return { candidates, names }
}

/** What a sealed session takes in a `Cookie` header. */
export function sizeOfSession(scope: CookieScope, sealed: string): number {
  const count = Math.ceil(sealed.length / PIECE_LENGTH)
  // Each further piece has its own name; the first one tells their number.
  return sealed.length + count * (sizeOf(pieceName(scope, 1), '') + 2)
}

/**
 * The cookies that store `sealed`, and those that delete pieces a longer session left behind.
 *
 * @throws {SessionError} `session_too_large`, naming the size, when four pieces do not hold it.
 */
export function sessionCookies(
  scope: CookieScope,
  sealed: string,
  maxAgeSeconds: number,
  present: readonly string[],
): SetCookie[] {
  const count = Math.ceil(sealed.length / PIECE_LENGTH)
  if (count > MAXIMUM_PIECES) {
    throw new SessionError(
      'session_too_large',
      `The sealed session has ${sealed.length} bytes; ${PIECE_LENGTH * MAXIMUM_PIECES} fit into cookies. Put fewer claims into the access token.`,
    )
  }
  const cookies: SetCookie[] = []
  for (let index = 0; index < count; index += 1) {
    const text = sealed.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH)
    const piece = index === 0 && count > 1 ? `${count}:${text}` : text
    const name = pieceName(scope, index).slice(scope.prefix.length)
    cookies.push(ownCookie(scope, name, piece, maxAgeSeconds))
  }
  const written = new Set(cookies.map((cookie) => cookie.name))
  const stale = present.filter((name) => !written.has(name))
  return [...cookies, ...deletions(scope, stale)]
}

/** Cookies that delete every session piece in `present`, and always the first. */
export function clearedSessionCookies(scope: CookieScope, present: readonly string[]): SetCookie[] {
  return deletions(scope, [pieceName(scope, 0), ...present])
}

function deletions(scope: CookieScope, names: readonly string[]): SetCookie[] {
  return [...new Set(names)].map((name) => ownCookie(scope, name.slice(scope.prefix.length), '', 0))
}

/**
 * With a domain, the cookies of the same names that belong to this host alone, to be deleted too: an attacker on the host,
 * or this app before it had a domain, may have left them.
 */
export const ofHostAlone = (cookies: readonly SetCookie[]): SetCookie[] =>
  cookies.flatMap((cookie) => (cookie.domain === undefined ? [] : { ...cookie, domain: undefined }))

/** The hint a page's script may read. Holds no secret. */
export function hintCookie(scope: CookieScope, rev: number, signedIn: boolean, maxAge: number): SetCookie {
  const cookie = ownCookie(scope, HINT, `${rev}.${signedIn ? 'in' : 'out'}`, maxAge)
  // Script must find it under one name on http and https alike.
  return { ...cookie, name: scope.name + HINT, httpOnly: false }
}
