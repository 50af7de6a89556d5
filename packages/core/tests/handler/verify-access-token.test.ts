import { createEmulator } from '@latchkey/emulator'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  ConfigError,
  createAccessTokenVerifier,
  createClient,
  SessionError,
  verifyAccessToken,
} from '../../src/server.ts'

const PASSWORD = 'lantern-quartz-meadow-42'

/** A server that has only the client ID, with an observable transport to the API. */
async function secondService() {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch: emulator.fetch })
  const email = 'nadia@orchard.example'
  const user = await client.createUser({ email, password: PASSWORD, emailVerified: true })
  const outcome = await client.authenticateWithPassword({ email, password: PASSWORD })
  const token = outcome.status === 'complete' ? outcome.tokens.accessToken : ''
  const requests: Request[] = []
  const network = { isDown: false }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    requests.push(request)
    if (network.isDown) throw new TypeError('fetch failed')
    return emulator.fetch(request)
  }
  const options = { clientId, baseUrl: emulator.url, fetch, clock }
  return { emulator, user, token, options, requests, network }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (cause: unknown) => (cause instanceof SessionError ? cause.code : `${cause}`),
  )

describe('an access token without a handler', () => {
  it('RE-3: is verified with only the client ID, and the keys are fetched once, without an API key', async () => {
    const { emulator, user, token, options, requests } = await secondService()
    await using _ = emulator
    const claims = await verifyAccessToken(token, options)
    expect(claims).toMatchObject({ sub: user.id, client_id: options.clientId })
    await Promise.all(Array.from({ length: 20 }, () => verifyAccessToken(token, options)))
    expect(requests).toHaveLength(1)
    expect(new URL(requests[0]?.url ?? '').pathname).toBe(`/sso/jwks/${options.clientId}`)
    expect(requests[0]?.headers.get('authorization')).toBeNull()
  })

  it('RE-3: is refused with a code for the kind of error', async () => {
    const { emulator, token, options } = await secondService()
    await using _ = emulator
    const verify = createAccessTokenVerifier(options)
    const [head, body] = token.split('.')
    for (const bad of ['', 'nonsense', `${head}.${body}.AAAA`, `${token}x`, undefined as never, {} as never])
      expect([bad, await codeOf(verify(bad))]).toEqual([bad, 'token_invalid'])
    const elsewhere = { ...options, clientId: 'client_other', issuers: [`${options.baseUrl}/x`] }
    expect(await codeOf(verifyAccessToken(token, { ...options, issuers: ['https://other.example'] }))).toBe(
      'token_invalid',
    )
    expect(['token_invalid', 'keys_unavailable']).toContain(await codeOf(verifyAccessToken(token, elsewhere)))
    const behind = { now: () => options.clock.now() - 3_600_000 }
    expect(await codeOf(verifyAccessToken(token, { ...options, clock: behind }))).toBe('token_early')
    await emulator.default.clock.advance(3_600_000)
    expect(await codeOf(verify(token))).toBe('token_expired')
  })

  it('RE-3: is neither valid nor invalid while the keys cannot be fetched, but a known token stays valid', async () => {
    const { emulator, token, options, network } = await secondService()
    await using _ = emulator
    const impatient = { ...options, timeoutMs: 200 }
    const verify = createAccessTokenVerifier(impatient)
    network.isDown = true
    expect(await codeOf(verify(token))).toBe('keys_unavailable')
    expect(await codeOf(verify(token))).toBe('keys_unavailable')
    network.isDown = false
    await emulator.default.clock.advance(2_000)
    expect(await codeOf(verify(token))).toBe('accepted')
    network.isDown = true
    expect(await codeOf(verify(token))).toBe('accepted')
  })

  it('G1, RE-3: is not part of an error', async () => {
    const { emulator, token, options } = await secondService()
    await using _ = emulator
    const forged = `${token.slice(0, -6)}AAAAAA`
    const error: unknown = await verifyAccessToken(forged, options).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(SessionError)
    expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toContain(forged.split('.')[1])
  })

  it('is accepted with another audience only if that audience is configured', async () => {
    const { emulator, options } = await secondService()
    await using _ = emulator
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }] }
    const fetch = async () => Response.json(keys)
    const now = Math.floor(options.clock.now() / 1000)
    const claims = { iss: 'issuer', sub: 'user_1', sid: 'session_1', iat: now, exp: now + 300 }
    const signed = (aud: string | string[]) =>
      new SignJWT({ ...claims, aud }).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey)
    const codes = async (audience?: string | readonly string[]) => {
      const verify = createAccessTokenVerifier({ ...options, fetch, issuers: ['issuer'], audience })
      return Promise.all(
        ['https://orders.example', 'https://stock.example', options.clientId].map(async (aud) =>
          codeOf(verify(await signed(aud))),
        ),
      )
    }
    expect(await codes()).toEqual(['token_invalid', 'token_invalid', 'accepted'])
    expect(await codes('https://orders.example')).toEqual(['accepted', 'token_invalid', 'accepted'])
    expect(await codes(['https://orders.example', 'https://stock.example'])).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ])
  })

  it('is refused with the reason, and an outage with its cause', async () => {
    const { emulator, token, options, network } = await secondService()
    await using _ = emulator
    const other = createAccessTokenVerifier({ ...options, issuers: ['https://other.example'] })
    await expect(other(token)).rejects.toThrow('The access token is not valid: issuer')
    network.isDown = true
    const error: unknown = await createAccessTokenVerifier(options)(token).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'keys_unavailable', cause: expect.any(Error) })
  })

  it('causes an error that names a missing setting', () => {
    const given = process.env.WORKOS_CLIENT_ID
    delete process.env.WORKOS_CLIENT_ID
    try {
      expect(() => createAccessTokenVerifier()).toThrow('Pass clientId, or set WORKOS_CLIENT_ID.')
      expect(() => createAccessTokenVerifier()).toThrow(
        expect.objectContaining({ code: 'client_id_missing', option: 'clientId' }),
      )
    } finally {
      if (given !== undefined) process.env.WORKOS_CLIENT_ID = given
    }
    expect(() => createAccessTokenVerifier({ clientId: '', baseUrl: 'ftp://x' })).toThrow(ConfigError)
    expect(() => createAccessTokenVerifier({ clientId: 'client_1', clockSkewSeconds: -1 })).toThrow(
      ConfigError,
    )
  })
})
