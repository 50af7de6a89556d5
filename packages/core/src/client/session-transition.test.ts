import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOADING, stateOf } from './auth-state.ts'
import { signedInPayload, signedOutPayload } from './fake-page.ts'
import type { Result } from './result.ts'
import {
  initialModel,
  isUnsure,
  type SessionEvent,
  type SessionModel,
  transition,
} from './session-transition.ts'

const NOW = 1_000_000
const SIGNED_IN = signedInPayload()
const SIGNED_OUT = signedOutPayload()
const { rev } = SIGNED_IN

const loading: SessionModel = {
  auth: LOADING,
  canFetch: true,
  isRefreshQueued: false,
  failures: 0,
  checkedAt: NOW,
  staleTimeMs: 60_000,
}
const known: SessionModel = { ...loading, auth: stateOf(SIGNED_IN) }
const stale: SessionModel = { ...loading, auth: stateOf({ ...SIGNED_IN, stale: true }) }
const out: SessionModel = { ...loading, auth: stateOf(SIGNED_OUT) }
const pending = (model: SessionModel, isOutdated = false): SessionModel => ({
  ...model,
  pending: { isOutdated },
})

const ok = { type: 'response', result: { ok: true, value: SIGNED_IN } } as const
const failed = (retryAfterSeconds?: number): SessionEvent => ({
  type: 'response',
  result: { ok: false, error: { code: 'network', retryAfterSeconds } },
})
const visible = { type: 'visible', isHidden: false, isRestored: false, hint: undefined } as const
const message = (rev: number, out: boolean): SessionEvent => ({ type: 'message', message: { rev, out } })

/** A summary of what an event causes. */
function after(model: SessionModel, event: SessionEvent, now = NOW) {
  const [next, effects] = transition(model, event, now)
  const { auth, pending, isRefreshQueued, failures } = next
  return {
    auth: auth.isSignedIn && auth.stale ? 'stale' : auth.status,
    does: effects.map((effect) =>
      effect.type === 'schedule' ? `${effect.event} in ${effect.ms}` : effect.type,
    ),
    is: [
      ...(pending ? [pending.isOutdated ? 'outdated' : 'pending'] : []),
      ...(isRefreshQueued ? ['queued'] : []),
      ...(failures > 0 ? [`${failures} failures`] : []),
    ].join(', '),
  }
}

type Row = [title: string, SessionModel, SessionEvent, now: number, auth: string, does: string[], is: string]

const ROWS: Row[] = [
  ['fetches if the session is unknown', loading, { type: 'wanted' }, NOW, 'loading', ['fetch'], 'pending'],
  ['fetches if the session is stale', stale, { type: 'wanted' }, NOW, 'stale', ['fetch'], 'pending'],
  ['does not fetch a known session', known, { type: 'wanted' }, NOW, 'signed-in', [], ''],
  ['sends one request at a time', pending(loading), { type: 'wanted' }, NOW, 'loading', [], 'pending'],
  ['does not fetch on a server', { ...loading, canFetch: false }, { type: 'wanted' }, NOW, 'loading', [], ''],

  [
    'uses the promised session',
    pending(loading),
    { type: 'initial', payload: SIGNED_IN },
    NOW,
    'signed-in',
    [],
    '',
  ],
  [
    'ignores a promised session from before a sign-out',
    pending(out, true),
    { type: 'initial', payload: SIGNED_IN },
    NOW,
    'signed-out',
    [],
    '',
  ],
  [
    'fetches if a promise has no result',
    pending(loading),
    { type: 'initial', payload: undefined },
    NOW,
    'loading',
    ['fetch'],
    'pending',
  ],

  ['refreshes immediately', known, { type: 'refresh' }, NOW, 'signed-in', ['fetch'], 'pending'],
  ['queues a refresh', pending(known), { type: 'refresh' }, NOW, 'signed-in', [], 'pending, queued'],
  [
    'fetches again for a queued refresh',
    { ...pending(known), isRefreshQueued: true },
    ok,
    NOW,
    'signed-in',
    ['broadcast', 'fetch'],
    'pending',
  ],

  ['notifies the other tabs of a response', pending(loading), ok, NOW, 'signed-in', ['broadcast'], ''],
  [
    'resets the failures after a response',
    pending({ ...stale, failures: 3 }),
    ok,
    NOW,
    'signed-in',
    ['broadcast'],
    '',
  ],
  ['ignores an outdated response', pending(out, true), ok, NOW, 'signed-out', [], ''],
  ['ignores a response after disposal', { ...pending(out), canFetch: false }, ok, NOW, 'signed-out', [], ''],

  [
    'stays loading after a failure',
    pending(loading),
    failed(),
    NOW,
    'loading',
    ['retry in 500'],
    '1 failures',
  ],
  ['becomes stale after a failure', pending(known), failed(), NOW, 'stale', ['retry in 500'], '1 failures'],
  ['stays signed out after a failure', pending(out), failed(), NOW, 'signed-out', ['broadcast'], ''],
  [
    'waits longer each time',
    pending({ ...stale, failures: 3 }),
    failed(),
    NOW,
    'stale',
    ['retry in 4000'],
    '4 failures',
  ],
  [
    'waits at most a minute',
    pending({ ...stale, failures: 9 }),
    failed(),
    NOW,
    'stale',
    ['retry in 30000'],
    '10 failures',
  ],
  [
    'waits as long as the handler requests',
    pending(stale),
    failed(90),
    NOW,
    'stale',
    ['retry in 90000'],
    '1 failures',
  ],
  [
    'spreads retries by the clock',
    pending(stale),
    failed(),
    NOW + 499,
    'stale',
    ['retry in 999'],
    '1 failures',
  ],
  ['retries', stale, { type: 'retry', isHidden: false }, NOW, 'stale', ['fetch'], 'pending'],
  ['does not retry while hidden', stale, { type: 'retry', isHidden: true }, NOW, 'stale', [], ''],
  [
    'does not retry if the session is known again',
    known,
    { type: 'retry', isHidden: false },
    NOW,
    'signed-in',
    [],
    '',
  ],

  [
    'prefers a session from the page over a pending request',
    pending(out),
    { type: 'accepted', payload: SIGNED_IN },
    NOW,
    'signed-in',
    ['broadcast'],
    'outdated',
  ],

  ['ignores messages while loading', loading, message(rev, true), NOW, 'loading', [], ''],
  ['ignores a message with the known revision', known, message(rev, false), NOW, 'signed-in', [], ''],
  [
    'signs out after a newer message',
    known,
    message(rev + 1, true),
    NOW,
    'signed-out',
    ['broadcast', 'refresh in 1000'],
    '',
  ],
  [
    'fetches after an older sign-out',
    known,
    message(rev - 1, true),
    NOW + 1_000,
    'signed-in',
    ['fetch'],
    'pending',
  ],
  [
    'fetches after another sign-in',
    out,
    message(rev + 1, false),
    NOW + 1_000,
    'signed-out',
    ['fetch'],
    'pending',
  ],
  [
    'does not fetch twice in a second',
    known,
    message(rev + 1, false),
    NOW + 400,
    'signed-in',
    ['refresh in 600'],
    '',
  ],

  ['ignores the focus while hidden', stale, { ...visible, isHidden: true }, NOW + 99_000, 'stale', [], ''],
  ['does not check a recent session', known, visible, NOW + 59_999, 'signed-in', [], ''],
  ['checks a session that is too old', known, visible, NOW + 60_000, 'signed-in', ['fetch'], 'pending'],
  ['checks at most twice a minute', { ...known, staleTimeMs: 0 }, visible, NOW + 29_999, 'signed-in', [], ''],
  [
    'fetches after the page was restored',
    known,
    { ...visible, isRestored: true },
    NOW + 1_000,
    'signed-in',
    ['fetch'],
    'pending',
  ],
  [
    'fetches if the session is stale and the page gets the focus',
    stale,
    visible,
    NOW + 1_000,
    'stale',
    ['fetch'],
    'pending',
  ],
  ['does not fetch during another request', pending(stale), visible, NOW + 99_000, 'stale', [], 'pending'],
  [
    'fetches if the cookie indicates another session',
    known,
    { ...visible, hint: { rev: rev + 1, out: false } },
    NOW + 1_000,
    'signed-in',
    ['fetch'],
    'pending',
  ],

  [
    'schedules nothing after disposal',
    { ...known, canFetch: false },
    message(rev + 1, false),
    NOW,
    'signed-in',
    [],
    '',
  ],
]

describe('LAY-5: the transitions of a page’s session', () => {
  it.each(ROWS)('%s', (_title, model, event, now, auth, does, is) => {
    expect(after(model, event, now)).toEqual({ auth, does, is })
  })

  it('starts nothing after it has ended', () => {
    const [over] = transition(pending(stale), { type: 'disposed' }, NOW)
    expect(over.canFetch).toBe(false)
    expect(after(over, failed()).does).toEqual([])
  })
})

describe('the state before any event', () => {
  const hint = { rev, out: false }
  const given = {
    auth: LOADING,
    isPromised: false,
    canFetch: true,
    hint: undefined,
    checkedAt: NOW,
    staleTimeMs: 1,
  }

  it.each([
    ['is loading', given, { auth: LOADING, pending: undefined }],
    ['has the hint that a user is signed in', { ...given, hint }, { auth: { ...LOADING, hint: 'in' } }],
    [
      'has the hint that no user is signed in',
      { ...given, hint: { rev, out: true } },
      { auth: { ...LOADING, hint: 'out' } },
    ],
    [
      'has the hint while a promise is pending',
      { ...given, hint, isPromised: true },
      { pending: { isOutdated: false } },
    ],
    [
      'is the session from the server rather than a hint',
      { ...given, auth: out.auth, hint },
      { auth: out.auth },
    ],
  ])('%s', (_, parts, expected) => {
    expect(initialModel(parts)).toMatchObject({ ...expected, isRefreshQueued: false, failures: 0 })
  })
})

describe('LAY-5: after any events', () => {
  const rev = fc.integer({ min: 0, max: 3 })
  const payload = fc.oneof(
    rev.map((rev) => ({ ...SIGNED_IN, rev })),
    rev.map((rev) => ({ ...SIGNED_OUT, rev })),
  )
  const tab = fc.record({ rev, out: fc.boolean() })
  const result: fc.Arbitrary<Result<typeof SIGNED_IN | typeof SIGNED_OUT>> = fc.oneof(
    payload.map((value) => ({ ok: true as const, value })),
    fc.constant({ ok: false as const, error: { code: 'network' as const } }),
  )
  const events: fc.Arbitrary<SessionEvent> = fc.oneof(
    fc.constant({ type: 'wanted' as const }),
    fc.constant({ type: 'refresh' as const }),
    fc.boolean().map((isHidden) => ({ type: 'retry' as const, isHidden })),
    result.map((result) => ({ type: 'response' as const, result })),
    payload.map((payload) => ({ type: 'accepted' as const, payload })),
    tab.map((message) => ({ type: 'message' as const, message })),
    fc.record({
      type: fc.constant('visible' as const),
      isHidden: fc.boolean(),
      isRestored: fc.boolean(),
      hint: fc.option(tab, { nil: undefined }),
    }),
  )

  it('at most one request is in progress, and an uncertain state is checked again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(events, fc.integer({ min: 0, max: 90_000 }))), (steps) => {
        let [model, underWay, isScheduled, now] = [loading, 0, false, NOW]
        for (const [event, ms] of steps) {
          now += ms
          if (event.type === 'response' && underWay === 0) continue
          if (event.type === 'response') underWay -= 1
          if (event.type === 'retry') isScheduled = false
          const [next, effects] = transition(model, event, now)
          for (const { type } of effects) {
            if (type === 'fetch') underWay += 1
            if (type === 'schedule') isScheduled = true
          }
          expect(underWay).toBe(next.pending ? 1 : 0)
          const hasResponse = event.type === 'response' && !model.pending?.isOutdated
          if (hasResponse && isUnsure(next)) expect(isScheduled || underWay > 0).toBe(true)
          model = next
        }
      }),
    )
  })

  it('a failure never changes the state from signed in to signed out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 600 }), (failures, seconds) => {
        const { auth } = after(pending({ ...known, failures }), failed(seconds))
        expect(auth).toBe('stale')
      }),
    )
  })
})
