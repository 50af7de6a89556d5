import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import type { Session } from './packed-session.ts'
import type { ResolutionState, TokenStatus } from './resolution-decision.ts'
import { decideResolution } from './resolution-decision.ts'
import { decideAcceptance } from './resolve-session.ts'
import type { AccessTokenClaims } from './token-verifier.ts'

const now = 1_750_000_000_000
const MINUTE = 60
const seconds = now / 1000
const tokenOf = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`

/** Claims of a five-minute token that expires in this many seconds. */
const claimsOf = (left: number, changes: Partial<AccessTokenClaims> = {}): AccessTokenClaims =>
  ({
    sid: 'session_1',
    sub: user.id,
    exp: seconds + left,
    iat: seconds + left - 5 * MINUTE,
    ...changes,
  }) as AccessTokenClaims

const own = { accessToken: tokenOf({ sid: 'session_1', org_id: 'org_home' }) }
const ofOrganization = { accessToken: tokenOf({ sid: 'session_1', org_id: 'org_1' }) }
const sessionWith = (changes: Partial<Session> = {}): Session => ({
  ...own,
  refreshToken: 'token-1',
  user,
  startedAt: now - 60 * MINUTE * 1000,
  rev: 1,
  ...changes,
})

const good: TokenStatus = { status: 'valid', claims: claimsOf(4 * MINUTE) }
const ending: TokenStatus = { status: 'valid', claims: claimsOf(30) }
const over: TokenStatus = { status: 'expired', claims: claimsOf(-10) }
const keyless: TokenStatus = { status: 'invalid', reason: 'unknown key' }
const forged: TokenStatus = { status: 'invalid', reason: 'signature' }
const unknown: TokenStatus = { status: 'unknown' }
const early = { status: 'early' } as TokenStatus
const inOrganization = (verification: TokenStatus, changes: Partial<AccessTokenClaims> = {}): TokenStatus =>
  'claims' in verification
    ? { ...verification, claims: { ...verification.claims, org_id: 'org_1', ...changes } }
    : verification

const state = (changes: Partial<ResolutionState>): ResolutionState => ({
  session: sessionWith(),
  wasSignedOutHere: () => false,
  maximumAgeMs: 24 * 60 * MINUTE * 1000,
  now,
  ...changes,
})

describe('how a request resolves a session', () => {
  const justNow = sessionWith({ refreshedAt: now - 5_000 })
  const old = sessionWith({ startedAt: now - 25 * 60 * MINUTE * 1000 })
  const nameless = sessionWith({ accessToken: tokenOf({}) })
  const entered = sessionWith({ others: [ofOrganization] })
  const enteredNow = sessionWith({ others: [{ ...ofOrganization, refreshedAt: now - 5_000 }] })
  const signedOutHere = { wasSignedOutHere: (id: string) => id === 'session_1' }
  const there = { organizationId: 'org_1' }

  const table: [what: string, changes: Partial<ResolutionState>, step: string][] = [
    ['verifies the token first', {}, 'verify'],
    ['ends a session that is too old without verifying its token', { session: old }, 'sign out: expired'],
    [
      'ends a session that is too old even if its token is valid',
      { session: old, verification: good },
      'sign out: expired',
    ],
    ['keeps a valid token', { verification: good }, 'keep'],
    ['refreshes a token in advance if it expires soon', { verification: ending }, 'refresh ahead'],
    ['keeps a new token even if it expires soon', { verification: ending, session: justNow }, 'keep'],
    ['refreshes an expired token, and keeps the last known user', { verification: over }, 'refresh, known'],
    [
      'keeps a new token even if it is expired according to this clock',
      { verification: over, session: justNow },
      'keep',
    ],
    ['refreshes a token whose key no longer exists', { verification: keyless }, 'refresh'],
    ['waits for the key of a new token', { verification: keyless, session: justNow }, 'doubt'],
    ['rejects a forged token', { verification: forged }, 'sign out: invalid'],
    [
      'rejects a forged token even if it is new',
      { verification: forged, session: justNow },
      'sign out: invalid',
    ],
    ['decides nothing while the keys cannot be fetched', { verification: unknown }, 'doubt'],
    ['decides nothing about a token from the future', { verification: early }, 'doubt'],
    ['rejects a session without an ID', { verification: keyless, session: nameless }, 'sign out: invalid'],
    [
      'signs no user out while the keys cannot be fetched',
      { verification: unknown, session: nameless },
      'doubt',
    ],
    [
      'rejects a valid token of a session that was signed out',
      { verification: good, ...signedOutHere },
      'sign out: signed-out',
    ],
    [
      'does not refresh a session that was signed out',
      { verification: over, ...signedOutHere },
      'sign out: signed-out',
    ],
    [
      'reports a sign-out even while the keys cannot be fetched',
      { verification: unknown, ...signedOutHere },
      'sign out: signed-out',
    ],
    ['enters an organization without a token', { ...there, verification: { status: 'none' } }, 'refresh'],
    [
      'keeps a valid token of the organization',
      { ...there, session: entered, verification: inOrganization(good) },
      'keep',
    ],
    [
      'refreshes the token of the organization in advance',
      { ...there, session: entered, verification: inOrganization(ending) },
      'refresh ahead',
    ],
    [
      'refreshes the expired token of the organization',
      { ...there, session: entered, verification: inOrganization(over) },
      'refresh, known',
    ],
    [
      'refreshes if the token of the organization is forged',
      { ...there, session: entered, verification: forged },
      'refresh',
    ],
    ['does not refresh again immediately', { ...there, session: enteredNow, verification: forged }, 'doubt'],
    [
      'does not use a token of another organization',
      { ...there, session: entered, verification: good },
      'refresh',
    ],
    [
      'does not use a token of another session',
      { ...there, session: entered, verification: inOrganization(good, { sid: 'session_2' }) },
      'refresh',
    ],
    [
      'does not use a token of another user',
      { ...there, session: entered, verification: inOrganization(good, { sub: 'user_2' }) },
      'refresh',
    ],
    [
      'enters no organization with a session that is too old',
      { ...there, session: old },
      'sign out: expired',
    ],
    [
      'enters no organization with a session that was signed out',
      { ...there, verification: { status: 'none' }, ...signedOutHere },
      'sign out: signed-out',
    ],
  ]

  it.each(table)('%s', (_what, changes, expected) => {
    const step = decideResolution(state(changes))
    const detail =
      step.do === 'sign out' ? `: ${step.reason}` : 'lastKnown' in step && step.lastKnown ? ', known' : ''
    expect(step.do + detail).toBe(expected)
  })

  it('returns the organization of the token that it keeps', () => {
    const step = decideResolution(state({ ...there, session: entered, verification: inOrganization(good) }))
    expect(step).toMatchObject({ auth: { organizationId: 'org_1', user } })
  })

  it('ends a session only because of its age, its token or its sign-out, and refreshes only a session with an ID', () => {
    const verdicts = [undefined, good, ending, over, keyless, unknown, early, { status: 'none' } as const]
    const sessions = [sessionWith(), justNow, entered, enteredNow]
    fc.assert(
      fc.property(
        fc.constantFrom(...verdicts),
        fc.constantFrom(...sessions),
        fc.constantFrom(undefined, 'org_1', 'org_2'),
        (verification, session, organizationId) => {
          const step = decideResolution(state({ verification, session, organizationId }))
          expect(step.do).not.toBe('sign out')
          if ('sessionId' in step) expect(step.sessionId).toBe('session_1')
        },
      ),
    )
  })
})

describe('the state of a refreshed session', () => {
  const after = sessionWith({ refreshToken: 'token-2', rev: 2, refreshedAt: now })
  const others = sessionWith({ ...after, user: { ...user, id: 'user_2' } })
  const elsewhere = sessionWith({ ...after, accessToken: tokenOf({ sid: 'session_2' }) })
  const tooLong: TokenStatus = { status: 'invalid', reason: 'too long' }

  const table: [
    what: string,
    verdict: TokenStatus,
    after: Session,
    stored: string | undefined,
    problem?: string,
  ][] = [
    ['accepts a valid token', good, after, 'signed-in token-2'],
    [
      'accepts a token that is expired according to this clock, and reports it',
      over,
      after,
      'signed-in token-2',
      'over',
    ],
    [
      'rejects a valid token of another session',
      { status: 'valid', claims: claimsOf(300, { sid: 'x' }) },
      after,
      undefined,
      'not theirs',
    ],
    [
      'rejects a valid token of another user',
      { status: 'valid', claims: claimsOf(300, { sub: 'x' }) },
      after,
      undefined,
      'not theirs',
    ],
    ['stores a token that it cannot verify', unknown, after, 'stale token-2'],
    ['stores a token from the future', early, after, 'stale token-2'],
    ['stores a token whose key is unknown, and reports it', keyless, after, 'stale token-2', 'unknown key'],
    [
      'stores only the refresh token if the access token is too long',
      tooLong,
      after,
      'stale token-2',
      'too long',
    ],
    ['does not store a forged token', forged, after, undefined],
    ['does not store a session of another user', unknown, others, undefined],
    ['does not store another session', unknown, elsewhere, undefined],
    [
      'does not store a session of another user whose access token is too long',
      tooLong,
      others,
      undefined,
      'too long',
    ],
  ]

  it.each(table)('%s', (_what, verification, after, stored, problem) => {
    const decided = decideAcceptance({
      before: sessionWith(),
      after,
      sessionId: 'session_1',
      verification: verification as Exclude<TokenStatus, { status: 'none' }>,
      now,
    })
    const { auth, changed } = decided.resolution ?? {}
    expect(auth && `${auth.status} ${changed?.refreshToken}`).toBe(stored)
    expect(decided.problem?.reason).toBe(problem)
    if (problem === 'too long' && changed) expect(changed.accessToken).toBe(own.accessToken)
  })
})
