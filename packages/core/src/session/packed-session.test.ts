import { describe, expect, it } from 'vitest'
import { user } from '../../tests/session/sample-user.ts'
import { packSession, type Session, sessionUser, unpackSession } from './packed-session.ts'

const session: Session = {
  accessToken: 'a.b.c',
  refreshToken: 'refresh-1',
  user: { ...user, firstName: 'Nadia', createdAt: '2026-01-01T00:00:00.000Z' },
  startedAt: 1_750_000_000_000,
  rev: 7,
  refreshedAt: undefined,
  authenticationMethod: undefined,
  impersonator: undefined,
  others: undefined,
}

const stored = (given: Session) => unpackSession(JSON.parse(JSON.stringify(packSession(given))))

describe('a packed session', () => {
  it.each<[string, Partial<Session>]>([
    ['as it is', {}],
    ['with a method', { authenticationMethod: 'Password' }],
    ['with a time of its token', { refreshedAt: 1_750_000_000_001 }],
    ['with an impersonator', { impersonator: { email: 'support@example.com', reason: null } }],
    [
      'with an impersonator and a reason',
      { impersonator: { email: 'support@example.com', reason: 'Ticket 7' } },
    ],
    ['with an unverified address', { user: { ...session.user, emailVerified: false } }],
    ['with an external ID', { user: { ...session.user, externalId: 'own-1', metadata: undefined } }],
    ['with metadata', { user: { ...session.user, externalId: undefined, metadata: { plan: 'pro' } } }],
    ['with other tokens', { others: [{ accessToken: 'd.e.f', refreshedAt: 5 }, { accessToken: 'g.h.i' }] }],
  ])('is read as it was written: %s', (_, more) => {
    expect(stored({ ...session, ...more })).toEqual({ ...session, ...more })
  })

  it('has no place for fields and tokens that it does not have', () => {
    expect(packSession(session)).toHaveLength(9)
    expect(packSession(session)[3]).toHaveLength(7)
    expect(packSession(session).slice(6)).toEqual([null, null, null])
    expect(packSession({ ...session, authenticationMethod: 'Password' })[6]).toBe('Password')
  })

  it('has only the fields that the app stores today', () => {
    const packed = packSession({ ...session, user: { ...session.user, metadata: { plan: 'pro' } } })
    const currentUser = ({ metadata: _, ...user }: Session['user']) => user
    expect(unpackSession(packed, currentUser)?.user).toEqual(session.user)
  })

  const packed = packSession(session)
  const changed = (index: number, value: unknown) => packed.map((own, at) => (at === index ? value : own))

  it.each([
    undefined,
    null,
    'text',
    {},
    [],
    changed(0, 2),
    changed(1, 7),
    changed(2, null),
    changed(3, { id: 'user_1' }),
    changed(3, 'user_1'),
    changed(4, '1750000000000'),
    changed(5, null),
    changed(5, '7'),
    packed.slice(0, 3),
    packed.slice(0, 5),
  ])('S2: is no session in another format: %j', (value) => {
    expect(unpackSession(value)).toBeUndefined()
  })
})

describe('the picture of a user', () => {
  const url = (length: number) => `https://img.example/${'x'.repeat(length - 20)}`

  it.each([
    [url(1_024), url(1_024)],
    [url(1_025), null],
    ['HTTPS://img.example/a.png', 'HTTPS://img.example/a.png'],
    ['http://img.example/a.png', null],
    ['x https://img.example/a.png', null],
    ['https://', null],
    ['data:image/png;base64,AAAA', null],
    ['javascript:alert(1)//https://img.example', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('is stored only if it is a short https URL: %j', (profilePictureUrl, stored) => {
    const { id, email, emailVerified } = session.user
    expect(sessionUser({ id, email, emailVerified, profilePictureUrl })).toEqual({
      id,
      email,
      emailVerified,
      firstName: null,
      lastName: null,
      profilePictureUrl: stored,
      createdAt: '',
    })
  })
})
