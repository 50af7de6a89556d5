import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cryptography } from '../../src/base/cryptography.ts'
import { openVendorSeal } from '../../src/session/vendor-seal.ts'
import { vendorSeal as seal, vendorPassword } from './vendor-sealed.ts'

const now = 1_750_000_000_000
const numRuns = Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100)
const user = { id: 'user_1', email: 'nadia@orchard.example', emailVerified: true, firstName: 'Nadia' }
const session = { accessToken: 'access', refreshToken: 'refresh', user }

const open = (text: string, at = now) => openVendorSeal(cryptography(), vendorPassword, text, at)

describe('a session that the WorkOS SDK sealed', () => {
  it('opens in every version and wrapping of the format', async () => {
    const expected = {
      accessToken: 'access',
      refreshToken: 'refresh',
      user: { ...user, lastName: null, profilePictureUrl: null, createdAt: '' },
      startedAt: now,
      rev: 1,
    }
    expect(await open(seal(session))).toEqual(expected)
    expect(await open(`${seal(session)}~2`)).toEqual(expected)
    expect(await open(`${seal({ persistent: session })}~1`)).toEqual(expected)
  })

  it('contains the authentication method and the impersonator', async () => {
    const more = { authenticationMethod: 'Password', impersonator: { email: 'support@orchard.example' } }
    expect(await open(seal({ ...session, ...more }))).toMatchObject({
      authenticationMethod: 'Password',
      impersonator: { email: 'support@orchard.example', reason: null },
    })
    const reason = { ...more.impersonator, reason: 'ticket 7' }
    expect(await open(seal({ ...session, impersonator: reason }))).toMatchObject({ impersonator: reason })
  })

  it('S6 opens until its own expiration', async () => {
    const text = seal(session, { expiry: String(now + 1) })
    expect(await open(text)).toBeDefined()
    expect(await open(text, now + 1)).toBeUndefined()
    expect(await open(seal(session, { expiry: 'soon' }))).toBeUndefined()
  })

  it('A6 treats an email address as verified only if the session says that it is', async () => {
    for (const emailVerified of [undefined, 'true', 1, false]) {
      const opened = await open(seal({ ...session, user: { ...user, emailVerified } }))
      expect(opened?.user.emailVerified).toBe(false)
    }
  })

  it.each([
    ['an extra part', `${seal(session)}*x`],
    ['a missing part', seal(session).split('*').slice(0, 7).join('*')],
    ['another prefix', seal(session, { prefix: 'Fe26.1' })],
    ['a vector that is not base64url', seal(session, { iv: '!' })],
    ['a signature that is not base64url', seal(session).replace(/[^*]+$/, '!')],
    ['no signature', seal(session).replace(/[^*]+$/, '')],
    ['an expiration other than the signed one', seal(session).replace('**', `*${now + 5}*`)],
    ['an empty value', ''],
  ])('S2 does not open with %s', async (_name, text) => {
    expect(await open(text)).toBeUndefined()
  })

  it.each([
    null,
    7,
    'text',
    [],
    {},
    { ...session, accessToken: 7 },
    { ...session, accessToken: undefined },
    { ...session, refreshToken: undefined },
    { ...session, user: undefined },
    { ...session, user: { ...user, id: 7 } },
    { ...session, user: { ...user, email: undefined } },
    { persistent: { ...session, user: null } },
  ])('S2 is ignored if it contains %j', async (value) => {
    expect(await open(seal(value))).toBeUndefined()
  })

  it('S2 never throws, for any text or sealed value', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.string({ maxLength: 12 }), { minLength: 7, maxLength: 7 })
        .map((parts) => ['Fe26.2', ...parts].join('*')),
    )
    await fc.assert(
      fc.asyncProperty(text, fc.jsonValue(), async (hostile, value) => {
        expect(await open(hostile)).toBeUndefined()
        expect(await open(seal(value))).toBeUndefined()
      }),
      { numRuns },
    )
  })
})
