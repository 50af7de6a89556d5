import { SessionError } from '../errors/index.ts'
import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie, readCookies } from './cookie.ts'
import { sizeOf } from './cookie-budget.ts'

/** The name of the session cookie, without the common prefix. */
const SESSION = 'session'
/**
 * The suffix of the cookie that scripts can read: `<rev>.in` or `<rev>.out`, so that a static page does not show the
 * wrong state first.
 */
const HINT = '-hint'

/** The names of an app's cookies. */
export interface CookieNames {
  /** The sealed session. A long one continues in cookies with this name and the suffixes `.1` to `.3`. */
  session: string
  /** Readable by scripts: a revision, and whether a user is signed in. */
  hint: string
}

/** The names of an app's cookies. */
export const cookieNames = ({ prefix, name }: CookieScope): CookieNames => ({
  session: prefix + SESSION,
  hint: name + HINT,
})

// Browsers discard a cookie whose name and value pass 4096 bytes (RFC 6265bis §5.6).
export const PIECE_LENGTH = 3_800
const MAXIMUM_PIECES = 4
/** The maximum number of values with the same name that are read. */
export const MAXIMUM_VALUES = 4
/** The first piece contains the number of pieces, so that a leftover piece is never read. */
const PIECED = /^([2-4]):(.*)/

/** The candidates for the sealed session in a request, and the pieces that are present. */
export interface SessionCookieReading {
  /**
   * Every sealed text that the pieces can form. Several only if a name occurs twice, and none if it occurs more than four
   * times.
   */
  candidates: readonly string[]
  /** The names of all our session cookies in the request. */
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
  // The name of another app's cookie may begin with the same characters.
  const isPiece = (name: string) => name === prefix || /^\.\d$/.test(name.slice(prefix.length))
  const cookies = new Map([...readCookies(header, prefix)].filter(([name]) => isPiece(name)))
  const first = cookies.get(prefix)
  const names = [...cookies.keys()]
  if (first === undefined) return { candidates: [], names }
  // No browser sends this many cookies for an honest host, and the user's own could be one of those not read.
  if (first.length > MAXIMUM_VALUES) return { candidates: [], names }
  // A browser can send two cookies with the same name (from another path or domain): try each, and rely on the seal.
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

/** The size of a sealed session in a `Cookie` header. */
export function sizeOfSession(scope: CookieScope, sealed: string): number {
  const count = Math.ceil(sealed.length / PIECE_LENGTH)
  // Each further piece has its own name; the first contains their number.
  return sealed.length + count * (sizeOf(pieceName(scope, 1), '') + 2)
}

/**
 * The cookies that store `sealed`, and those that delete leftover pieces of a longer session.
 *
 * @throws {SessionError} `session_too_large`, naming the size, if it does not fit into four pieces.
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
      `The sealed session has ${sealed.length} bytes; ${PIECE_LENGTH * MAXIMUM_PIECES} fit in cookies. Put fewer claims into the access token.`,
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

/** The cookies that delete every session piece in `present`, and always the first. */
export function clearedSessionCookies(scope: CookieScope, present: readonly string[]): SetCookie[] {
  return deletions(scope, [pieceName(scope, 0), ...present])
}

function deletions(scope: CookieScope, names: readonly string[]): SetCookie[] {
  return [...new Set(names)].map((name) => ownCookie(scope, name.slice(scope.prefix.length), '', 0))
}

/**
 * With a domain, the cookies with the same names for this host only, which must be deleted too: an attacker on the host, or
 * this app before it had a domain, may have set them.
 */
export const ofHostAlone = (cookies: readonly SetCookie[]): SetCookie[] =>
  cookies.flatMap((cookie) => (cookie.domain === undefined ? [] : { ...cookie, domain: undefined }))

/** The hint that a page's script can read. Contains no secret. */
export function hintCookie(scope: CookieScope, rev: number, signedIn: boolean, maxAge: number): SetCookie {
  const cookie = ownCookie(scope, HINT, `${rev}.${signedIn ? 'in' : 'out'}`, maxAge)
  // Scripts must find it under the same name on http and https.
  return { ...cookie, name: scope.name + HINT, httpOnly: false }
}
