import type { SessionPayload } from '../session/session-payload.ts'
import { type AuthState, sameState, signedOut, stateOf } from './auth-state.ts'
import type { Result } from './result.ts'
import type { TabMessage } from './session-watch.ts'

/** What one page knows of the session, and what it is doing to know more. */
export interface SessionModel {
  readonly auth: AuthState
  /** Whether the page may ask the handler: not on a server, and not after the page's end. */
  readonly canFetch: boolean
  /**
   * Set while a request is under way, or the session that the server promised. Outdated: something newer came since, so
   * that the response tells the past.
   */
  readonly pending?: { readonly isOutdated: boolean }
  /** A refresh was asked for while something was under way: ask once more afterward. */
  readonly isRefreshQueued: boolean
  /** Failures in a row. */
  readonly failures: number
  /** When the session was last confirmed, in milliseconds since the epoch. */
  readonly checkedAt: number
  /** A session confirmed more recently than this is not asked about when the page is looked at again. */
  readonly staleTimeMs: number
}

/** What happens to a page. */
export type SessionEvent =
  /** The session that the server promised has come; without a payload where it came to nothing. */
  | { type: 'initial'; payload: SessionPayload | undefined }
  /** The session was requested. */
  | { type: 'wanted' }
  | { type: 'refresh' }
  /** A retry is due after a failure. */
  | { type: 'retry'; isHidden: boolean }
  | { type: 'response'; result: Result<SessionPayload> }
  /** The server told the session by another way, such as the data of a page. */
  | { type: 'accepted'; payload: SessionPayload }
  | { type: 'message'; message: TabMessage }
  /** The page may have slept. `isRestored`: it comes from the back-forward cache. */
  | { type: 'visible'; isHidden: boolean; isRestored: boolean; hint: TabMessage | undefined }
  | { type: 'disposed' }

/** What the page has to do. */
export type SessionEffect =
  | { type: 'fetch' }
  /** Tells the other tabs what this one knows. */
  | { type: 'broadcast' }
  /** Replaces what was scheduled before. */
  | { type: 'schedule'; ms: number; event: 'refresh' | 'retry' }

export type Transition = readonly [SessionModel, readonly SessionEffect[]]

/** What is known before anything happened: what the server told, or what the last visit's cookie suggests. */
export function initialModel({
  auth,
  isPromised,
  hint,
  ...rest
}: Pick<SessionModel, 'auth' | 'canFetch' | 'checkedAt' | 'staleTimeMs'> & {
  isPromised: boolean
  hint: TabMessage | undefined
}): SessionModel {
  return {
    ...rest,
    auth: hint && !auth.isLoaded ? { ...auth, hint: hint.out ? 'out' : 'in' } : auth,
    pending: isPromised ? { isOutdated: false } : undefined,
    isRefreshQueued: false,
    failures: 0,
  }
}

/** Whether the session is unknown, or known from before a failure. */
export const isUnsure = ({ auth }: SessionModel): boolean => !auth.isLoaded || (auth.isSignedIn && auth.stale)

/** Decides what an event changes and what is to be done. Does nothing itself. */
export function transition(model: SessionModel, event: SessionEvent, now: number): Transition {
  switch (event.type) {
    case 'initial': {
      const arrived = { ...model, pending: undefined }
      const known = event.payload ? withPayload(arrived, event.payload) : arrived
      return known.isRefreshQueued || isUnsure(known) ? fetchOnce(known, now) : [known, []]
    }
    case 'wanted':
      return isUnsure(model) ? fetchOnce(model, now) : [model, []]
    case 'refresh':
      return refresh(model, now)
    case 'retry':
      // A hidden page asks when it is looked at again.
      return !event.isHidden && isUnsure(model) ? fetchOnce(model, now) : [model, []]
    case 'response':
      return andThen(
        respond({ ...model, pending: undefined, checkedAt: now }, model, event.result),
        (next) => (next.isRefreshQueued ? fetchOnce(next, now) : [next, []]),
      )
    case 'accepted':
      return accept(model, event.payload)
    case 'message':
      return onMessage(model, event.message, now)
    case 'visible':
      return onVisible(model, event, now)
    case 'disposed':
      return [{ ...model, canFetch: false }, []]
  }
}

function andThen([model, effects]: Transition, next: (model: SessionModel) => Transition): Transition {
  const [after, more] = next(model)
  return [after, [...effects, ...more]]
}

function withPayload(model: SessionModel, payload: SessionPayload): SessionModel {
  const auth = stateOf(payload)
  return sameState(model.auth, auth) ? model : { ...model, auth }
}

const BROADCAST: readonly SessionEffect[] = [{ type: 'broadcast' }]

function accept(model: SessionModel, payload: SessionPayload): Transition {
  return [withPayload({ ...model, pending: model.pending && { isOutdated: true } }, payload), BROADCAST]
}

/** Asks the handler, unless a request is under way. */
function fetchOnce(model: SessionModel, now: number): Transition {
  if (model.pending || !model.canFetch) return [model, []]
  const pending = { isOutdated: false }
  return [{ ...model, pending, isRefreshQueued: false, checkedAt: now }, [{ type: 'fetch' }]]
}

function refresh(model: SessionModel, now: number): Transition {
  return model.pending ? [{ ...model, isRefreshQueued: true }, []] : fetchOnce(model, now)
}

/** Asks, but not twice within a second. */
function refreshSoon(model: SessionModel, now: number): Transition {
  const ms = model.checkedAt + 1_000 - now
  return ms > 0 ? schedule(model, ms, 'refresh') : refresh(model, now)
}

const schedule = (model: SessionModel, ms: number, event: 'refresh' | 'retry'): Transition => [
  model,
  model.canFetch ? [{ type: 'schedule', ms, event }] : [],
]

function respond(model: SessionModel, { pending }: SessionModel, result: Result<SessionPayload>): Transition {
  // The user did something since; what this response tells is the past.
  if (!model.canFetch || pending?.isOutdated) return [model, []]
  const next = result.ok ? withPayload(model, result.value) : withFailure(model, result)
  if (!isUnsure(next)) return [{ ...next, failures: 0 }, BROADCAST]
  const { retryAfterSeconds = 0 } = result.ok ? {} : result.error
  // Between half a second and a second, by the clock: it spreads those whom one outage sent away together.
  const unit = 500 + (next.checkedAt % 500)
  const ms = Math.max(retryAfterSeconds * 1_000, Math.min(60, 2 ** next.failures) * unit)
  return schedule({ ...next, failures: next.failures + 1 }, ms, 'retry')
}

/** No response is never "signed out": what is known stays, and says that it is old. */
function withFailure(model: SessionModel, { error }: Extract<Result<unknown>, { ok: false }>): SessionModel {
  const { auth } = model
  if (!auth.isLoaded) return { ...model, auth: { ...auth, error } }
  return auth.isSignedIn && !auth.stale ? { ...model, auth: { ...auth, stale: true } } : model
}

/** Whether a message says what this page knows already. */
const isKnown = ({ auth }: SessionModel, { rev, out }: TabMessage): boolean =>
  out ? !auth.isSignedIn : auth.isSignedIn === true && rev === auth.rev

function onMessage(model: SessionModel, message: TabMessage, now: number): Transition {
  const { auth } = model
  if (!auth.isLoaded) return [model, []]
  if (isKnown(model, message)) return [{ ...model, checkedAt: now }, []]
  const { rev, out } = message
  const transition: Transition = out && rev > auth.rev ? accept(model, signedOut(rev)) : [model, []]
  return andThen(transition, (next) => refreshSoon(next, now))
}

function onVisible(
  model: SessionModel,
  { isHidden, isRestored, hint }: Extract<SessionEvent, { type: 'visible' }>,
  now: number,
): Transition {
  if (isHidden) return [model, []]
  const transition: Transition = hint && !isKnown(model, hint) ? onMessage(model, hint, now) : [model, []]
  return andThen(transition, (next) => {
    if (next.pending) return [next, []]
    if (isRestored || isUnsure(next)) return refreshSoon(next, now)
    const isOld = now - next.checkedAt >= Math.max(30_000, next.staleTimeMs)
    return isOld ? fetchOnce(next, now) : [next, []]
  })
}
