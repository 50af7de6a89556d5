import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import type { RefreshIntent } from './organization-token.ts'
import type { Session } from './packed-session.ts'
import { decideAfterExchange, decideRefresh, ttlAfterExchange } from './refresh-decision.ts'
import type { Successor } from './successors.ts'

const now = 1_750_000_000_000
const tokenOf = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
const later = now / 1000 + 300
const sessionWith = (changes: Partial<Session>): Session => ({
  accessToken: tokenOf({ exp: now / 1000 - 10, org_id: 'org_home' }),
  refreshToken: 'token-1',
  user,
  startedAt: now,
  rev: 1,
  ...changes,
})
const session = sessionWith({})
const refreshed = sessionWith({
  refreshToken: 'token-2',
  rev: 2,
  accessToken: tokenOf({ exp: later, org_id: 'org_home' }),
})
const switched = sessionWith({
  refreshToken: 'token-2',
  rev: 2,
  accessToken: tokenOf({ exp: later, org_id: 'org_1' }),
})
const entered = sessionWith({
  refreshToken: 'token-2',
  rev: 2,
  others: [{ accessToken: tokenOf({ exp: later, org_id: 'org_1' }) }],
})
/** A session from an API that does not rotate refresh tokens. */
const unrotated = sessionWith({ rev: 2, accessToken: tokenOf({ exp: now / 1000 - 5, org_id: 'org_home' }) })

const REFRESH: RefreshIntent = { kind: 'refresh' }
const SWITCH: RefreshIntent = { kind: 'switch', organizationId: 'org_1' }
const ENTER: RefreshIntent = { kind: 'enter', organizationId: 'org_1' }

describe('what a refresh does next', () => {
  const table: [
    what: string,
    RefreshIntent,
    Successor | undefined,
    hasLease: boolean,
    step: string,
    Session?,
  ][] = [
    ['exchanges a token that is its own to spend', REFRESH, undefined, true, 'exchange', session],
    ['waits while another spends the token', REFRESH, undefined, false, 'wait'],
    ['ends with the session', REFRESH, 'ended', true, 'end'],
    ['ends with the session, lease or not', SWITCH, 'ended', false, 'end'],
    ['uses what another request got', REFRESH, refreshed, false, 'use', refreshed],
    ['uses what another request got, with the lease too', REFRESH, refreshed, true, 'use', refreshed],
    ['uses the organization that another tab entered', ENTER, entered, true, 'use', entered],
    ['follows a refresh to enter an organization', ENTER, refreshed, true, 'follow', refreshed],
    ['follows a refresh to switch', SWITCH, refreshed, false, 'follow', refreshed],
    ['follows a switch to the same organization, and asks again', SWITCH, switched, true, 'follow', switched],
    ['follows an entry that brought no new token of its own', REFRESH, entered, true, 'follow', entered],
    ['spends the latest of a token that is not rotated', REFRESH, unrotated, true, 'exchange', unrotated],
    ['waits for a token that is not rotated', REFRESH, unrotated, false, 'wait'],
  ]
  it.each(table)('%s', (_what, intent, successor, hasLease, step, of) => {
    const decided = decideRefresh({ session, intent, successor, hasLease, now })
    expect(decided).toEqual(of === undefined ? { do: step } : { do: step, session: of })
  })
})

describe('what a refresh does with its result', () => {
  const table: [what: string, RefreshIntent, Session, exchanges: number, next: string][] = [
    ['is done with a newer token', REFRESH, refreshed, 1, 'done'],
    ['is done in the organization', SWITCH, switched, 1, 'done'],
    ['is done with a token of the organization', ENTER, entered, 2, 'done'],
    ['asks again after a repeated response for another intent', SWITCH, refreshed, 1, 'exchange again'],
    ['gives up after the second one', SWITCH, refreshed, 2, 'give up'],
    ['gives up an organization that is not given', ENTER, refreshed, 2, 'give up'],
  ]
  it.each(table)('%s', (_what, intent, after, exchanges, next) => {
    expect(decideAfterExchange(intent, session, after, exchanges)).toBe(next)
  })
})

describe('how long the result of an exchange can be found', () => {
  const MINUTE = 60_000
  const DAY = 24 * 60 * MINUTE
  const first = { session, depth: 0 }
  const exchanged = (session: Session) => ({ status: 'exchanged', session })

  it.each<[string, RefreshIntent, { session: Session; depth: number }, object, ttlMs: number, number]>([
    ['as long as asked for', REFRESH, first, exchanged(refreshed), MINUTE, MINUTE],
    ['as long as asked for, when it failed', REFRESH, first, { status: 'unavailable' }, MINUTE, MINUTE],
    [
      'a day after another request’s exchange',
      REFRESH,
      { session, depth: 1 },
      exchanged(refreshed),
      MINUTE,
      DAY,
    ],
    ['a day when the API repeated another response', SWITCH, first, exchanged(refreshed), MINUTE, DAY],
    ['longer than a day when asked for', SWITCH, first, exchanged(refreshed), 2 * DAY, 2 * DAY],
  ])('%s', (_, intent, before, result, ttlMs, expected) => {
    expect(ttlAfterExchange(intent, before, result as { status: string }, ttlMs)).toBe(expected)
  })
})
