import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, expect, it } from 'vitest'
import { start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const SCOPE = 'widgets:users-table:manage'
const user_id = await verifiedUser(caller, 'ada@orchard.example')
const { id: organization_id } = (await call('POST', '/organizations', { name: 'Orchard' })).body
const member = await call('POST', '/user_management/organization_memberships', { user_id, organization_id })
const token = (body: object, path = '/widgets/token') => call('POST', path, body)

async function claimsOf(jwt: string) {
  const keys = createLocalJWKSet(await environment.keys.jwks())
  return (await jwtVerify(jwt, keys, { currentDate: environment.clock.now() })).payload
}

it('a widget token contains the user’s permissions and is valid for an hour', async () => {
  const membership = `/user_management/organization_memberships/${member.body.id}`
  const scopes = [SCOPE]
  expect(await token({ organization_id, user_id, scopes })).toMatchObject({
    status: 400,
    body: { message: `The role of the user does not have the permission '${SCOPE}'.` },
  })
  await call('PUT', '/authorization/roles/member/permissions', { permissions: [SCOPE] })
  const { body } = await token({ organization_id, user_id, scopes })
  const claims = await claimsOf(body.token)
  expect(claims).toMatchObject({ sub: user_id, org_id: organization_id, scopes, aud: 'widgets' })
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600)
  await call('PUT', '/authorization/roles/member/permissions', { permissions: [] })
  await call('PUT', membership, { role_slug: 'admin' })
  expect((await token({ organization_id, user_id, scopes })).status).toBe(201)
  expect((await token({ organization_id, user_id }, '/client/token')).status).toBe(201)
  await call('PUT', `${membership}/deactivate`)
  expect((await token({ organization_id, user_id }, '/client/token')).body.code).toBe(
    'organization_membership_not_found',
  )
})

it.each([
  [{ user_id: 'user_none' }, 404],
  [{ organization_id: 'org_none' }, 404],
  [{ scopes: ['widgets:everything'] }, 422],
])('a widget token is refused for %j with %i', async (body, status) => {
  expect((await token(body)).status).toBe(status)
})

it('authorized applications of a user and of an organization are listed and revoked', async () => {
  await environment.seed({
    authorized_applications: [
      { user: 'ada@orchard.example', organization: 'Orchard', name: 'Calendar', scopes: ['openid', 'email'] },
      { user: 'ada@orchard.example', name: 'Notes' },
    ],
  })
  const path = `/user_management/users/${user_id}/authorized_applications`
  const { body } = await call('GET', path)
  expect(body.data).toHaveLength(2)
  const ofOrganization = await call('GET', `/organizations/${organization_id}/authorized_applications`)
  expect(ofOrganization.body.data).toMatchObject([
    { user_id, granted_scopes: ['openid', 'email'], application: { name: 'Calendar' } },
  ])
  const id = ofOrganization.body.data[0].application.id
  expect((await call('DELETE', `${path}/${id}`)).status).toBe(204)
  expect((await call('DELETE', `${path}/${id}`)).status).toBe(404)
  expect((await call('GET', path)).body.data).toHaveLength(1)
})
