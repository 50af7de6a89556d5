import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sessionIdOf } from './unverified-claims.ts'

const tokenOf = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`

it('S7 reads the session ID in a token', () => {
  expect(sessionIdOf(tokenOf({ sid: 'session_1' }))).toBe('session_1')
})

it.each([null, 7, 'text', [], {}, { sid: '' }, { sid: 7 }, { sid: null }])(
  'S2 finds no session ID in %j',
  (claims) => {
    expect(sessionIdOf(tokenOf(claims))).toBeUndefined()
  },
)

it('S2 never throws an error, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sessionIdOf(text)).toBeUndefined()
      expect(sessionIdOf(`${text}.${Buffer.from(text).toString('base64url')}.`)).toBeUndefined()
    }),
    { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 100) },
  )
})
