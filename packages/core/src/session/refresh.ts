import type { Clock } from '../api/clock.ts'
import type { Coordinator, Lease } from '../coordinator/coordinator.ts'
import type { Cryptography } from './crypto.ts'
import type { Wish } from './organization-token.ts'
import { isGranted, isOfUse } from './organization-token.ts'
import { createRecent } from './recent.ts'
import type { Sealer } from './seal.ts'
import type { Session } from './session.ts'
import { packSession, unpackSession } from './session.ts'
import { expiryOf } from './unverified-claims.ts'

/** What the service said to a refresh token. */
export type ExchangeAnswer<Refusal> =
  | { status: 'exchanged'; session: Session }
  /** The service, in its own words: the session is over. */
  | { status: 'ended' }
  /** The session goes on, but not like this: another step is needed, or the organization is not theirs. */
  | { status: 'refused'; refusal: Refusal }
  /** Cannot be told now. */
  | { status: 'unavailable'; retryAfterSeconds?: number }

/**
 * What came of a refresh. `session` beside a failure is the session as it has become all the same: its old refresh token
 * is spent, so it has to be stored.
 */
export type RefreshResult<Refusal> =
  | Extract<ExchangeAnswer<Refusal>, { status: 'exchanged' | 'ended' }>
  | (Extract<ExchangeAnswer<Refusal>, { status: 'refused' | 'unavailable' }> & { session?: Session })

export interface Refresher<Refusal> {
  /** A newer session that somebody already got for this one; asks no service. */
  newest(session: Session): Promise<Session | undefined>
  /**
   * Exchanges the refresh token, once for all who ask at the same time.
   *
   * @param keepMs How long the outcome can be found under the old token. Default ten minutes.
   */
  refresh(session: Session, sessionId: string, keepMs?: number): Promise<RefreshResult<Refusal>>
  /** The newer session has reached its browser: what was kept for it may go soon. */
  delivered(session: Session, newer: Session): Promise<void>
  /** Whether a session written for this one is out of date: signed out, or refreshed further. */
  isSuperseded(session: Session, sessionId: string): Promise<boolean>
  /** Exchanges the newest refresh token of the session for one of another organization. */
  switchOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
  ): Promise<RefreshResult<Refusal>>
  /**
   * Gets a token of another organization beside the session's own, or a new one when there is one already.
   *
   * @param isChosen The person has just chosen it. Otherwise, what was refused is not asked for again for some seconds.
   */
  enterOrganization(
    session: Session,
    sessionId: string,
    organizationId: string,
    isChosen?: boolean,
  ): Promise<RefreshResult<Refusal>>
  /** Marks a session as signed out for every instance: no refresh brings it back. */
  markSignedOut(sessionId: string): Promise<void>
  /** Whether this process signed the session out. Asks nobody. */
  wasSignedOutHere(sessionId: string): boolean
}

export interface RefresherOptions<Refusal> {
  coordinator: Coordinator
  cryptography: Cryptography
  sealer: Sealer
  clock: Clock
  exchange(session: Session, wish: Wish): Promise<ExchangeAnswer<Refusal>>
  /** What it means when the service answers without a token for the organization that was wished for. */
  notGiven: Refusal
  /** Resolves after that many milliseconds. Replaced in tests. */
  wait?: (ms: number) => Promise<void>
}

/** A holder that dies is replaced after this long. */
const LEASE_MS = 8_000
/** An exchange gives up before its lease ends: afterwards somebody else may be spending the token. */
export const EXCHANGE_MS = 6_000
/** Nobody waits longer than this for somebody else's refresh. */
const PATIENCE_MS = 10_000
/** A request with the old cookie finds its successor for this long, so that a lost answer signs nobody out. */
const SUCCESSOR_MS = 10 * 60_000
const OVERTAKEN_MS = 24 * 60 * 60_000
/** Longer than any refresh token can be on its way. */
const SIGNED_OUT_MS = 24 * 60 * 60_000
const FIRST_BACK_OFF_MS = 1_000
const LONGEST_BACK_OFF_MS = 30_000
const MAXIMUM_HOPS = 50
const MAXIMUM_ATTEMPTS = 2
/** How long the service's refusal of an organization is taken for its answer. */
const REFUSAL_MS = 15_000
/** Sessions of which this process remembers something at most; the half noted last surely. */
const MAXIMUM_MARKS = 20_000
const ENDED = 'ended'

const unavailable = (): { status: 'unavailable' } => ({ status: 'unavailable' })

/** A lease, and what was published before it was had. */
interface Held {
  lease: Lease
  found: Session | undefined
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A coordinator that hangs must not hang a sign-out with it. */
const COORDINATOR_MS = 2_000

function withTimeLimit(coordinator: Coordinator): Coordinator {
  return {
    read: (key) => limited(coordinator.read(key)),
    publish: (key, value, ttlMs) => limited(coordinator.publish(key, value, ttlMs)),
    acquire: (key, ttlMs) => limited(coordinator.acquire(key, ttlMs)),
  }
}

async function limited<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The coordinator does not answer.')), COORDINATOR_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Refreshes sessions so that a single-use refresh token is spent once: one exchange per session and process,
 * and one over all instances that share a coordinator.
 */
export function createRefresher<Refusal>(options: RefresherOptions<Refusal>): Refresher<Refusal> {
  const { cryptography, sealer, clock, exchange, notGiven, wait = delay } = options
  const coordinator = withTimeLimit(options.coordinator)
  const flights = new Map<string, Promise<RefreshResult<Refusal>>>()
  const signedOutHere = createRecent<number>(MAXIMUM_MARKS)
  const backOff = createRecent<{ until: number; ms: number }>(MAXIMUM_MARKS)
  const refusals = createRecent<{ until: number; refusal: Refusal }>(MAXIMUM_MARKS)

  async function keyOf(session: Session): Promise<string> {
    const digest = await cryptography.digest(session.refreshToken)
    return `refresh:${digest.slice(0, 24)}`
  }

  async function published(key: string): Promise<Session | typeof ENDED | undefined> {
    const value = await coordinator.read(key)
    if (value === undefined || value === ENDED) return value
    return unpackSession(await sealer.open('refresh', value))
  }

  async function newest(session: Session): Promise<Session | typeof ENDED | undefined> {
    let latest: Session | undefined
    for (let hop = 0; hop < MAXIMUM_HOPS; hop += 1) {
      const next = await published(await keyOf(latest ?? session))
      if (next === undefined || next === ENDED) return next ?? latest
      const before = latest ?? session
      if (next.refreshToken !== before.refreshToken) latest = next
      // The service rotates no token: what it answered last is kept under the token itself.
      else return next.rev > before.rev ? next : latest
    }
    return latest
  }

  const isSignedOut = async (sessionId: string) =>
    (await coordinator.read(`signed-out:${sessionId}`)) !== undefined

  /** Waits for the lease and what lies under it, or for what its holder publishes, as far as it is an answer. */
  async function leaseOrResult(
    key: string,
    isAnswer: (found: Session) => boolean,
  ): Promise<Held | Session | typeof ENDED> {
    for (
      let waited = 0, pause = 20;
      waited < PATIENCE_MS;
      waited += pause, pause = Math.min(pause * 2, 250)
    ) {
      const lease = await coordinator.acquire(key, LEASE_MS)
      const result = await published(key)
      if (result === ENDED || (result !== undefined && isAnswer(result))) {
        await lease?.release()
        return result
      }
      if (lease !== undefined) return { lease, found: result }
      await wait(pause)
    }
    throw new Error('Somebody else keeps the lease.')
  }

  async function exchangeUnderLease(
    session: Session,
    sessionId: string,
    wish: Wish,
    keepMs: number,
    attempt = 1,
    hops = 0,
  ): Promise<RefreshResult<Refusal>> {
    if (hops > MAXIMUM_HOPS) throw new Error('The session is renewed faster than this request can follow.')
    const key = await keyOf(session)
    const isDone = (found: Session) =>
      wish.kind !== 'switch' && isGranted(wish, session, found) && isOfUse(wish, found, clock.now())
    const isSpent = (found: Session) => found.refreshToken !== session.refreshToken
    const held = await leaseOrResult(key, (found) => isSpent(found) || isDone(found))
    if (held === ENDED) return { status: 'ended' }
    if (!('lease' in held)) {
      // Somebody else refreshed meanwhile. What they did not want still has to happen, on the new token.
      return isDone(held)
        ? settle({ status: 'exchanged', session: held }, sessionId)
        : exchangeUnderLease(held, sessionId, wish, keepMs, attempt, hops + 1)
    }
    const { lease, found } = held
    // A service that rotates no token may have said more to somebody else, with the same token.
    const latest = found && found.rev > session.rev ? found : session
    let answer: ExchangeAnswer<Refusal>
    try {
      if (await isSignedOut(sessionId)) return { status: 'ended' }
      answer = await exchange(latest, wish)
      // Published before the lease ends, so that whoever comes next finds it instead of spending the token again.
      // Failing that, the new token still reaches this browser: it is the only good one now.
      await publishAnswer(key, answer, keepFor(answer)).catch(() => {})
    } finally {
      await lease.release().catch(() => {})
    }
    if (answer.status !== 'exchanged' || isGranted(wish, session, answer.session))
      return settle(answer, sessionId)
    const { session: renewed } = answer
    // The service repeats an answer that was lost on its way, and that one was for somebody else's wish.
    const again: RefreshResult<Refusal> =
      attempt < MAXIMUM_ATTEMPTS
        ? await exchangeUnderLease(renewed, sessionId, wish, keepMs, attempt + 1, hops + 1).catch(unavailable)
        : wish.kind === 'renew'
          ? unavailable()
          : { status: 'refused', refusal: notGiven }
    if (again.status === 'ended' || again.session) return again
    const newer = await newest(renewed).catch(() => undefined)
    if (newer === ENDED) return { status: 'ended' }
    return settle({ ...again, session: newer ?? renewed }, sessionId)

    /** After somebody else's exchange their answer may yet overtake ours, and the browser keeps the older session. */
    function keepFor(given: ExchangeAnswer<Refusal>): number {
      const isAmongOthers =
        hops > 0 || (given.status === 'exchanged' && !isGranted(wish, session, given.session))
      return isAmongOthers ? Math.max(keepMs, OVERTAKEN_MS) : keepMs
    }
  }

  async function publishAnswer(key: string, answer: RefreshResult<Refusal>, keepMs: number): Promise<void> {
    if (answer.status === 'exchanged') return publishSession(key, answer.session, keepMs)
    if (answer.status === 'ended') return coordinator.publish(key, ENDED, SUCCESSOR_MS)
  }

  async function publishSession(key: string, session: Session, keepMs: number): Promise<void> {
    return coordinator.publish(key, await sealer.seal('refresh', packSession(session)), keepMs)
  }

  /** A sign-out that happened meanwhile wins over the answer. */
  async function settle(answer: RefreshResult<Refusal>, sessionId: string): Promise<RefreshResult<Refusal>> {
    return (await isSignedOut(sessionId).catch(() => false)) ? { status: 'ended' } : answer
  }

  function noteOutcome(name: string, result: RefreshResult<Refusal>) {
    if (result.status !== 'unavailable') {
      backOff.delete(name)
      return
    }
    const last = backOff.get(name)
    const ms = Math.min(last ? last.ms * 2 : FIRST_BACK_OFF_MS, LONGEST_BACK_OFF_MS)
    const asked = Math.min((result.retryAfterSeconds ?? 0) * 1000, LONGEST_BACK_OFF_MS)
    backOff.set(name, { until: clock.now() + Math.max(ms, asked), ms })
  }

  /** One flight per token and wish in this process. A coordinator that fails makes the answer unknown, not the session. */
  async function fly(
    session: Session,
    sessionId: string,
    wish: Wish,
    keepMs: number = SUCCESSOR_MS,
  ): Promise<RefreshResult<Refusal>> {
    const key = await keyOf(session)
    const name = [key, ...Object.values(wish)].join(' ')
    const underway = flights.get(name)
    if (underway) return underway
    const held = backOff.get(name)
    if (held !== undefined && held.until > clock.now() && wish.kind !== 'switch') {
      return { status: 'unavailable', retryAfterSeconds: Math.ceil((held.until - clock.now()) / 1000) }
    }
    const flight = exchangeUnderLease(session, sessionId, wish, keepMs)
      .catch(unavailable)
      .then((result) => {
        noteOutcome(name, result)
        return result
      })
      .finally(() => flights.delete(name))
    flights.set(name, flight)
    return flight
  }

  async function follow(session: Session): Promise<Session | typeof ENDED> {
    return (await newest(session).catch(() => undefined)) ?? session
  }

  /** Whoever comes with an old cookie may find what another request was given since. */
  async function enter(
    session: Session,
    sessionId: string,
    wish: Wish & { kind: 'enter' },
  ): Promise<RefreshResult<Refusal>> {
    const latest = await follow(session)
    if (latest === ENDED) return { status: 'ended' }
    return latest !== session && isOfUse(wish, latest, clock.now())
      ? settle({ status: 'exchanged', session: latest }, sessionId)
      : fly(latest, sessionId, wish, SUCCESSOR_MS + leftOf(latest))
  }

  /** For this long the session's own token satisfies everybody else, who then does not look for what came after it. */
  const leftOf = ({ accessToken }: Session) => Math.max(0, (expiryOf(accessToken) ?? 0) - clock.now())

  return {
    async newest(session) {
      const latest = await newest(session)
      return latest === ENDED ? undefined : latest
    },
    refresh: (session, sessionId, keepMs) => fly(session, sessionId, { kind: 'renew' }, keepMs),
    delivered: async (session, newer) =>
      publishSession(await keyOf(session), newer, SUCCESSOR_MS).catch(() => {}),
    isSuperseded: async (session, sessionId) =>
      (await isSignedOut(sessionId)) || (await newest(session)) !== undefined,
    async switchOrganization(session, sessionId, organizationId) {
      const latest = await follow(session)
      if (latest === ENDED) return { status: 'ended' }
      refusals.delete(`${sessionId} ${organizationId}`)
      return fly(latest, sessionId, { kind: 'switch', organizationId })
    },
    async enterOrganization(session, sessionId, organizationId, isChosen = false) {
      const name = `${sessionId} ${organizationId}`
      const known = isChosen ? undefined : refusals.get(name)
      if (known && known.until > clock.now()) return { status: 'refused', refusal: known.refusal }
      const result = await enter(session, sessionId, { kind: 'enter', organizationId })
      if (result.status === 'exchanged') refusals.delete(name)
      if (result.status === 'refused')
        refusals.set(name, { until: clock.now() + REFUSAL_MS, refusal: result.refusal })
      return result
    },
    wasSignedOutHere: (sessionId) => (signedOutHere.get(sessionId) ?? 0) > clock.now(),
    async markSignedOut(sessionId) {
      signedOutHere.set(sessionId, clock.now() + SIGNED_OUT_MS)
      await coordinator.publish(`signed-out:${sessionId}`, '1', SIGNED_OUT_MS)
    },
  }
}
