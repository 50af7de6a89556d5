import { afterAll, expect, it } from 'vitest'
import type { Seed } from '../src/emulator/seed/seed.ts'
import { start, walk } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const seed = (change: object = {}, divers = ['lee@cove.example', 'mia@cove.example']): Seed => ({
  organizations: [{ name: 'Cove' }],
  directories: [
    {
      id: 'directory_cove',
      organization: 'Cove',
      type: 'okta scim v2.0',
      domain: 'cove.example',
      users: [
        { email: 'lee@cove.example', first_name: 'Lee', last_name: 'Park', job_title: 'Diver', ...change },
        { email: 'mia@cove.example', state: 'inactive', custom_attributes: { boat: 'Anna' } },
        { email: 'noa@cove.example' },
      ],
      groups: [{ name: 'Divers', users: divers }],
    },
  ],
})
await environment.seed(seed())
const events = async (name: string) => (await environment.events.list({ event: `dsync.${name}` })).length

it('a directory contains the number of its users and groups', async () => {
  const { body } = await call('GET', '/directories/directory_cove')
  expect(body).toMatchObject({
    object: 'directory',
    type: 'okta scim v2.0',
    state: 'linked',
    metadata: { users: { active: 2, inactive: 1 }, groups: 1 },
  })
  expect((await call('GET', '/directories?domain=Cove.example')).body.data).toEqual([body])
  expect((await call('GET', '/directories?search=nothing')).body.data).toEqual([])
  expect([await events('activated'), await events('user.created'), await events('group.user_added')]).toEqual(
    [1, 3, 2],
  )
})

it('the groups of a user and the users of a group are listed', async () => {
  const users = '/directory_users?directory=directory_cove'
  expect((await call('GET', users)).body.data).toHaveLength(3)
  const [lee] = (await call('GET', `${users}&email=LEE@cove.example`)).body.data
  expect(lee).toMatchObject({
    name: 'Lee Park',
    job_title: 'Diver',
    state: 'active',
    groups: [{ name: 'Divers' }],
  })
  expect((await call('GET', `/directory_users/${lee.id}`)).body).toEqual(lee)
  const [divers] = (await call('GET', '/directory_groups?directory=directory_cove')).body.data
  expect((await call('GET', `/directory_groups/${divers.id}`)).body).toEqual(divers)
  expect((await call('GET', `/directory_groups?user=${lee.id}`)).body.data).toEqual([divers])
  expect((await call('GET', `/directory_users?group=${divers.id}`)).body.data).toHaveLength(2)
  const pages = await call('GET', `${users}&limit=2`)
  const rest = await call('GET', `${users}&limit=2&after=${pages.body.list_metadata.after}`)
  expect(rest.body.data).toHaveLength(1)
})

it.each([
  ['/directory_users', 422],
  ['/directory_groups', 422],
  ['/directory_users?directory=none', 404],
  ['/directory_groups/none', 404],
  ['/directory_users/none', 404],
  ['/directories/none', 404],
])('GET %s is refused with %i', async (path, status) => {
  expect((await call('GET', path)).status).toBe(status)
})

it('a seed with different data synchronizes the directory', async () => {
  await environment.seed(seed())
  expect([await events('user.created'), await events('user.updated')]).toEqual([3, 0])
  await environment.seed(seed({ job_title: 'Captain' }, ['lee@cove.example', 'noa@cove.example']))
  expect([
    await events('user.updated'),
    await events('group.user_added'),
    await events('group.user_removed'),
  ]).toEqual([1, 3, 1])
})

it('deleting a directory deletes its users', async () => {
  expect((await call('DELETE', '/directories/directory_cove')).status).toBe(202)
  expect((await call('DELETE', '/directories/directory_cove')).status).toBe(202)
  expect((await call('GET', '/directory_users?directory=directory_cove')).status).toBe(404)
  expect(await walk(caller, '/directories', 5)).toEqual([])
  expect(await events('deleted')).toBe(1)
})
