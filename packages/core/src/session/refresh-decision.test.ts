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

describe('the next step of a refresh', () => {
  const table: [
    what: string,
    RefreshIntent,
    Successor | undefined,
    hasLease: boolean,
    step: string,
    Session?,
  ][] = [
    ['exchanges the token if it has the lease', REFRESH, undefined, true, 'exchange', session],
    ['waits while another request exchanges the token', REFRESH, undefined, false, 'wait'],
    ['ends if the session has ended', REFRESH, 'ended', true, 'end'],
    ['ends without the lease if the session has ended', SWITCH, 'ended', false, 'end'],
    ['uses the result of another request', REFRESH, refreshed, false, 'use', refreshed],
    ['uses the result of another request even with the lease', REFRESH, refreshed, true, 'use', refreshed],
    ['uses the organization that another tab entered', ENTER, entered, true, 'use', entered],
    ['follows a refresh to enter an organization', ENTER, refreshed, true, 'follow', refreshed],
    ['follows a refresh to switch', SWITCH, refreshed, false, 'follow', refreshed],
    [
      'follows an earlier switch to the same organization, and exchanges again',
      SWITCH,
      switched,
      true,
      'follow',
      switched,
    ],
    ['follows an entry that returned no new token of the session', REFRESH, entered, true, 'follow', entered],
    [
      'exchanges the latest session of a token that is not rotated',
      REFRESH,
      unrotated,
      true,
      'exchange',
      unrotated,
    ],
    ['waits for the lease of a token that is not rotated', REFRESH, unrotated, false, 'wait'],
  ]
  it.each(table)('%s', (_what, intent, successor, hasLease, step, of) => {
    const decided = decideRefresh({ session, intent, successor, hasLease, now })
    expect(decided).toEqual(of === undefined ? { do: step } : { do: step, session: of })
  })
})

describe('the step after an exchange', () => {
  const table: [what: string, RefreshIntent, Session, exchanges: number, next: string][] = [
    ['is done after a newer token', REFRESH, refreshed, 1, 'done'],
    ['is done after a token of the requested organization', SWITCH, switched, 1, 'done'],
    ['is done after an additional token of the requested organization', ENTER, entered, 2, 'done'],
    ['exchanges again after a repeated response to another request', SWITCH, refreshed, 1, 'exchange again'],
    ['gives up after the second repeated response', SWITCH, refreshed, 2, 'give up'],
    ['gives up if the API does not grant the organization', ENTER, refreshed, 2, 'give up'],
  ]
  it.each(table)('%s', (_what, intent, after, exchanges, next) => {
    expect(decideAfterExchange(intent, session, after, exchanges)).toBe(next)
  })
})

describe('the result of an exchange can be found', () => {
  const MINUTE = 60_000
  const DAY = 24 * 60 * MINUTE
  const first = { session, depth: 0 }
  const exchanged = (session: Session) => ({ status: 'exchanged', session })

  it.each<[string, RefreshIntent, { session: Session; depth: number }, object, ttlMs: number, number]>([
    ['as long as requested', REFRESH, first, exchanged(refreshed), MINUTE, MINUTE],
    ['as long as requested if it failed', REFRESH, first, { status: 'unavailable' }, MINUTE, MINUTE],
    [
      'for a day if it follows the exchange of another request',
      REFRESH,
      { session, depth: 1 },
      exchanged(refreshed),
      MINUTE,
      DAY,
    ],
    ['for a day if the API repeated another response', SWITCH, first, exchanged(refreshed), MINUTE, DAY],
    ['longer than a day if requested', SWITCH, first, exchanged(refreshed), 2 * DAY, 2 * DAY],
  ])('%s', (_, intent, before, result, ttlMs, expected) => {
    expect(ttlAfterExchange(intent, before, result as { status: string }, ttlMs)).toBe(expected)
  })
})
