import fc from 'fast-check'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { cryptography } from './crypto.ts'
import { createKeySet } from './key-set.ts'
import { createTokenVerifier } from './token.ts'

const clientId = 'client_01ORCHARD'
const issuer = `https://api.example.com/user_management/${clientId}`
const start = 1_750_000_000

let privateKey: CryptoKey
let jwk: JsonWebKey & { kid: string }

async function keyPair(kid: string) {
  const pair = await generateKeyPair('RS256', { extractable: true })
  return {
    privateKey: pair.privateKey,
    jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' },
  }
}

beforeAll(async () => {
  ;({ privateKey, jwk } = (await keyPair('key-1')) as { privateKey: CryptoKey; jwk: typeof jwk })
})

interface TokenParts {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  key?: CryptoKey
}

function token({ claims, header, key }: TokenParts = {}) {
  const all = {
    iss: issuer,
    sub: 'user_1',
    sid: 'session_1',
    iat: start,
    exp: start + 300,
    ...claims,
  }
  return new SignJWT(all)
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header })
    .sign(key ?? privateKey)
}

function setUp(prefer?: 'web', now = start * 1000, clockSkewSeconds?: number) {
  const clock = { time: now, now: () => clock.time }
  const state = { keys: [jwk] as JsonWebKey[], fetches: 0, fail: false }
  const primitives = cryptography(prefer)
  const keySet = createKeySet({
    cryptography: primitives,
    clock,
    async fetchKeys() {
      state.fetches += 1
      if (state.fail) throw new Error('down')
      return { keys: state.keys }
    },
  })
  const verifier = createTokenVerifier({
    keySet,
    cryptography: primitives,
    clock,
    clientId,
    issuers: [issuer],
    clockSkewSeconds,
  })
  return { clock, state, keySet, verifier }
}

describe.each([
  ['node:crypto', undefined],
  ['Web Crypto', 'web' as const],
])('access tokens with %s', (_name, prefer) => {
  it('S8 accepts a good token and gives its claims', async () => {
    const { verifier } = setUp(prefer)
    const verdict = await verifier.verify(await token({ claims: { org_id: 'org_1', permissions: ['a'] } }))
    expect(verdict).toMatchObject({
      status: 'valid',
      claims: { sub: 'user_1', org_id: 'org_1', permissions: ['a'] },
    })
  })

  it('S8 S11 gives no claims of a token whose signature is wrong', async () => {
    const { verifier } = setUp(prefer)
    const [head, , tail] = (await token()).split('.')
    const body = Buffer.from(
      JSON.stringify({ iss: issuer, sub: 'user_2', sid: 's', iat: start, exp: start + 9 }),
    )
    const forged = `${head}.${body.toString('base64url')}.${tail}`
    expect(await verifier.verify(forged)).toEqual({ status: 'invalid', reason: 'signature' })
  })
})

describe('access tokens', () => {
  it.each([
    ['issuer', { claims: { iss: 'https://evil.example' } }],
    ['issuer', { claims: { iss: undefined } }],
    ['subject', { claims: { sub: undefined } }],
    ['subject', { claims: { sub: 7 } }],
    ['session id', { claims: { sid: '' } }],
    ['times', { claims: { exp: undefined } }],
    ['times', { claims: { iat: 'soon' } }],
    ['not valid yet', { claims: { nbf: start + 3600 } }],
    ['client', { claims: { client_id: 'client_other' } }],
    ['audience', { claims: { aud: 'client_other' } }],
    ['type', { header: { typ: 'secevent+jwt' } }],
    ['key id', { header: { kid: '' } }],
    [
      'unknown key',
      { header: { kid: 'key-2', jku: 'https://evil.example/jwks', jwk: { kty: 'oct', k: 'x' } } },
    ],
  ] as [string, TokenParts][])('S8 refuses by %s: %j', async (reason, parts) => {
    const { verifier } = setUp()
    expect(await verifier.verify(await token(parts))).toEqual({ status: 'invalid', reason })
  })

  it('S8 refuses none, HS256 keyed with the public key, and unknown critical headers', async () => {
    const { verifier } = setUp()
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = encode({ iss: issuer, sub: 'u', sid: 's', iat: start, exp: start + 300 })
    expect(await verifier.verify(`${encode({ alg: 'none', kid: 'key-1' })}.${claims}.`)).toMatchObject({
      reason: 'algorithm',
    })
    expect(await verifier.verify(`${encode({ alg: 'HS256', kid: 'key-1' })}.${claims}.AAAA`)).toMatchObject({
      reason: 'algorithm',
    })
    const critical = encode({ alg: 'RS256', kid: 'key-1', crit: ['b64'], b64: true })
    expect(await verifier.verify(`${critical}.${claims}.AAAA`)).toMatchObject({ reason: 'critical header' })
  })

  it('S8 never throws for any text', async () => {
    const { verifier } = setUp()
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.base64String(), fc.base64String()).map((p) => p.join('.')),
        ),
        async (text) => {
          expect((await verifier.verify(`${text}.${text}.${text}`)).status).toBe('invalid')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('S9 allows 30 seconds of skew, and honours 0', async () => {
    const text = await token()
    expect((await setUp(undefined, (start + 329) * 1000).verifier.verify(text)).status).toBe('valid')
    expect((await setUp(undefined, (start + 331) * 1000).verifier.verify(text)).status).toBe('expired')
    expect((await setUp(undefined, (start + 300) * 1000, 0).verifier.verify(text)).status).toBe('expired')
    expect((await setUp(undefined, (start - 31) * 1000).verifier.verify(text)).status).toBe('early')
    for (const skew of [Number.NaN, -1]) expect(() => setUp(undefined, 0, skew)).toThrow(/clockSkewSeconds/)
  })

  it('forgets a verified token at once when its key leaves the key set', async () => {
    const { verifier, state, clock, keySet } = setUp()
    const text = await token()
    expect((await verifier.verify(text)).status).toBe('valid')
    const other = await keyPair('key-2')
    state.keys = [other.jwk]
    clock.time += 2_000
    await keySet.find('key-2')
    expect(await verifier.verify(text)).toEqual({ status: 'invalid', reason: 'unknown key' })
  })
})

describe('the key set', () => {
  it('S10 fetches once under load', async () => {
    const { verifier, state } = setUp()
    const text = await token()
    await Promise.all(Array.from({ length: 200 }, () => verifier.verify(text)))
    expect(state.fetches).toBe(1)
  })

  it('S10 takes a rotation up at the first token that needs it', async () => {
    const { verifier, state, clock } = setUp()
    await verifier.verify(await token())
    const next = await keyPair('key-2')
    state.keys = [jwk, next.jwk]
    clock.time += 1_000
    const rotated = await token({ header: { kid: 'key-2' }, key: next.privateKey })
    expect((await verifier.verify(rotated)).status).toBe('valid')
    expect(state.fetches).toBe(2)
  })

  it('S10 fetches at most five times a minute under random ids', async () => {
    const { verifier, state, clock } = setUp()
    for (let index = 0; index < 50; index += 1) {
      await Promise.resolve(verifier.verify(await token({ header: { kid: `random-${index}` } }))).catch(
        () => {},
      )
      clock.time += 1_100
    }
    expect(state.fetches).toBeLessThanOrEqual(5)
  })

  it('S10 keeps good tokens through an outage and a malformed answer', async () => {
    const { verifier, state, clock } = setUp()
    const text = await token({ claims: { exp: start + 36_000 } })
    await verifier.verify(text)
    state.fail = true
    clock.time += 11 * 60_000
    expect((await verifier.verify(text)).status).toBe('valid')
    state.fail = false
    state.keys = [{ kty: 'RSA' }, 'nonsense' as unknown as JsonWebKey]
    clock.time += 11 * 60_000
    await expect(verifier.verify(await token({ header: { kid: 'unknown' } }))).rejects.toThrow()
    expect((await verifier.verify(text)).status).toBe('valid')
  })

  it('S10 says nothing about a key it may not ask for any more, and learns it when it may', async () => {
    const { verifier, state, clock } = setUp()
    for (let index = 0; index < 5; index += 1) {
      await Promise.resolve(verifier.verify(await token({ header: { kid: `random-${index}` } }))).catch(
        () => {},
      )
      clock.time += 1_100
    }
    const next = await keyPair('key-2')
    state.keys = [jwk, next.jwk]
    const rotated = await token({ header: { kid: 'key-2' }, key: next.privateKey })
    await expect(verifier.verify(rotated)).rejects.toThrow('too often')
    clock.time += 60_000
    expect((await verifier.verify(rotated)).status).toBe('valid')
  })

  it('S10 takes an empty key set for an outage, not for a verdict', async () => {
    const { verifier, state } = setUp()
    state.keys = []
    await expect(verifier.verify(await token())).rejects.toThrow('no usable key')
  })

  it('S10 throws when no key was ever fetched, so that the caller decides nothing about the person', async () => {
    const { verifier, state } = setUp()
    state.fail = true
    await expect(verifier.verify(await token())).rejects.toThrow()
  })
})
