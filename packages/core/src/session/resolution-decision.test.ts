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

describe('what a request does with a session', () => {
  const justNow = sessionWith({ refreshedAt: now - 5_000 })
  const old = sessionWith({ startedAt: now - 25 * 60 * MINUTE * 1000 })
  const nameless = sessionWith({ accessToken: tokenOf({}) })
  const entered = sessionWith({ others: [ofOrganization] })
  const enteredNow = sessionWith({ others: [{ ...ofOrganization, refreshedAt: now - 5_000 }] })
  const signedOutHere = { wasSignedOutHere: (id: string) => id === 'session_1' }
  const there = { organizationId: 'org_1' }

  const table: [what: string, changes: Partial<ResolutionState>, step: string][] = [
    ['verifies the token first', {}, 'verify'],
    ['needs no token to end a session that is too old', { session: old }, 'sign out: expired'],
    [
      'ends a session that is too old, however good its token',
      { session: old, verification: good },
      'sign out: expired',
    ],
    ['keeps a good token', { verification: good }, 'keep'],
    ['refreshes a token ahead that ends soon', { verification: ending }, 'refresh ahead'],
    [
      'keeps a token that ends soon and was brought just now',
      { verification: ending, session: justNow },
      'keep',
    ],
    ['refreshes a token that is over, and knows whose it was', { verification: over }, 'refresh, known'],
    [
      'keeps a token that is over by this clock and was brought just now',
      { verification: over, session: justNow },
      'keep',
    ],
    ['refreshes a token whose key is gone', { verification: keyless }, 'refresh'],
    [
      'waits for the key of a token that was brought just now',
      { verification: keyless, session: justNow },
      'doubt',
    ],
    ['takes no forged token', { verification: forged }, 'sign out: invalid'],
    [
      'takes no forged token, brought just now or not',
      { verification: forged, session: justNow },
      'sign out: invalid',
    ],
    ['says nothing while keys are unreachable', { verification: unknown }, 'doubt'],
    ['says nothing of a token from the future', { verification: early }, 'doubt'],
    ['takes no session without a name', { verification: keyless, session: nameless }, 'sign out: invalid'],
    ['signs nobody out for keys that are unreachable', { verification: unknown, session: nameless }, 'doubt'],
    [
      'takes no good token of a session that was signed out',
      { verification: good, ...signedOutHere },
      'sign out: signed-out',
    ],
    [
      'refreshes nothing that was signed out',
      { verification: over, ...signedOutHere },
      'sign out: signed-out',
    ],
    [
      'says that it was signed out, keys or not',
      { verification: unknown, ...signedOutHere },
      'sign out: signed-out',
    ],
    [
      'enters an organization that it has no token for',
      { ...there, verification: { status: 'none' } },
      'refresh',
    ],
    [
      'keeps a good token of the organization',
      { ...there, session: entered, verification: inOrganization(good) },
      'keep',
    ],
    [
      'refreshes that one ahead',
      { ...there, session: entered, verification: inOrganization(ending) },
      'refresh ahead',
    ],
    [
      'refreshes that one when it is over',
      { ...there, session: entered, verification: inOrganization(over) },
      'refresh, known',
    ],
    ['asks again where that one is forged', { ...there, session: entered, verification: forged }, 'refresh'],
    ['does not ask again at once', { ...there, session: enteredNow, verification: forged }, 'doubt'],
    ['takes no token of another organization', { ...there, session: entered, verification: good }, 'refresh'],
    [
      'takes no token of another session',
      { ...there, session: entered, verification: inOrganization(good, { sid: 'session_2' }) },
      'refresh',
    ],
    [
      'takes no token of another user',
      { ...there, session: entered, verification: inOrganization(good, { sub: 'user_2' }) },
      'refresh',
    ],
    ['enters nothing with a session that is too old', { ...there, session: old }, 'sign out: expired'],
    [
      'enters nothing with a session that was signed out',
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

  it('ends a session only for its age, its token or its sign-out, and requests a refresh only if the session has a name', () => {
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
    ['takes a good token', good, after, 'signed-in token-2'],
    ['takes one that is over by this clock, and says so', over, after, 'signed-in token-2', 'over'],
    [
      'takes none of another session',
      { status: 'valid', claims: claimsOf(300, { sid: 'x' }) },
      after,
      undefined,
      'not theirs',
    ],
    [
      'takes none of another user',
      { status: 'valid', claims: claimsOf(300, { sub: 'x' }) },
      after,
      undefined,
      'not theirs',
    ],
    ['stores what it cannot verify', unknown, after, 'stale token-2'],
    ['stores what comes from the future', early, after, 'stale token-2'],
    ['stores what it has no key for, and says so', keyless, after, 'stale token-2', 'unknown key'],
    [
      'stores the refresh token alone where the other is too long',
      tooLong,
      after,
      'stale token-2',
      'too long',
    ],
    ['stores nothing forged', forged, after, undefined],
    ['stores nothing of another user', unknown, others, undefined],
    ['stores nothing of another session', unknown, elsewhere, undefined],
    ['stores nothing too long of another user', tooLong, others, undefined, 'too long'],
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
