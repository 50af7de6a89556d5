import type { Clock } from '../base/clock.ts'
import type { Cryptography } from '../base/cryptography.ts'
import { utf8 } from '../base/cryptography.ts'
import { SessionError } from '../errors/index.ts'
import type { Auth, SignedIn } from './auth.ts'
import { signedIn, signedOut } from './auth.ts'
import type { CookieScope, SetCookie } from './cookie.ts'
import { ownCookie, readCookies } from './cookie.ts'
import { SESSION_BUDGET, SESSION_BUDGET_WITH_OTHERS, withinBudget } from './cookie-budget.ts'
import type { Session } from './packed-session.ts'
import { packSession, unpackSession } from './packed-session.ts'
import { withoutExchange } from './read-only-refresher.ts'
import { createRecent } from './recent.ts'
import type { ExchangeAnswer, Refresher, RefreshResult } from './refresher.ts'
import { resolveInOrganization } from './resolve-in-organization.ts'
import type { Resolution } from './resolve-session.ts'
import { resolveSession, stale, withRefreshTokenOf } from './resolve-session.ts'
import type { PendingCookies, Resolved } from './resolved.ts'
import { NO_COOKIES, resolvedWith } from './resolved.ts'
import type { Sealer } from './seal.ts'
import {
  clearedSessionCookies,
  hintCookie,
  MAXIMUM_VALUES,
  ofHostAlone,
  PIECE_LENGTH,
  readSessionCookie,
  sessionCookies,
  sizeOfSession,
} from './session-cookie.ts'
import type { SignedOutReason } from './session-payload.ts'
import type { TokenProblem, TokenVerdict, TokenVerifier } from './token-verifier.ts'
import { REMEMBERED, UNKNOWN_KEY } from './token-verifier.ts'
import { hasActor, sessionIdOf } from './unverified-claims.ts'
import { openVendorSeal } from './vendor-seal.ts'

/** A session that was ended here. */
export interface EndedSession {
  sessionId: string
  userId: string
  /** Whether someone acted as the user in it. */
  isImpersonated: boolean
}

/** The result of switching organizations. */
export type SwitchResult<Refusal> =
  | { status: 'switched'; resolved: Resolved }
  | { status: 'ended' }
  /** The API allowed it, but cookies cannot hold what it gave: the session stays where it is. */
  | { status: 'too_large'; cookies: PendingCookies }
  | (Extract<ExchangeAnswer<Refusal>, { status: 'refused' | 'unavailable' }> & {
      /** Of a session that was renewed all the same. */
      cookies?: PendingCookies
    })

export interface Sessions<Refusal> {
  /**
   * Never throws: a damaged cookie is no session, an unreachable service a stale one.
   *
   * @param options.organizationId The organization to be in, whichever the session is in. Default: the session's.
   * @param options.refresh `false` exchanges nothing and writes no cookie. Default `true`.
   */
  resolve(
    cookieHeader: string | null,
    options?: { organizationId?: string; refresh?: boolean },
  ): Promise<Resolved>
  /** Starts a session; `undefined` when its token does not verify or belongs to another user. */
  start(
    cookieHeader: string | null,
    session: Session,
  ): Promise<{ resolved: Resolved; auth: SignedIn } | undefined>
  /** Moves the session to another organization. */
  switchOrganization(cookieHeader: string | null, organizationId: string): Promise<SwitchResult<Refusal>>
  /** Gets into another organization for a tab that stays there, and leaves the session where it is. */
  enterOrganization(cookieHeader: string | null, organizationId: string): Promise<SwitchResult<Refusal>>
  /** Refreshes the session although its access token is good, because the user has left the organization it is for. */
  renew(cookieHeader: string | null): Promise<SwitchResult<Refusal>>
  /** Rewrites the session with what changed of its user. */
  update(cookieHeader: string | null, change: Pick<Session, 'user'>): Promise<PendingCookies>
  /** Marks a session that was ended elsewhere, so that neither its cookie nor its access token is taken here any more. */
  forget(sessionId: string): Promise<void>
  /** Ends the session here and marks it, so that no refresh under way brings it back. Unless it is `except`. */
  end(
    cookieHeader: string | null,
    except?: string,
  ): Promise<{ cookies: readonly SetCookie[]; ended: EndedSession | undefined }>
}

export interface SessionsOptions<Refusal> {
  cryptography: Cryptography
  sealer: Sealer
  verifier: TokenVerifier
  refresher: Refresher<Refusal>
  scope: CookieScope
  clock: Clock
  maximumAgeMs: number
  vendorCookie?: { password: string; name?: string }
  /** Opened sessions to remember at most; the half that was used last always is. 0: none. Default 20,000. */
  rememberedSessions?: number
  /** Absent: the request waits for the refresh, so that its cookie is added to this response. */
  refreshInBackground?: (work: Promise<unknown>) => void
  onResolved?: (before: Session, resolution: Resolution) => void
  /** A token that the API has just issued is for another user, or over by this machine's clock. */
  onTokenProblem?: (problem: TokenProblem) => void
  /** A session cookie was sealed with a secret that this app does not have. */
  onUnknownSecret?: () => void
  /** A session that cookies cannot hold. */
  onUnwritable?: (session: Session, cause: unknown) => void
}

/** Characters of what the session holds of a user: names of any length that a user has, and a picture's address. */
const LONGEST_USER = 2_500

const tooLarge = (what: 'session' | 'user', size: number, limit: number) =>
  new SessionError(
    'session_too_large',
    `The ${what} takes ${size} bytes of cookies, and ${limit} are allowed. ${
      what === 'user' ? 'Shorten the names.' : 'Put fewer claims into the access token.'
    }`,
  )

const VENDOR_COOKIE = 'wos-session'

interface Found {
  session: Session
  /** Stored in another format, so it must be written again. */
  isForeign: boolean
  names: readonly string[]
  /** What it was opened from, when nothing else was there. */
  sealed?: string
}

/** A session that was opened and found good, under the text that it was sealed as. */
interface Opened {
  session: Session
  sessionId: string
}

/** Bytes that a remembered session may take on average, with its sealed text. */
const OPENED_BYTES = 4_096

function bytesOf(sealed: string, { session }: Opened): number {
  const tokens = [session, ...(session.others ?? [])]
  return tokens.reduce((sum, { accessToken }) => sum + accessToken.length, 1_000 + sealed.length)
}

/** Without the header that the text was cut out of, which would stay in memory with it. */
const copyOf = (text: string) => new TextDecoder().decode(utf8(text))

/** No session, and what is there in its place. */
interface NotFound {
  session: undefined
  names: readonly string[]
  /** Cookies to delete: those of this app that open to nothing, or to different sessions. */
  isOurs: boolean
}

/** The sessions of an app's visitors: reading, verifying, refreshing and writing their cookies. */
export function createSessions<Refusal>(options: SessionsOptions<Refusal>): Sessions<Refusal> {
  const { cryptography, sealer, verifier, refresher, scope, clock, maximumAgeMs, vendorCookie } = options
  const vendorName = vendorCookie?.name ?? VENDOR_COOKIE
  const { refreshInBackground, onTokenProblem } = options
  const resolving = { verifier, refresher, clock, maximumAgeMs, refreshInBackground, onTokenProblem }

  const { rememberedSessions = REMEMBERED } = options
  /** Only the opening is remembered: each request judges the session again. */
  const remembered = createRecent<Opened>(rememberedSessions, {
    maximumWeight: rememberedSessions * OPENED_BYTES,
    weigh: bytesOf,
  })

  async function find(header: string | null): Promise<Found | NotFound> {
    const { candidates, names } = readSessionCookie(scope, header)
    if (names.length > 0) {
      // Of several, the seal decides.
      const sealed = candidates.length === 1 ? candidates[0] : undefined
      const known = sealed === undefined ? undefined : remembered.get(sealed)
      if (known) return { session: known.session, isForeign: false, names, sealed }
      const opened = await openAll(candidates, async (text) =>
        unpackSession(await sealer.open('session', text)),
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
   * Sealed with a secret that is not one of ours: by another app that was given the same name, or with one that was
   * rotated away too early. Neither is for us to delete.
   */
  async function areForeign(candidates: readonly string[]): Promise<boolean> {
    if (candidates.length === 0) return false
    const foreign = await Promise.all(candidates.map((candidate) => sealer.isForeign(candidate)))
    if (foreign.includes(false)) return false
    options.onUnknownSecret?.()
    return true
  }

  /** The sessions in the cookie of the WorkOS SDK that our password opens. What it does not open is another app's. */
  const openVendorCookies = async (header: string | null): Promise<Session[]> =>
    vendorCookie === undefined
      ? []
      : openAll(readCookies(header, vendorName).get(vendorName) ?? [], (text) =>
          openVendorSeal(cryptography, vendorCookie.password, text, clock.now()),
        )

  /** The session in a request and its name; `undefined` without one that has a name. */
  async function findNamed(header: string | null) {
    const { session, names } = await find(header)
    const sessionId = session && sessionIdOf(session.accessToken)
    return sessionId === undefined ? undefined : { session: session as Session, sessionId, names }
  }

  /**
   * The cookies that store a session. What does not fit into the budget goes in this order: the oldest tokens of other
   * organizations, which a tab asks for again, then the oldest sign-ins under way.
   *
   * @throws {SessionError} `session_too_large` when the session alone does not fit.
   */
  async function write(session: Session, header: string | null): Promise<readonly SetCookie[]> {
    const left = Math.max(1, Math.floor((session.startedAt + maximumAgeMs - clock.now()) / 1000))
    const { names } = readSessionCookie(scope, header)
    const cookies = sessionCookies(scope, await sealFitting(session), left, names)
    return withinBudget(scope, header, [...cookies, hintCookie(scope, session.rev, true, left)])
  }

  async function sealFitting(session: Session): Promise<string> {
    const ofUser = JSON.stringify(session.user).length
    if (ofUser > LONGEST_USER) throw tooLarge('user', ofUser, LONGEST_USER)
    const sealed = await sealShort(session)
    const { others = [] } = session
    const size = sizeOfSession(scope, sealed)
    if (size <= (others.length > 0 ? SESSION_BUDGET_WITH_OTHERS : SESSION_BUDGET)) return sealed
    if (others.length > 0) return sealFitting({ ...session, others: others.slice(0, -1) })
    throw tooLarge('session', size, SESSION_BUDGET)
  }

  /** One that needs more than one cookie is compressed: a list of permissions then takes a tenth. */
  async function sealShort(session: Session): Promise<string> {
    const packed = packSession(session)
    const sealed = await sealer.seal('session', packed)
    return sealed.length <= PIECE_LENGTH ? sealed : sealer.seal('session', packed, 'short')
  }

  async function clearAll(names: readonly string[], header: string | null): Promise<SetCookie[]> {
    const cleared = clearedSessionCookies(scope, names)
    const hasVendorSession = (await openVendorCookies(header)).length > 0
    return [
      ...cleared,
      ...ofHostAlone(cleared),
      hintCookie(scope, clock.now(), false, Math.floor(maximumAgeMs / 1000)),
      ...(hasVendorSession ? [{ ...ownCookie(scope, '', '', 0), name: vendorName }] : []),
    ]
  }

  async function resolve(
    header: string | null,
    { organizationId, refresh = true }: { organizationId?: string; refresh?: boolean } = {},
  ): Promise<Resolved> {
    if (!refresh) return readOnly(header, organizationId)
    const found = await find(header)
    if (found.session === undefined) {
      const { names, isOurs } = found
      const reason: SignedOutReason = names.length > 0 ? 'invalid' : 'none'
      // Nothing when there is nothing, so that an anonymous visit stays cacheable.
      return resolvedWith(signedOut(reason), isOurs ? await clearAll(names, header) : [])
    }
    const resolution = await judge(found, organizationId)
    options.onResolved?.(found.session, resolution)
    const { auth, changed } = resolution
    if (auth.status === 'signed-out') return resolvedWith(auth, await clearAll(found.names, header))
    const toWrite = changed ?? (found.isForeign && auth.status === 'signed-in' ? found.session : undefined)
    return toWrite ? (await store(auth, toWrite, found.session, header)).resolved : resolvedWith(auth)
  }

  /** Resolves what was found, and remembers it, or does so no more. */
  async function judge(
    { session, sealed }: Found,
    organizationId: string | undefined,
    by = resolving,
  ): Promise<Resolution> {
    const resolution = await resolveAs(session, organizationId, by)
    const { auth, changed } = resolution
    if (sealed === undefined) return resolution
    const isGood = auth.status === 'signed-in' && changed === undefined
    if (!isGood) remembered.delete(sealed)
    else if (!remembered.get(sealed)) remembered.set(copyOf(sealed), { session, sessionId: auth.sessionId })
    return resolution
  }

  const resolveAs = (session: Session, organizationId: string | undefined, by = resolving) =>
    organizationId === undefined
      ? resolveSession(session, by)
      : resolveInOrganization(session, organizationId, by)

  /** For responses that cannot set cookies: a token that was exchanged there would be lost, and the session with it. */
  async function readOnly(header: string | null, organizationId: string | undefined): Promise<Resolved> {
    const found = await find(header)
    if (found.session === undefined)
      return resolvedWith(signedOut(found.names.length > 0 ? 'invalid' : 'none'))
    const by = { ...resolving, refresher: withoutExchange(refresher), refreshInBackground: undefined }
    return resolvedWith((await judge(found, organizationId, by)).auth)
  }

  async function choose(
    header: string | null,
    pick: (session: Session, sessionId: string) => Promise<RefreshResult<Refusal>>,
    seenIn?: string,
  ): Promise<SwitchResult<Refusal>> {
    const found = await findNamed(header)
    if (found === undefined) return { status: 'ended' }
    const result = await pick(found.session, found.sessionId)
    if (result.status === 'refused' || result.status === 'unavailable') {
      const { session, ...failure } = result
      if (session === undefined) return failure
      const { resolved } = await store(stale(undefined), session, found.session, header)
      return { ...failure, cookies: resolved.cookies }
    }
    if (result.status === 'ended') return result
    const { auth, changed = result.session } = await resolveAs(result.session, seenIn)
    // The old token is spent, so the new one is stored whatever can be said of it just now.
    const { resolved, isTooLarge } = await store(auth, changed, found.session, header)
    return isTooLarge ? { status: 'too_large', cookies: resolved.cookies } : { status: 'switched', resolved }
  }

  /** @param before What the cookies hold now. It stays, as far as it can, where they cannot hold the session. */
  async function store(
    auth: Auth,
    session: Session,
    before: Session,
    header: string | null,
  ): Promise<{ resolved: Resolved; isTooLarge: boolean }> {
    for (const sealed of readSessionCookie(scope, header).candidates) remembered.delete(sealed)
    try {
      return { resolved: await issue(auth, session, header), isTooLarge: false }
    } catch (cause) {
      if (!(cause instanceof SessionError)) throw cause
      options.onUnwritable?.(session, cause)
      // The user is who they are. The cookie keeps the token that fitted, with the refresh token that counts now.
      const resolved = await issue(auth, withRefreshTokenOf(session, before), header).catch(
        // What is stored now has not been stored by us.
        () => resolvedWith(auth),
      )
      return { resolved, isTooLarge: true }
    }
  }

  async function issue(auth: Auth, session: Session, header: string | null): Promise<Resolved> {
    const sessionId = sessionIdOf(session.accessToken) as string
    // A response that cannot ask is sent with its cookies: without them the session would be lost.
    return resolvedWith(auth, await write(session, header), () =>
      refresher.isSuperseded(session, sessionId).catch(() => false),
    )
  }

  async function forget(sessionId: string): Promise<void> {
    verifier.forget(sessionId)
    remembered.deleteWhere((opened) => opened.sessionId === sessionId)
    await refresher.markSignedOut(sessionId).catch(() => {})
  }

  return {
    resolve,
    forget,
    async start(header, session) {
      const verdict = await verifier.verify(session.accessToken)
      if (verdict.status === 'invalid' && verdict.reason === 'too long')
        throw tooLarge('session', session.accessToken.length, SESSION_BUDGET)
      const problem = problemOf(verdict, session, clock.now())
      if (problem) onTokenProblem?.(problem)
      if (problem || verdict.status !== 'valid') return undefined
      const auth = signedIn(session, verdict.claims)
      return { auth, resolved: await issue(auth, session, header) }
    },
    switchOrganization: (header, organizationId) =>
      choose(header, (...named) => refresher.switchOrganization(...named, organizationId)),
    enterOrganization: (header, organizationId) =>
      choose(
        header,
        (...named) => refresher.enterOrganization(...named, organizationId, true),
        organizationId,
      ),
    renew: (header) => choose(header, (...named) => refresher.refresh(...named)),
    async update(header, change) {
      const { session } = await find(header)
      if (session === undefined || session.user.id !== change.user.id) return NO_COOKIES
      const latest = (await refresher.newest(session).catch(() => undefined)) ?? session
      const changed = { ...latest, user: change.user, rev: nextRev(latest.rev, clock.now()) }
      return (await store(stale(undefined), changed, latest, header)).resolved.cookies
    },
    async end(header, except) {
      const cookies = await clearAll(readSessionCookie(scope, header).names, header)
      const found = await findNamed(header)
      if (found === undefined || found.sessionId === except) return { cookies, ended: undefined }
      const { session, sessionId } = found
      await forget(sessionId)
      const isImpersonated = session.impersonator !== undefined || hasActor(session.accessToken)
      return { cookies, ended: { sessionId, userId: session.user.id, isImpersonated } }
    },
  }
}

/** What is wrong with a token that the API has just issued for the session, beyond what the verifier has reported. */
function problemOf(verdict: TokenVerdict, { user }: Session, now: number): TokenProblem | undefined {
  if (!('claims' in verdict)) {
    const isUnknown = verdict.status === 'invalid' && verdict.reason === UNKNOWN_KEY
    return isUnknown ? { reason: UNKNOWN_KEY } : undefined
  }
  const { status, claims } = verdict
  if (claims.sub !== user.id) return { reason: 'not theirs' }
  return status === 'expired'
    ? { reason: 'over', offsetSeconds: Math.round(now / 1000 - claims.iat) }
    : undefined
}

/** What opens of several values, in the order sent. */
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

/** The newest state of one session; `undefined` of several, since nothing tells which of them is the user's own. */
function only(sessions: readonly Session[]): Session | undefined {
  // Nearly every request has one, and reading ids out of tokens costs more than all of the rest.
  if (sessions.length < 2) return sessions[0]
  const ids = new Set(sessions.map(({ accessToken }) => sessionIdOf(accessToken)))
  if (ids.size > 1) return undefined
  return sessions.reduce<Session | undefined>(
    (best, one) => (best && best.rev >= one.rev ? best : one),
    undefined,
  )
}

/** Revisions are times, so that one session's are higher than those of any session before it. */
export const nextRev = (rev: number, now: number): number => Math.max(rev + 1, now)
