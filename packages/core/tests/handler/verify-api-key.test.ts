import { createEmulator } from '@latchkey/emulator'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  ApiError,
  checkRequirement,
  createApiKeyVerifier,
  createClient,
  SessionError,
} from '../../src/server.ts'

/** An app with an API key of an organization and one of a user, with an observable transport to the API. */
async function keyFixture(options: { maxAgeSeconds?: number } = {}) {
  const emulator = await createEmulator()
  const { apiKey, clientId } = emulator.default
  const clock = { now: () => emulator.default.clock.now().getTime() }
  const network: {
    status?: number
    expiresAt?: unknown
    isDown: boolean
    requested: string[]
    /** Responses wait for this. */
    held?: Promise<void>
  } = {
    isDown: false,
    requested: [],
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.endsWith('/api_keys/validations')) return emulator.fetch(request)
    network.requested.push(request.url)
    await network.held
    if (network.isDown) throw new TypeError('fetch failed')
    if (network.status) return Response.json({ message: 'no', code: 'no' }, { status: network.status })
    const response = await emulator.fetch(request)
    if (network.expiresAt === undefined) return response
    const { api_key } = await response.json()
    return Response.json({ api_key: { ...api_key, expires_at: network.expiresAt } })
  }
  const client = createClient({ apiKey, clientId, baseUrl: emulator.url, fetch, clock, maxRetries: 0 })
  await client.createPermission({ slug: 'reports:read', name: 'Read reports' })
  const organization = await client.createOrganization({ name: 'Orchard' })
  const key = await client.createOrganizationApiKey({
    organizationId: organization.id,
    name: 'Build',
    permissions: ['reports:read'],
  })
  const apiKeys = createApiKeyVerifier({ client, ...options })
  const after = (seconds: number) => emulator.default.clock.advance(seconds * 1000)
  return { emulator, client, organization, key, apiKeys, network, after }
}

const withKey = (value: string) => ({ headers: new Headers({ authorization: `Bearer ${value}` }) })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (cause: unknown) =>
      cause instanceof SessionError || cause instanceof ApiError ? cause.code : `${cause}`,
  )

describe('a caller with an API key', () => {
  it('RE-3: meets the same requirements as a session', async () => {
    const { emulator, organization, key, apiKeys } = await keyFixture()
    await using _ = emulator
    const caller = await apiKeys.verify(withKey(key.value))
    expect(caller).toMatchObject({ apiKeyId: key.id, name: 'Build', userId: undefined })
    expect(await apiKeys.verify(key.value)).toEqual(caller)
    for (const [requirement, verdict] of [
      [{ permission: 'reports:read' }, 'met'],
      [{ organization: organization.id }, 'met'],
      [{ permission: 'reports:write' }, 'forbidden'],
      [{ organization: 'org_other' }, 'forbidden'],
      [{ role: 'admin' }, 'forbidden'],
      [{ freshWithin: 3_600 }, 'not-fresh'],
    ] as const)
      expect([requirement, checkRequirement(caller, requirement)]).toEqual([requirement, verdict])
  })

  it('RE-3: acts for a user as long as the user is a member', async () => {
    const { emulator, client, organization, apiKeys, after } = await keyFixture()
    await using _ = emulator
    const user = await client.createUser({ email: 'nadia@orchard.example', emailVerified: true })
    const at = { userId: user.id, organizationId: organization.id }
    const membership = await client.createOrganizationMembership(at)
    const { value } = await client.createUserApiKey({ ...at, name: 'Own' })
    expect(await apiKeys.verify(value)).toMatchObject(at)
    await client.deleteOrganizationMembership({ organizationMembershipId: membership.id })
    expect(await codeOf(apiKeys.verify(value))).toBe('accepted')
    apiKeys.forget({ event: 'organization_membership.deleted', data: membership })
    expect(await codeOf(apiKeys.verify(value))).toBe('api_key_invalid')
    await after(1)
  })

  it('RE-3: is refused with a code, and a string that cannot be a key is not sent to the API', async () => {
    const { emulator, apiKeys, network } = await keyFixture()
    await using _ = emulator
    for (const from of [
      undefined,
      null,
      { headers: new Headers() },
      { headers: new Headers({ authorization: 'Basic x' }) },
    ])
      expect(await codeOf(apiKeys.verify(from))).toBe('api_key_missing')
    for (const from of ['', ' ', 'a b', 'ключ', 'x'.repeat(1_001), 'a\r\nb', withKey('')])
      expect([from, await codeOf(apiKeys.verify(from))]).toEqual([from, 'api_key_invalid'])
    expect(network.requested).toEqual([])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await codeOf(apiKeys.verify(text))).toBe('api_key_invalid')
      }),
      { numRuns: 100 },
    )
  })
})

describe('the cached result for an API key', () => {
  it('T6, RE-3: is requested once per cache period, regardless of the number of parallel requests', async () => {
    const { emulator, client, key, apiKeys, network, after } = await keyFixture()
    await using _ = emulator
    await Promise.all(Array.from({ length: 20 }, () => apiKeys.verify(key.value)))
    await Promise.all(Array.from({ length: 20 }, () => codeOf(apiKeys.verify('sk_unknown'))))
    expect(network.requested).toHaveLength(2)
    await client.deleteApiKey({ apiKeyId: key.id })
    await after(9)
    expect(await codeOf(apiKeys.verify(key.value))).toBe('accepted')
    await after(1)
    expect(await codeOf(apiKeys.verify(key.value))).toBe('api_key_invalid')
  })

  it('T6, RE-3: is removed immediately by an event, even while a request for it is in progress', async () => {
    const { emulator, client, key, apiKeys, organization } = await keyFixture()
    await using _ = emulator
    const early = apiKeys.verify(key.value)
    await client.deleteApiKey({ apiKeyId: key.id })
    apiKeys.forget({ event: 'user.updated', data: { id: key.id } })
    apiKeys.forget({ event: 'api_key.revoked', data: { id: key.id } })
    await codeOf(early)
    expect(await codeOf(apiKeys.verify(key.value))).toBe('api_key_invalid')
    const other = await client.createOrganizationApiKey({ organizationId: organization.id, name: 'Other' })
    await apiKeys.verify(other.value)
    await client.deleteOrganization({ organizationId: organization.id })
    apiKeys.forget({ event: 'organization.deleted', data: organization })
    expect(await codeOf(apiKeys.verify(other.value))).toBe('api_key_invalid')
  })

  it.each<[string, (ids: { user: string; organization: string; key: string }) => object]>([
    ['organization_membership.deleted', ({ user }) => ({ id: 'om_1', user_id: user })],
    ['organization_membership.updated', ({ user }) => ({ id: 'om_1', userId: user })],
    ['organization_membership.removed', ({ user }) => ({ id: 'om_1', user_id: user })],
    ['user.deleted', ({ user }) => ({ id: user })],
    ['organization.deleted', ({ organization }) => ({ id: organization })],
    ['api_key.revoked', ({ key }) => ({ id: key })],
    // Events without the affected user apply to all cached results.
    ['organization_membership.deleted', () => ({ id: 'om_1' })],
    ['user.deleted', () => ({})],
    ['organization.deleted', () => ({ id: 7 })],
    ['api_key.revoked', () => [null]],
  ])('RE-3: is removed by the webhook event %s, raw or decoded (%#)', async (event, dataOf) => {
    const { emulator, client, organization, apiKeys } = await keyFixture({ maxAgeSeconds: 300 })
    await using _ = emulator
    const user = await client.createUser({ email: 'nadia@orchard.example', emailVerified: true })
    const at = { userId: user.id, organizationId: organization.id }
    await client.createOrganizationMembership(at)
    const { id, value } = await client.createUserApiKey({ ...at, name: 'Own' })
    expect(await codeOf(apiKeys.verify(value))).toBe('accepted')
    await client.deleteApiKey({ apiKeyId: id })
    const other = { user: 'user_other', organization: 'org_other', key: 'api_key_other' }
    const isAboutOne = JSON.stringify(dataOf(other)).includes('other')
    if (isAboutOne) {
      apiKeys.forget({ event, data: dataOf(other) })
      expect(await codeOf(apiKeys.verify(value))).toBe('accepted')
    }
    apiKeys.forget({ event, data: dataOf({ user: user.id, organization: organization.id, key: id }) })
    expect(await codeOf(apiKeys.verify(value))).toBe('api_key_invalid')
  })

  it.each(['never', '', '2026-13-45T00:00:00Z', '1970-01-01T00:00:00Z'])(
    'RE-3: is expired if the expiration of the key is %j, which is not in the future',
    async (expiresAt) => {
      const { emulator, client, key, apiKeys, network } = await keyFixture()
      await using _ = emulator
      network.expiresAt = expiresAt
      expect(await codeOf(apiKeys.verify(key.value))).toBe('api_key_invalid')
      network.expiresAt = null
      expect(await codeOf(createApiKeyVerifier({ client }).verify(key.value))).toBe('accepted')
    },
  )

  it('RE-3: expires with the key', async () => {
    const { emulator, client, organization, apiKeys, after, network } = await keyFixture({
      maxAgeSeconds: 300,
    })
    await using _ = emulator
    const expiresAt = new Date(emulator.default.clock.now().getTime() + 60_000).toISOString()
    const { value } = await client.createOrganizationApiKey({
      organizationId: organization.id,
      name: 'Short',
      expiresAt,
    })
    expect(await codeOf(apiKeys.verify(value))).toBe('accepted')
    await after(61)
    expect(await codeOf(apiKeys.verify(value))).toBe('api_key_invalid')
    expect(network.requested).toHaveLength(1)
  })

  it('RE-3: is not created while the API is down or refuses this app', async () => {
    const { emulator, key, apiKeys, network } = await keyFixture({ maxAgeSeconds: 0 })
    await using _ = emulator
    network.isDown = true
    await expect(apiKeys.verify(key.value)).rejects.toMatchObject({
      code: 'api_key_unavailable',
      cause: expect.objectContaining({ code: 'network' }),
    })
    network.isDown = false
    for (const [status, code] of [
      [500, 'api_key_unavailable'],
      [429, 'api_key_unavailable'],
      [400, 'api_key_invalid'],
      [404, 'api_key_invalid'],
      [409, 'api_key_unavailable'],
      [422, 'api_key_invalid'],
    ] as const) {
      network.status = status
      expect([status, await codeOf(apiKeys.verify(key.value))]).toEqual([status, code])
    }
    for (const status of [401, 403]) {
      network.status = status
      await expect(apiKeys.verify(key.value)).rejects.toBeInstanceOf(ApiError)
    }
    network.status = 500
    await expect(apiKeys.verify(key.value)).rejects.toMatchObject({ cause: expect.any(ApiError) })
    network.status = undefined
    expect(await codeOf(apiKeys.verify(key.value))).toBe('accepted')
  })

  it.each([-1, Number.NaN, 301, '10' as never])(
    'RE-3: cannot have maxAgeSeconds %s, with an error that names the option',
    async (maxAgeSeconds) => {
      await expect(keyFixture({ maxAgeSeconds })).rejects.toMatchObject({
        code: 'option_invalid',
        option: 'maxAgeSeconds',
        message: expect.stringContaining('maxAgeSeconds must be a number from 0 to 300.'),
      })
    },
  )

  it('T6, RE-3: is not stored if an event arrived while it was requested, also for parallel requests', async () => {
    const { emulator, client, key, apiKeys, network } = await keyFixture({ maxAgeSeconds: 300 })
    await using _ = emulator
    const { promise, resolve } = Promise.withResolvers<void>()
    network.held = promise
    const early = apiKeys.verify(key.value)
    await vi.waitFor(() => expect(network.requested).toHaveLength(1))
    apiKeys.forget({ event: 'api_key.revoked', data: { id: key.id } })
    const later = [apiKeys.verify(key.value), apiKeys.verify(key.value)]
    // The later requests do not share the call that began before the event, but one of their own.
    await vi.waitFor(() => expect(network.requested).toHaveLength(2))
    resolve()
    await Promise.all([early, ...later])
    expect(network.requested).toHaveLength(2)
    await client.deleteApiKey({ apiKeyId: key.id })
    expect(await codeOf(apiKeys.verify(key.value))).toBe('accepted')
    apiKeys.forget({ event: 'api_key.revoked', data: { id: key.id } })
    expect(await codeOf(apiKeys.verify(key.value))).toBe('api_key_invalid')
  })

  it.each(['user.updated', 'organization_domain.verified', 'session.created'])(
    'is kept after the event %s, which changes no key',
    async (event) => {
      const { emulator, key, apiKeys, network } = await keyFixture({ maxAgeSeconds: 300 })
      await using _ = emulator
      await apiKeys.verify(key.value)
      apiKeys.forget({ event, data: {} })
      await apiKeys.verify(key.value)
      expect(network.requested).toHaveLength(1)
    },
  )

  it('is kept for other keys, and for refused ones, after an event', async () => {
    const { emulator, client, organization, key, apiKeys, network } = await keyFixture({ maxAgeSeconds: 300 })
    await using _ = emulator
    const other = await client.createOrganizationApiKey({ organizationId: organization.id, name: 'Other' })
    await Promise.all([apiKeys.verify(key.value), apiKeys.verify(other.value)])
    await codeOf(apiKeys.verify('sk_unknown'))
    apiKeys.forget({ event: 'api_key.revoked', data: { id: key.id } })
    await apiKeys.verify(other.value)
    await codeOf(apiKeys.verify('sk_unknown'))
    expect(network.requested).toHaveLength(3)
  })

  it('is requested again exactly when its period ends, and a key of 1,000 characters is still sent', async () => {
    const { emulator, apiKeys, network, after } = await keyFixture({ maxAgeSeconds: 10 })
    await using _ = emulator
    await codeOf(apiKeys.verify('x'.repeat(1_000)))
    expect(network.requested).toHaveLength(1)
    await after(10)
    await codeOf(apiKeys.verify('x'.repeat(1_000)))
    expect(network.requested).toHaveLength(2)
  })
})
