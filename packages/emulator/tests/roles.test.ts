import { decodeJwt } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { organization, signIn, start, verifiedUser, walk } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const PERMISSIONS = '/authorization/permissions'
const ROLES = '/authorization/roles'
const rolesOf = (id: string) => `/authorization/organizations/${id}/roles`

async function permission(slug: string) {
  const { status } = await call('POST', PERMISSIONS, { slug, name: slug })
  expect([201, 409]).toContain(status)
}

async function claimsOf(email: string) {
  return decodeJwt((await signIn(caller, email)).access_token)
}

describe('permissions', () => {
  it('are created, changed and deleted, and each change is an event', async () => {
    const made = await call('POST', PERMISSIONS, { slug: 'tasks:read', name: 'Read tasks' })
    expect(made).toMatchObject({
      status: 201,
      body: { object: 'permission', description: null, system: false, resource_type_slug: 'organization' },
    })
    const path = `${PERMISSIONS}/tasks:read`
    expect((await call('GET', path)).body).toEqual(made.body)
    const changed = await call('PATCH', path, { description: 'See every task' })
    expect(changed.body).toMatchObject({ name: 'Read tasks', description: 'See every task' })
    expect(await call('POST', PERMISSIONS, { slug: 'tasks:read', name: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'permission_slug_conflict' },
    })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).body.code).toBe('entity_not_found')
    for (const what of ['created', 'updated', 'deleted']) {
      const [event] = await environment.events.list({ event: `permission.${what}` })
      expect(event?.data).toMatchObject({ object: 'permission', slug: 'tasks:read' })
    }
  })

  it('are listed if they are built in, but cannot be changed', async () => {
    const path = `${PERMISSIONS}/widgets:sso:manage`
    expect((await call('GET', path)).body.system).toBe(true)
    expect((await call('DELETE', path)).status).toBe(403)
    expect((await call('PATCH', path, { name: 'Mine' })).status).toBe(403)
  })

  it.each([
    [{ slug: 'Tasks Read', name: 'x' }, 422],
    [{ slug: 'a'.repeat(49), name: 'x' }, 422],
    [{ slug: 'tasks:x', name: ' ' }, 422],
    [{ slug: 'tasks:x' }, 422],
    [{ slug: 'tasks:x', name: 'x', resource_type_slug: 'project' }, 501],
  ])('with %j are refused with %i', async (body, status) => {
    const refused = await call('POST', PERMISSIONS, body)
    expect(refused.status).toBe(status)
    if (status === 501)
      expect(refused.body).toMatchObject({ code: 'not_emulated', field: 'resource_type_slug' })
  })

  it('are listed page by page, each once', async () => {
    for (let i = 0; i < 12; i++) await permission(`page:${i}`)
    const slugs = (await walk(caller, PERMISSIONS, 5)).map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(slugs.length)
    expect(slugs.filter((slug) => slug.startsWith('page:'))).toHaveLength(12)
  })
})

describe('roles of the environment', () => {
  it('include admin and member from the start', async () => {
    const { body } = await call('GET', ROLES)
    expect(body.object).toBe('list')
    expect(body.data.map(({ slug }: { slug: string }) => slug)).toEqual(
      expect.arrayContaining(['admin', 'member']),
    )
    expect((await call('GET', `${ROLES}/member`)).body).toMatchObject({
      type: 'EnvironmentRole',
      permissions: [],
    })
  })

  it('determine the claims of a token', async () => {
    await permission('notes:read')
    await permission('notes:write')
    expect((await call('POST', ROLES, { slug: 'writer', name: 'Writer' })).status).toBe(201)
    const set = await call('PUT', `${ROLES}/writer/permissions`, {
      permissions: ['notes:read', 'notes:read'],
    })
    expect(set.body.permissions).toEqual(['notes:read'])
    const user_id = await verifiedUser(caller, 'writer@orchard.example')
    const organization_id = await organization(caller, 'Writing')
    const membership = { user_id, organization_id, role_slug: 'writer' }
    await call('POST', '/user_management/organization_memberships', membership)
    expect(await claimsOf('writer@orchard.example')).toMatchObject({
      role: 'writer',
      permissions: ['notes:read'],
    })

    const added = await call('POST', `${ROLES}/writer/permissions`, { slug: 'notes:write' })
    expect(added.body.permissions).toEqual(['notes:read', 'notes:write'])
    expect((await claimsOf('writer@orchard.example')).permissions).toEqual(['notes:read', 'notes:write'])

    await call('DELETE', `${PERMISSIONS}/notes:read`)
    expect((await claimsOf('writer@orchard.example')).permissions).toEqual(['notes:write'])
    const [event] = await environment.events.list({ event: 'role.created' })
    expect(event?.data).toMatchObject({ object: 'role', slug: 'writer', permissions: [] })
  })

  it('keep permissions that are added at the same moment', async () => {
    const slugs = Array.from({ length: 8 }, (_, i) => `parallel:${i}`)
    for (const slug of slugs) await permission(slug)
    await call('POST', ROLES, { slug: 'parallel', name: 'Parallel' })
    await Promise.all(slugs.map((slug) => call('POST', `${ROLES}/parallel/permissions`, { slug })))
    const { body } = await call('GET', `${ROLES}/parallel`)
    expect([...body.permissions].sort()).toEqual(slugs)
  })

  it.each([
    ['POST', ROLES, { slug: 'writer', name: 'x' }, 409, 'role_slug_conflict'],
    ['POST', ROLES, { slug: 'admin', name: 'x' }, 409, 'role_slug_conflict'],
    ['POST', ROLES, { slug: 'No Spaces', name: 'x' }, 422, 'invalid_request_parameters'],
    ['PATCH', `${ROLES}/nobody`, { name: 'x' }, 404, 'entity_not_found'],
    ['PUT', `${ROLES}/writer/permissions`, { permissions: ['none'] }, 422, 'invalid_request_parameters'],
    ['POST', `${ROLES}/writer/permissions`, { slug: 'none' }, 422, 'invalid_request_parameters'],
  ])('%s %s %j is refused with %i %s', async (method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject({ status, body: { code } })
  })
})

describe('roles of an organization', () => {
  it('are listed with those of the environment, and do not exist in other organizations', async () => {
    const [own, other] = [await organization(caller, 'Own'), await organization(caller, 'Other')]
    await permission('bills:pay')
    const made = await call('POST', rolesOf(own), {
      slug: 'org-billing',
      name: 'Billing',
      description: 'Pays',
    })
    expect(made).toMatchObject({ status: 201, body: { type: 'OrganizationRole', description: 'Pays' } })
    const generated = await call('POST', rolesOf(own), { name: 'Night shift' })
    expect(generated.body.slug).toMatch(/^org-night-shift-\w+$/)
    const slugs = async (id: string) =>
      (await call('GET', rolesOf(id))).body.data.map(({ slug }: { slug: string }) => slug)
    expect(await slugs(own)).toEqual(expect.arrayContaining(['admin', 'member', 'org-billing']))
    expect(await slugs(other)).not.toContain('org-billing')
    expect((await call('GET', `${rolesOf(other)}/org-billing`)).status).toBe(404)

    await call('PUT', `${rolesOf(own)}/org-billing/permissions`, { permissions: ['bills:pay'] })
    const user_id = await verifiedUser(caller, 'bills@orchard.example')
    const path = '/user_management/organization_memberships'
    const refused = await call('POST', path, { user_id, organization_id: other, role_slug: 'org-billing' })
    expect(refused.body.code).toBe('invalid_role')
    const member = await call('POST', path, { user_id, organization_id: own, role_slug: 'org-billing' })
    expect((await claimsOf('bills@orchard.example')).permissions).toEqual(['bills:pay'])

    expect(await call('DELETE', `${rolesOf(own)}/org-billing`)).toMatchObject({
      status: 409,
      body: { code: 'role_has_assignments' },
    })
    const without = await call('DELETE', `${rolesOf(own)}/org-billing/permissions/bills:pay`)
    expect(without).toMatchObject({ status: 200, body: { permissions: [] } })
    await call('PUT', `${path}/${member.body.id}`, { role_slug: 'member' })
    expect((await call('DELETE', `${rolesOf(own)}/org-billing`)).status).toBe(204)
    const [event] = await environment.events.list({ event: 'organization_role.deleted' })
    expect(event?.data).toMatchObject({
      object: 'organization_role',
      organization_id: own,
      slug: 'org-billing',
    })
  })

  it.each([
    [{ slug: 'billing', name: 'x' }, 400, 'bad_request'],
    [{ slug: 'org-twice', name: 'x' }, 409, 'organization_role_slug_conflict'],
  ])('with %j are refused with %i %s', async (body, status, code) => {
    const id = await organization(caller, 'Refusing')
    await call('POST', rolesOf(id), { slug: 'org-twice', name: 'Twice' })
    expect(await call('POST', rolesOf(id), body)).toMatchObject({ status, body: { code } })
  })

  it('return 404 for an unknown organization', async () => {
    expect((await call('GET', rolesOf('org_none'))).status).toBe(404)
    expect((await call('POST', rolesOf('org_none'), { name: 'x' })).status).toBe(404)
  })
})

it('can be created by a seed, with their permissions', async () => {
  await environment.seed({
    permissions: [{ slug: 'seeded:read', name: 'Read seeds' }],
    roles: [{ slug: 'gardener', permissions: ['seeded:read', 'seeded:write'] }],
    users: [{ email: 'seeded@cove.example', password: 'correct horse battery', email_verified: true }],
    organizations: [
      {
        name: 'Cove',
        roles: [{ slug: 'org-crew', permissions: ['seeded:read'] }],
        members: [{ email: 'seeded@cove.example', role: 'org-crew' }],
      },
    ],
  })
  expect((await call('GET', `${PERMISSIONS}/seeded:read`)).body.name).toBe('Read seeds')
  expect((await call('GET', `${ROLES}/gardener`)).body.permissions).toEqual(['seeded:read', 'seeded:write'])
  expect(await claimsOf('seeded@cove.example')).toMatchObject({
    role: 'org-crew',
    permissions: ['seeded:read'],
  })
})
