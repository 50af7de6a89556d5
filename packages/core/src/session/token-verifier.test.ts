import fc from 'fast-check'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { cryptography } from '../base/cryptography.ts'
import { createKeySet, type KeySetError } from './key-set.ts'
import { createTokenVerifier, type TokenProblem } from './token-verifier.ts'

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
    client_id: clientId,
    iat: start,
    exp: start + 300,
    ...claims,
  }
  return new SignJWT(all)
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header })
    .sign(key ?? privateKey)
}

function setUp(prefer?: 'web', now = start * 1000, clockSkewSeconds?: number, audiences?: readonly string[]) {
  const clock = { time: now, now: () => clock.time }
  const state: { response?: unknown; keys: JsonWebKey[]; fetches: number; verified: number; fail: boolean } =
    {
      keys: [jwk],
      fetches: 0,
      verified: 0,
      fail: false,
    }
  const platform = cryptography(prefer)
  const primitives = {
    ...platform,
    async verifyKey(given: JsonWebKey) {
      const key = await platform.verifyKey(given)
      return {
        verify(...parameters: Parameters<typeof key.verify>) {
          state.verified += 1
          return key.verify(...parameters)
        },
      }
    },
  }
  const failures: unknown[] = []
  const keySet = createKeySet({
    cryptography: primitives,
    clock,
    onFailure: (cause) => failures.push(cause),
    async fetchKeys() {
      state.fetches += 1
      if (state.fail) throw new Error('down')
      return ('response' in state ? state.response : { keys: state.keys }) as { keys: JsonWebKey[] }
    },
  })
  const problems: TokenProblem[] = []
  const verifier = createTokenVerifier({
    keySet,
    clock,
    clientId,
    issuers: [issuer],
    audiences,
    clockSkewSeconds,
    onProblem: (problem) => problems.push(problem),
  })
  return { clock, state, keySet, verifier, problems, failures }
}

describe.each([
  ['node:crypto', undefined],
  ['Web Crypto', 'web' as const],
])('access tokens with %s', (_name, prefer) => {
  it('S8 are accepted if they are valid, and their claims are returned', async () => {
    const { verifier } = setUp(prefer)
    const verification = await verifier.verify(
      await token({ claims: { org_id: 'org_1', permissions: ['a'] } }),
    )
    expect(verification).toMatchObject({
      status: 'valid',
      claims: { sub: 'user_1', org_id: 'org_1', permissions: ['a'] },
    })
  })

  it('S8 S11 return no claims if the signature is wrong', async () => {
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
    ['subject', { claims: { sub: '' } }],
    ['session id', { claims: { sid: '' } }],
    ['session id', { claims: { sid: 7 } }],
    ['times', { claims: { exp: undefined } }],
    ['times', { claims: { iat: 'soon' } }],
    ['not valid yet', { claims: { nbf: start + 3600 } }],
    ['not valid yet', { claims: { nbf: start + 31 } }],
    ['not valid yet', { claims: { nbf: 'later' } }],
    ['client', { claims: { client_id: 'client_other' } }],
    ['audience', { claims: { aud: 'client_other' } }],
    ['audience', { claims: { aud: ['client_other'] } }],
    ['audience', { claims: { aud: [] } }],
    ['audience', { claims: { aud: null } }],
    ['audience', { claims: { aud: {} } }],
    ['client', { claims: { client_id: null } }],
    ['no client', { claims: { client_id: undefined } }],
    ['type', { header: { typ: 'secevent+jwt' } }],
    ['type', { header: { typ: 7 } }],
    ['key id', { header: { kid: '' } }],
    ['key id', { header: { kid: 7 } }],
    ['key id', { header: { kid: undefined } }],
    [
      'unknown key',
      { header: { kid: 'key-2', jku: 'https://evil.example/jwks', jwk: { kty: 'oct', k: 'x' } } },
    ],
  ] as [string, TokenParts][])('S8 are refused because of %s: %j', async (reason, parts) => {
    const { verifier } = setUp()
    expect(await verifier.verify(await token(parts))).toEqual({ status: 'invalid', reason })
  })

  it.each([
    { claims: { nbf: start + 30 } },
    { claims: { nbf: start - 1 } },
    { claims: { client_id: clientId } },
    { claims: { aud: clientId } },
    { claims: { aud: ['client_other', clientId] } },
    { claims: { client_id: undefined, aud: clientId } },
    { claims: { iat: start + 30 } },
    { header: { typ: 'JWT' } },
    { header: { typ: 'at+jwt' } },
    { header: { typ: 'application/at+JWT' } },
  ] as TokenParts[])('S8 can have %j', async (parts) => {
    expect((await setUp().verifier.verify(await token(parts))).status).toBe('valid')
  })

  it('S-07: are accepted with an audience of the app only if that audience is configured', async () => {
    const audiences = ['https://api.example.com', 'https://reports.example.com']
    const { verifier } = setUp(undefined, undefined, undefined, audiences)
    for (const aud of [audiences[0], [audiences[1], 'client_other'], clientId]) {
      for (const client_id of [clientId, undefined]) {
        const text = await token({ claims: { aud, client_id } })
        expect(await verifier.verify(text), text).toMatchObject({ status: 'valid' })
        expect((await setUp().verifier.verify(text)).status).toBe(aud === clientId ? 'valid' : 'invalid')
      }
    }
    for (const claims of [
      { aud: 'https://api.example.com/' },
      { aud: audiences[0], client_id: 'client_other' },
    ])
      expect((await verifier.verify(await token({ claims }))).status).toBe('invalid')
  })

  it('S-07, R8: are refused with a reported reason, and with their claims if the signature is valid', async () => {
    const { verifier, problems } = setUp()
    await verifier.verify('junk')
    await verifier.verify(await token({ claims: { iss: 'https://proxy.example' } }))
    await verifier.verify(await token({ claims: { iat: start + 90 } }))
    await verifier.verify(await token())
    expect(problems).toEqual([
      { reason: 'not a compact JWS', claims: undefined },
      { reason: 'issuer', claims: expect.objectContaining({ iss: 'https://proxy.example' }) },
      { reason: 'early', offsetSeconds: 90 },
    ])
  })

  it('S8 are refused if they are not a compact JWS of two JSON objects', async () => {
    const { verifier } = setUp()
    const good = await token()
    const [head = '', body = '', tail = ''] = good.split('.')
    const encode = (text: string) => Buffer.from(text).toString('base64url')
    const refused: [string, string][] = [
      ['', 'not a compact JWS'],
      [`${head}.${body}`, 'not a compact JWS'],
      [`${good}.x`, 'not a compact JWS'],
      [`!.${body}.${tail}`, 'header'],
      [`${encode('{')}.${body}.${tail}`, 'header'],
      ...['[]', 'null', '7', '"text"'].map((one): [string, string] => [
        `${encode(one)}.${body}.${tail}`,
        'header',
      ]),
      ...['[]', 'null', '7', '{'].map((one): [string, string] => [
        `${head}.${encode(one)}.${tail}`,
        'encoding',
      ]),
      [`${head}.${body}.!`, 'encoding'],
    ]
    for (const [text, reason] of refused) {
      expect(await verifier.verify(text), text).toEqual({ status: 'invalid', reason })
    }
  })

  it('S8 can be 64 KiB long, and are refused if they are longer', async () => {
    const { verifier } = setUp()
    expect(await verifier.verify('x'.repeat(64 * 1024))).toMatchObject({ reason: 'not a compact JWS' })
    expect(await verifier.verify('x'.repeat(64 * 1024 + 1))).toEqual({
      status: 'invalid',
      reason: 'too long',
    })
  })

  it('are verified once, and again after their session was signed out', async () => {
    const { verifier, state } = setUp()
    const text = await token()
    const other = await token({ claims: { sid: 'session_2' } })
    for (const one of [text, other, text, other]) {
      expect((await verifier.verify(one)).status).toBe('valid')
    }
    expect(state.verified).toBe(2)
    verifier.forget('session_1')
    await verifier.verify(other)
    expect(state.verified).toBe(2)
    await verifier.verify(text)
    expect(state.verified).toBe(3)
  })

  it('S8 are refused with alg none, HS256 keyed with the public key, or unknown critical headers', async () => {
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

  it('S8 never cause an exception, for any text', async () => {
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
      { numRuns: Number(process.env.LATCHKEY_PROPERTY_RUNS ?? 300) },
    )
  })

  it('S9 are accepted with a clock skew of 30 seconds, which can be set to 0', async () => {
    const text = await token()
    expect((await setUp(undefined, (start + 329) * 1000).verifier.verify(text)).status).toBe('valid')
    expect((await setUp(undefined, (start + 331) * 1000).verifier.verify(text)).status).toBe('expired')
    expect((await setUp(undefined, (start + 300) * 1000, 0).verifier.verify(text)).status).toBe('expired')
    expect((await setUp(undefined, (start - 31) * 1000).verifier.verify(text)).status).toBe('early')
    expect((await setUp(undefined, (start + 330) * 1000).verifier.verify(text)).status).toBe('expired')
    for (const skew of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
      expect(() => setUp(undefined, 0, skew)).toThrow(
        expect.objectContaining({
          code: 'option_invalid',
          option: 'clockSkewSeconds',
          message: expect.stringContaining('0 or more'),
        }),
      )
    }
  })

  it('are no longer valid once their key leaves the key set', async () => {
    const { verifier, state, clock, keySet } = setUp()
    const text = await token()
    expect((await verifier.verify(text)).status).toBe('valid')
    const other = await keyPair('key-2')
    state.keys = [other.jwk]
    clock.time += 2_000
    await keySet.find('key-2')
    expect(await verifier.verify(text)).toEqual({ status: 'invalid', reason: 'unknown key' })
    // The key that returns with the same ID is a different key, which did not sign the token.
    state.keys = [{ ...other.jwk, kid: 'key-1' } as JsonWebKey]
    clock.time += 2_000
    await keySet.find('key-1')
    expect(await verifier.verify(text)).toEqual({ status: 'invalid', reason: 'signature' })
  })
})

describe('the key set', () => {
  it('S10 is fetched once under load', async () => {
    const { verifier, state } = setUp()
    const text = await token()
    await Promise.all(Array.from({ length: 200 }, () => verifier.verify(text)))
    expect(state.fetches).toBe(1)
  })

  it('S10 adopts a rotated key with the first token that needs it', async () => {
    const { verifier, state, clock } = setUp()
    await verifier.verify(await token())
    const next = await keyPair('key-2')
    state.keys = [jwk, next.jwk]
    clock.time += 1_000
    const rotated = await token({ header: { kid: 'key-2' }, key: next.privateKey })
    expect((await verifier.verify(rotated)).status).toBe('valid')
    expect(state.fetches).toBe(2)
  })

  it('S10 is fetched at most five times a minute for random key IDs', async () => {
    const { verifier, state, clock } = setUp()
    for (let index = 0; index < 50; index += 1) {
      await Promise.resolve(verifier.verify(await token({ header: { kid: `random-${index}` } }))).catch(
        () => {},
      )
      clock.time += 1_100
    }
    expect(state.fetches).toBeLessThanOrEqual(5)
  })

  it('S10 keeps tokens valid during an outage and after a malformed response', async () => {
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

  it('S10 decides nothing about a key that it cannot fetch yet, and fetches it later', async () => {
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

  it('S10 is fetched from a failing endpoint at most once per second and five times per minute', async () => {
    const { keySet, state, clock } = setUp()
    const begin = clock.time
    state.fail = true
    const findAt = async (ms: number) => {
      clock.time = begin + ms
      await keySet.find('key-1').catch(() => {})
      return state.fetches
    }
    expect(await findAt(0)).toBe(1)
    expect(await findAt(0)).toBe(1)
    expect(await findAt(999)).toBe(1)
    expect(await findAt(1_000)).toBe(2)
    expect(await findAt(2_000)).toBe(3)
    expect(await findAt(2_500)).toBe(3)
    expect(await findAt(3_000)).toBe(4)
    expect(await findAt(4_000)).toBe(5)
    expect(await findAt(59_999)).toBe(5)
    expect(await findAt(60_000)).toBe(6)
    expect(await findAt(60_999)).toBe(6)
    // A clock that was set back must not cause a wait of an hour.
    expect(await findAt(-3_600_000)).toBe(7)
  })

  it('S10 is fetched again after ten minutes, while requests continue with the old keys', async () => {
    const { keySet, state, clock } = setUp()
    await keySet.find('key-1')
    clock.time += 10 * 60_000
    expect(await keySet.find('key-1')).toBeDefined()
    expect(state.fetches).toBe(1)
    clock.time += 1
    state.fail = true
    expect(await keySet.find('key-1')).toBeDefined()
    expect(state.fetches).toBe(2)
  })

  it('S10 can be fetched in advance, once, and an outage at that time is not a failure', async () => {
    const { keySet, state, clock } = setUp()
    state.fail = true
    await keySet.warm()
    expect(keySet.has('key-1')).toBe(false)
    state.fail = false
    clock.time += 1_000
    await keySet.warm()
    expect(keySet.has('key-1')).toBe(true)
    clock.time += 1_000
    await keySet.warm()
    expect(state.fetches).toBe(2)
  })

  it('S10 uses only RS256 signing keys, and ignores all other keys', async () => {
    const { keySet, state, clock } = setUp()
    const { use: _use, alg: _alg, ...plain } = jwk as JsonWebKey & { kid: string }
    const odd = [
      null,
      'text',
      { ...jwk, kid: 'ec', kty: 'EC' },
      { ...jwk, kid: 'typeless', kty: undefined },
      { ...jwk, kid: 'encrypts', use: 'enc' },
      { ...jwk, kid: 'other', alg: 'RS512' },
      { ...jwk, kid: 'empty', n: undefined },
      { ...jwk, kid: 7 },
      { ...jwk, kid: undefined },
    ]
    state.keys = [...odd, { ...plain, kid: 'plain' }, jwk] as JsonWebKey[]
    await keySet.warm()
    const ids = ['ec', 'typeless', 'encrypts', 'other', 'empty', '7', 'undefined', 'plain', 'key-1']
    expect(ids.filter((id) => keySet.has(id))).toEqual(['plain', 'key-1'])
    expect(keySet.has(7 as unknown as string) || keySet.has(undefined as unknown as string)).toBe(false)
    clock.time += 1_000
    for (const response of [null, {}, { keys: null }, { keys: 'text' }, { keys: odd }]) {
      state.response = response
      clock.time += 60_000
      await expect(keySet.find('unknown')).rejects.toThrow('no usable key')
    }
  })

  it.each([512, 1024, 2040])('S8, S-13: an RSA key of %i bits verifies nothing', async (modulusLength) => {
    const { generateKeyPairSync } = await import('node:crypto')
    const weak = generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' })
    const { keySet, state, failures, clock } = setUp()
    state.keys = [{ ...weak, kid: 'weak' } as JsonWebKey, jwk]
    await keySet.warm()
    expect([keySet.has('weak'), keySet.has('key-1'), failures]).toEqual([false, true, []])
    state.keys = [{ ...weak, kid: 'weak' } as JsonWebKey]
    clock.time += 60_000
    await expect(keySet.find('weak')).rejects.toThrow('shorter than 2048 bits')
    expect((failures[0] as KeySetError).code).toBe('weak')
  })

  it.each([
    ['a short modulus with zero bytes before it', (n: Buffer) => Buffer.concat([Buffer.alloc(128), n])],
    ['a modulus of zero bytes', () => Buffer.alloc(256)],
  ])('S-13: %s verifies nothing', async (_name, change) => {
    const { generateKeyPairSync } = await import('node:crypto')
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
    const n = change(Buffer.from(short.n as string, 'base64url')).toString('base64url')
    const { keySet, state } = setUp()
    state.keys = [{ ...short, n, kid: 'padded' } as JsonWebKey]
    await expect(keySet.find('padded')).rejects.toThrow('shorter than 2048 bits')
  })

  it('S-13: the length of a key does not include zero bytes before its modulus', async () => {
    const n = Buffer.concat([Buffer.alloc(1), Buffer.from(jwk.n as string, 'base64url')]).toString(
      'base64url',
    )
    const { keySet, state } = setUp()
    state.keys = [{ ...jwk, n, kid: 'padded' } as JsonWebKey]
    expect(await keySet.find('padded')).toBeDefined()
  })

  it('S10 treats a response without a list of keys as an outage of the endpoint', async () => {
    const { verifier, state } = setUp()
    for (const response of [undefined, null, {}, { keys: null }, { keys: 'key-1' }, { keys: { 0: jwk } }]) {
      state.response = response
      await expect(verifier.verify(await token())).rejects.toThrow()
    }
  })

  it('S10 treats an empty list of keys as an outage, not as a decision', async () => {
    const { verifier, state } = setUp()
    state.keys = []
    await expect(verifier.verify(await token())).rejects.toThrow('no usable key')
  })

  it('S10 throws an error if no key was ever fetched, so that the caller decides nothing about the user', async () => {
    const { verifier, state } = setUp()
    state.fail = true
    await expect(verifier.verify(await token())).rejects.toThrow()
  })
})
