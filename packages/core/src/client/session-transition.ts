import type { SessionPayload } from '../session/session-payload.ts'
import { type AuthState, sameState, signedOut, stateOf } from './auth-state.ts'
import type { Result } from './result.ts'
import type { TabMessage } from './session-watch.ts'

/** What a page knows about the session, and what it is doing to update that. */
export interface SessionModel {
  readonly auth: AuthState
  /** Whether the page can request the session: not on a server, and not after `dispose`. */
  readonly canFetch: boolean
  /**
   * Set while a request is in flight, or while the session promised by the server is pending. `isOutdated` means that something
   * newer happened since, so the response no longer counts.
   */
  readonly pending?: { readonly isOutdated: boolean }
  /** A refresh was requested while another request was in flight, so one more follows. */
  readonly isRefreshQueued: boolean
  /** The number of consecutive failures. */
  readonly failures: number
  /** When the session was last confirmed, in milliseconds since the epoch. */
  readonly checkedAt: number
  /** Milliseconds. On focus, a session that was confirmed more recently than this is not checked again. */
  readonly staleTimeMs: number
}

/** An event on a page. */
export type SessionEvent =
  /** The session promised by the server has arrived. No payload means that the promise failed or was empty. */
  | { type: 'initial'; payload: SessionPayload | undefined }
  /** The session was requested. */
  | { type: 'wanted' }
  | { type: 'refresh' }
  /** A retry is due after a failure. */
  | { type: 'retry'; isHidden: boolean }
  | { type: 'response'; result: Result<SessionPayload> }
  /** The server sent the session by another route, such as with a page's data. */
  | { type: 'accepted'; payload: SessionPayload }
  | { type: 'message'; message: TabMessage }
  /** The page may have slept. `isRestored`: it was restored from the back-forward cache. */
  | { type: 'visible'; isHidden: boolean; isRestored: boolean; hint: TabMessage | undefined }
  | { type: 'disposed' }

/** What the page must do. */
export type SessionEffect =
  | { type: 'fetch' }
  /** Tells the other tabs what this one knows. */
  | { type: 'broadcast' }
  /** Replaces the previously scheduled event. */
  | { type: 'schedule'; ms: number; event: 'refresh' | 'retry' }

export type Transition = readonly [SessionModel, readonly SessionEffect[]]

/** The model before any event: from what the server passed, or from the cookie of the last visit. */
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

/** Whether the session is unknown, or is still the one from before a failure. */
export const isUnsure = ({ auth }: SessionModel): boolean => !auth.isLoaded || (auth.isSignedIn && auth.stale)

/** Decides how an event changes the model and which effects follow. Has no side effects. */
export function transition(model: SessionModel, event: SessionEvent, now: number): Transition {
  switch (event.type) {
    case 'initial': {
      const arrived = { ...model, pending: undefined }
      // The page may have signed out or switched since the server rendered it.
      const payload = model.pending?.isOutdated ? undefined : event.payload
      const known = payload ? withPayload(arrived, payload) : arrived
      return known.isRefreshQueued || isUnsure(known) ? fetchOnce(known, now) : [known, []]
    }
    case 'wanted':
      return isUnsure(model) ? fetchOnce(model, now) : [model, []]
    case 'refresh':
      return refresh(model, now)
    case 'retry':
      // A hidden page waits until it is visible again.
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

/** Requests the session, unless a request is in flight. */
function fetchOnce(model: SessionModel, now: number): Transition {
  if (model.pending || !model.canFetch) return [model, []]
  const pending = { isOutdated: false }
  return [{ ...model, pending, isRefreshQueued: false, checkedAt: now }, [{ type: 'fetch' }]]
}

function refresh(model: SessionModel, now: number): Transition {
  return model.pending ? [{ ...model, isRefreshQueued: true }, []] : fetchOnce(model, now)
}

/** Requests the session, but not twice within a second. */
function refreshSoon(model: SessionModel, now: number): Transition {
  const ms = model.checkedAt + 1_000 - now
  return ms > 0 ? schedule(model, ms, 'refresh') : refresh(model, now)
}

const schedule = (model: SessionModel, ms: number, event: 'refresh' | 'retry'): Transition => [
  model,
  model.canFetch ? [{ type: 'schedule', ms, event }] : [],
]

function respond(model: SessionModel, { pending }: SessionModel, result: Result<SessionPayload>): Transition {
  // The user has acted since, so this response is out of date.
  if (!model.canFetch || pending?.isOutdated) return [model, []]
  const next = result.ok ? withPayload(model, result.value) : withFailure(model, result)
  if (!isUnsure(next)) return [{ ...next, failures: 0 }, BROADCAST]
  const { retryAfterSeconds = 0 } = result.ok ? {} : result.error
  // Half a second to a second, derived from the clock, so that pages that failed in the same outage do not all retry at
  // the same time.
  const unit = 500 + (next.checkedAt % 500)
  const ms = Math.max(retryAfterSeconds * 1_000, Math.min(60, 2 ** next.failures) * unit)
  return schedule({ ...next, failures: next.failures + 1 }, ms, 'retry')
}

/** A missing response never means "signed out". The known state stays and is marked as stale. */
function withFailure(model: SessionModel, { error }: Extract<Result<unknown>, { ok: false }>): SessionModel {
  const { auth } = model
  if (!auth.isLoaded) return { ...model, auth: { ...auth, error } }
  return auth.isSignedIn && !auth.stale ? { ...model, auth: { ...auth, stale: true } } : model
}

/** Whether a message contains nothing new for this page. */
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
