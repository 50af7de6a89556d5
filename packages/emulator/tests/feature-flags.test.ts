import { decodeJwt } from 'jose'
import { afterAll, expect, it } from 'vitest'
import { PASSWORD, signIn, start, walk } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

await environment.seed({
  users: [
    { email: 'ada@orchard.example', password: PASSWORD, email_verified: true },
    { email: 'bob@orchard.example', password: PASSWORD, email_verified: true },
  ],
  organizations: [
    { name: 'Orchard', entitlements: ['audit-logs'], members: [{ email: 'ada@orchard.example' }] },
  ],
  feature_flags: [
    { slug: 'for-all', default_value: true },
    { slug: 'for-none' },
    { slug: 'for-orchard', name: 'For Orchard', tags: ['beta'], targets: ['Orchard'] },
    { slug: 'for-bob', targets: ['bob@orchard.example'] },
    { slug: 'off', enabled: false, default_value: true, targets: ['Orchard'] },
  ],
})
const [ada, bob] = (await call('GET', '/user_management/users?order=asc')).body.data
const [orchard] = (await call('GET', '/organizations')).body.data
const slugsOf = async (path: string) => (await walk(caller, path, 2)).map(({ slug }) => slug).sort()
const claims = async (email: string) => decodeJwt((await signIn(caller, email)).access_token)

it('tokens contain the flags and entitlements that apply to their user', async () => {
  expect(await claims('ada@orchard.example')).toMatchObject({
    feature_flags: ['for-all', 'for-orchard'],
    entitlements: ['audit-logs'],
  })
  const bobs = await claims('bob@orchard.example')
  expect(bobs.feature_flags).toEqual(['for-all', 'for-bob'])
  expect(bobs).not.toHaveProperty('entitlements')
})

it('flags are listed for the environment, an organization and a user', async () => {
  expect(await slugsOf('/feature-flags')).toEqual(['for-all', 'for-bob', 'for-none', 'for-orchard', 'off'])
  expect(await slugsOf(`/organizations/${orchard.id}/feature-flags`)).toEqual(['for-all', 'for-orchard'])
  expect(await slugsOf(`/user_management/users/${bob.id}/feature-flags`)).toEqual(['for-all', 'for-bob'])
  expect((await call('GET', '/organizations/org_none/feature-flags')).status).toBe(404)
  expect((await call('GET', '/feature-flags/for-orchard')).body).toMatchObject({
    object: 'feature_flag',
    name: 'For Orchard',
    tags: ['beta'],
    owner: null,
    enabled: true,
    default_value: false,
  })
})

it('adding and removing a target changes the next token', async () => {
  const path = `/feature-flags/for-none/targets/${ada.id}`
  expect((await call('POST', path)).status).toBe(204)
  expect((await call('POST', path)).status).toBe(204)
  expect((await claims('ada@orchard.example')).feature_flags).toContain('for-none')
  expect((await call('DELETE', path)).status).toBe(204)
  expect((await claims('ada@orchard.example')).feature_flags).not.toContain('for-none')
  expect(await environment.events.list({ event: 'flag.rule_updated' })).toHaveLength(5)
})

it('a disabled flag is off for all users', async () => {
  expect((await call('PUT', '/feature-flags/for-all/disable')).body.enabled).toBe(false)
  expect((await claims('bob@orchard.example')).feature_flags).toEqual(['for-bob'])
  expect((await call('PUT', '/feature-flags/for-all/enable')).body.enabled).toBe(true)
  expect((await claims('bob@orchard.example')).feature_flags).toEqual(['for-all', 'for-bob'])
  expect(await environment.events.list({ event: 'flag.updated' })).toHaveLength(2)
})

it.each([
  ['POST', '/feature-flags/for-none/targets/team_1', 400, 'invalid_resource_id_format'],
  ['POST', '/feature-flags/for-none/targets/user_none', 404, 'entity_not_found'],
  ['DELETE', '/feature-flags/none/targets/user_none', 404, 'entity_not_found'],
  ['PUT', '/feature-flags/none/enable', 404, 'entity_not_found'],
])('%s %s is refused with %i %s', async (method, path, status, code) => {
  expect(await call(method, path)).toMatchObject({ status, body: { code } })
})
