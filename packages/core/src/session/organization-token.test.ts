import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import type { RefreshIntent } from './organization-token.ts'
import {
  isUsable,
  refreshedJustNow,
  satisfies,
  tokenFor,
  withOwnToken,
  withToken,
} from './organization-token.ts'
import type { OrganizationToken, Session } from './packed-session.ts'

const now = 1_750_000_000_000
const RENEW: RefreshIntent = { kind: 'refresh' }
const intentFor = (kind: 'switch' | 'enter', organizationId: string): RefreshIntent => ({
  kind,
  organizationId,
})

/** A token as the API would issue it, but unsigned: these functions do not check the signature. */
function tokenOf(
  organizationId?: string,
  more: { exp?: number; pad?: number; jti?: string } = {},
): OrganizationToken {
  const { pad = 0, ...claims } = more
  const body = Buffer.from(JSON.stringify({ org_id: organizationId, ...claims })).toString('base64url')
  return { accessToken: `x.${body}.${'A'.repeat(pad)}`, refreshedAt: now }
}

function sessionIn(own: OrganizationToken, others?: OrganizationToken[]): Session {
  return { ...own, refreshToken: 'token', user, startedAt: now, rev: 1, others }
}

const organizationsOf = ({ others = [], ...own }: Session) =>
  [own, ...others].map(({ accessToken }) => {
    const body = accessToken.split('.')[1] ?? ''
    return (JSON.parse(Buffer.from(body, 'base64url').toString()) as { org_id?: string }).org_id
  })

describe('a new token from the API', () => {
  it.each<[string, Session, RefreshIntent, string | undefined, (string | undefined)[]]>([
    ['a refresh', sessionIn(tokenOf('org_1')), RENEW, 'org_1', ['org_1']],
    [
      'a refresh after the user left the organization',
      sessionIn(tokenOf('org_1')),
      RENEW,
      undefined,
      [undefined],
    ],
    ['a refresh into a first organization', sessionIn(tokenOf()), RENEW, 'org_1', ['org_1']],
    ['a repeated response to a refresh', sessionIn(tokenOf('org_1')), RENEW, 'org_2', ['org_1', 'org_2']],
    ['a switch', sessionIn(tokenOf('org_1')), intentFor('switch', 'org_2'), 'org_2', ['org_2']],
    [
      'a switch to the organization of another tab',
      sessionIn(tokenOf('org_1'), [tokenOf('org_2'), tokenOf('org_3')]),
      intentFor('switch', 'org_2'),
      'org_2',
      ['org_2', 'org_3'],
    ],
    [
      'a repeated response to a switch',
      sessionIn(tokenOf('org_1')),
      intentFor('switch', 'org_2'),
      'org_3',
      ['org_1', 'org_3'],
    ],
    ['an entry', sessionIn(tokenOf('org_1')), intentFor('enter', 'org_2'), 'org_2', ['org_1', 'org_2']],
    [
      'a second entry',
      sessionIn(tokenOf('org_1'), [tokenOf('org_3'), tokenOf('org_2')]),
      intentFor('enter', 'org_2'),
      'org_2',
      ['org_1', 'org_2', 'org_3'],
    ],
    [
      'an entry from a session without an organization',
      sessionIn(tokenOf()),
      intentFor('enter', 'org_2'),
      'org_2',
      ['org_2'],
    ],
    [
      'an entry that returns no organization',
      sessionIn(tokenOf('org_1'), [tokenOf('org_3')]),
      intentFor('enter', 'org_2'),
      undefined,
      ['org_1', 'org_3'],
    ],
    [
      'a repeated response to an entry',
      sessionIn(tokenOf('org_1')),
      intentFor('enter', 'org_2'),
      'org_1',
      ['org_1'],
    ],
  ])('replaces the token of its organization: %s', (_, session, intent, given, expected) => {
    const next = withToken(session, intent, tokenOf(given, { jti: 'new' }))
    expect(organizationsOf(next)).toEqual(expected)
    const held = given !== undefined && tokenFor(next, given)
    if (held) expect(held.accessToken).toBe(tokenOf(given, { jti: 'new' }).accessToken)
  })

  it('moves the session to its organization, and keeps tokens of other organizations only', () => {
    const session = sessionIn(tokenOf('org_1'), [tokenOf('org_2')])
    expect(organizationsOf(withOwnToken(session, tokenOf('org_2')))).toEqual(['org_2'])
    expect(organizationsOf(withOwnToken(session, tokenOf()))).toEqual([undefined, 'org_2'])
  })

  it('is always stored, along with as many other tokens as fit', () => {
    const enter = (session: Session, id: string, pad: number) =>
      withToken(session, intentFor('enter', id), tokenOf(id, { pad }))
    const length = tokenOf('org_2').accessToken.length
    const start = sessionIn(tokenOf('org_1'))
    const two = enter(enter(start, 'org_2', 2_000 - length), 'org_3', 2_000 - length)
    expect(organizationsOf(two)).toEqual(['org_1', 'org_3', 'org_2'])
    const longer = enter(enter(start, 'org_2', 2_000 - length), 'org_3', 2_001 - length)
    expect(organizationsOf(longer)).toEqual(['org_1', 'org_3'])
    expect(organizationsOf(enter(two, 'org_4', 9_000))).toEqual(['org_1', 'org_4'])
  })
})

describe('a requested token', () => {
  const before = sessionIn(tokenOf('org_1'))
  const later = (token: OrganizationToken) => ({ ...token, refreshedAt: now + 1 })

  it('can be any newer token of the right organization', () => {
    expect(satisfies(RENEW, before, before)).toBe(false)
    expect(satisfies(RENEW, before, sessionIn(tokenOf('org_1'), [tokenOf('org_2')]))).toBe(false)
    expect(satisfies(RENEW, before, sessionIn(tokenOf('org_1', { jti: 'new' })))).toBe(true)
    expect(satisfies(RENEW, before, sessionIn(later(tokenOf('org_1'))))).toBe(true)
    expect(satisfies(intentFor('switch', 'org_2'), before, sessionIn(tokenOf('org_2')))).toBe(true)
    expect(satisfies(intentFor('switch', 'org_2'), before, sessionIn(tokenOf('org_3')))).toBe(false)
    expect(satisfies(intentFor('switch', 'org_2'), before, sessionIn(tokenOf()))).toBe(true)
    const entered = sessionIn(tokenOf('org_1'), [tokenOf('org_2')])
    expect(satisfies(intentFor('enter', 'org_2'), before, entered)).toBe(true)
    expect(satisfies(intentFor('enter', 'org_2'), entered, entered)).toBe(false)
    expect(satisfies(intentFor('enter', 'org_3'), before, entered)).toBe(false)
  })

  it('is usable until it expires, and for a short time after it was issued', () => {
    const old = { refreshedAt: now - 15_000 }
    const ended = { ...tokenOf('org_2', { exp: now / 1000 }), ...old }
    const good = { ...tokenOf('org_1', { exp: now / 1000 + 1 }), ...old }
    const session = sessionIn(good, [ended])
    expect(isUsable(RENEW, session, now)).toBe(true)
    expect(isUsable(intentFor('enter', 'org_2'), session, now)).toBe(false)
    expect(isUsable(intentFor('enter', 'org_3'), session, now)).toBe(false)
    expect(isUsable(RENEW, sessionIn(ended, [good]), now)).toBe(false)
    expect(isUsable(intentFor('enter', 'org_1'), sessionIn(ended, [good]), now)).toBe(true)
    expect(isUsable(RENEW, sessionIn({ ...ended, refreshedAt: now - 14_999 }), now)).toBe(true)
    expect(isUsable(RENEW, sessionIn({ ...tokenOf('org_1'), ...old }), now)).toBe(true)
  })

  it('counts as new for fifteen seconds, but not if the clock moved backward', () => {
    const at = (refreshedAt?: number) => refreshedJustNow({ accessToken: '', refreshedAt }, now)
    expect([at(now), at(now - 14_999), at(now - 15_000), at(now + 1), at()]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
