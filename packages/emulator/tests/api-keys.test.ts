import { afterAll, describe, expect, it } from 'vitest'
import { organization, start, verifiedUser, walk } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const validate = async (value: string) =>
  (await call('POST', '/api_keys/validations', { value })).body.api_key

it('L4: an API key of an organization is shown once, stored as a hash, validated and deleted', async () => {
  await call('POST', '/authorization/permissions', { slug: 'posts:read', name: 'Read' })
  const id = await organization(caller, 'Keys')
  const path = `/organizations/${id}/api_keys`
  const made = await call('POST', path, { name: 'CI', permissions: ['posts:read'] })
  expect(made).toMatchObject({
    status: 201,
    body: { object: 'api_key', owner: { type: 'organization', id }, last_used_at: null, expires_at: null },
  })
  const { value, ...shown } = made.body
  expect(shown.obfuscated_value).toBe(`sk_...${value.slice(-4)}`)
  const listed = await call('GET', path)
  expect(listed.body.data).toEqual([shown])
  expect(Buffer.from(await environment.snapshot()).toString()).not.toContain(value)
  expect(await validate(value)).toMatchObject({ id: shown.id, permissions: ['posts:read'] })
  expect((await validate(value)).last_used_at).toEqual(expect.any(String))
  expect(await validate(`${value}x`)).toBeNull()
  expect((await call('GET', '/organizations', undefined, { authorization: `Bearer ${value}` })).status).toBe(
    401,
  )

  expect((await call('DELETE', `/api_keys/${shown.id}`)).status).toBe(204)
  expect(await validate(value)).toBeNull()
  expect((await call('DELETE', `/api_keys/${shown.id}`)).status).toBe(404)
  const [created] = await environment.events.list({ event: 'api_key.created' })
  expect(created?.data).toEqual(shown)
  expect(await environment.events.list({ event: 'api_key.revoked' })).toHaveLength(1)
})

describe('the expiration of an API key', () => {
  it('follows the clock', async () => {
    const path = `/organizations/${await organization(caller, 'Ends')}/api_keys`
    const expires_at = new Date(environment.clock.now().getTime() + 60_000).toISOString()
    const { body } = await call('POST', path, { name: 'short', expires_at })
    expect(await validate(body.value)).toMatchObject({ expires_at })
    await environment.clock.advance({ minutes: 1 })
    expect(await validate(body.value)).toBeNull()
    expect((await call('POST', `/api_keys/${body.id}/expire`, {})).body.code).toBe('api_key_already_expired')
    expect((await call('POST', path, { name: 'past', expires_at })).body.errors).toMatchObject([
      { field: 'expires_at', code: 'invalid_expires_at' },
    ])
  })

  it('can be set to the current time or later', async () => {
    const path = `/organizations/${await organization(caller, 'Expiring')}/api_keys`
    const { body } = await call('POST', path, { name: 'a' })
    const expires_at = new Date(environment.clock.now().getTime() + 60_000).toISOString()
    expect((await call('POST', `/api_keys/${body.id}/expire`, { expires_at })).body).toMatchObject({
      expires_at,
    })
    expect(await validate(body.value)).not.toBeNull()
    expect((await call('POST', `/api_keys/${body.id}/expire`)).status).toBe(200)
    expect(await validate(body.value)).toBeNull()
  })
})

describe('an API key of a user', () => {
  it('has the permissions of the user as long as the user is a member', async () => {
    for (const slug of ['jobs:read', 'jobs:write']) {
      await call('POST', '/authorization/permissions', { slug, name: slug })
    }
    await call('POST', '/authorization/roles', { slug: 'reader', name: 'Reader' })
    await call('PUT', '/authorization/roles/reader/permissions', { permissions: ['jobs:read'] })
    const user_id = await verifiedUser(caller, 'keys@orchard.example')
    const organization_id = await organization(caller, 'Members')
    const path = `/user_management/users/${user_id}/api_keys`
    expect(await call('POST', path, { name: 'early', organization_id })).toMatchObject({
      status: 400,
      body: { code: 'organization_membership_not_found' },
    })
    const membership = await call('POST', '/user_management/organization_memberships', {
      user_id,
      organization_id,
      role_slug: 'reader',
    })
    const refused = await call('POST', path, { name: 'x', organization_id, permissions: ['jobs:write'] })
    expect(refused.body.errors).toMatchObject([{ field: 'permissions', code: 'permission_not_allowed' }])
    const { body } = await call('POST', path, { name: 'mine', organization_id, permissions: ['jobs:read'] })
    expect(body.owner).toEqual({ type: 'user', id: user_id, organization_id })
    expect((await call('GET', `${path}?organization_id=${organization_id}`)).body.data).toHaveLength(1)
    expect((await call('GET', `${path}?organization_id=org_other`)).body.data).toHaveLength(0)
    expect((await call('GET', `/organizations/${organization_id}/api_keys`)).body.data).toHaveLength(0)

    await call('PUT', `/user_management/organization_memberships/${membership.body.id}/deactivate`)
    expect(await validate(body.value)).toBeNull()
    await call('PUT', `/user_management/organization_memberships/${membership.body.id}/reactivate`)
    expect(await validate(body.value)).toMatchObject({ id: body.id })
  })
})

it('API keys are listed page by page, and unknown permissions and owners are refused', async () => {
  const path = `/organizations/${await organization(caller, 'Many')}/api_keys`
  for (let i = 0; i < 7; i++) await call('POST', path, { name: `key ${i}` })
  expect(await walk(caller, path, 3)).toHaveLength(7)
  expect((await call('POST', path, { name: 'x', permissions: ['none'] })).status).toBe(422)
  expect((await call('POST', path, { name: '' })).status).toBe(422)
  expect((await call('GET', '/organizations/org_none/api_keys')).status).toBe(404)
  expect((await call('POST', '/user_management/users/user_none/api_keys', {})).status).toBe(422)
})
