import { afterAll, expect, it } from 'vitest'
import { organization, start, verifiedUser, walk } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const MEMBERSHIPS = '/user_management/organization_memberships'
const groupsOf = (id: string) => `/organizations/${id}/groups`

async function member(email: string, organization_id: string): Promise<string> {
  const user_id = await verifiedUser(caller, email)
  return (await call('POST', MEMBERSHIPS, { user_id, organization_id })).body.id
}

it('a group is created, changed and deleted', async () => {
  const id = await organization(caller, 'Groups')
  const made = await call('POST', groupsOf(id), { name: 'Crew' })
  expect(made).toMatchObject({
    status: 201,
    body: { object: 'group', organization_id: id, description: null },
  })
  const path = `${groupsOf(id)}/${made.body.id}`
  expect((await call('GET', path)).body).toEqual(made.body)
  expect((await call('PATCH', path, { description: 'On board' })).body).toMatchObject({
    name: 'Crew',
    description: 'On board',
  })
  const other = await organization(caller, 'Others')
  expect((await call('GET', `${groupsOf(other)}/${made.body.id}`)).status).toBe(404)
  expect((await call('POST', groupsOf(id), { name: '' })).status).toBe(422)
  expect((await call('DELETE', path)).status).toBe(204)
  expect((await call('GET', path)).status).toBe(404)
  for (const what of ['created', 'updated', 'deleted']) {
    const [event] = await environment.events.list({ event: `group.${what}` })
    expect(event?.data).toMatchObject({ id: made.body.id })
  }
})

it('groups are searched by name and by ID', async () => {
  const id = await organization(caller, 'Searched')
  const made: Record<string, string> = {}
  for (const name of ['Engineering', 'Engine room', 'Sales'])
    made[name] = (await call('POST', groupsOf(id), { name })).body.id
  const search = async (text: string) => {
    const { body } = await call('GET', `${groupsOf(id)}?search=${encodeURIComponent(text)}`)
    return body.data.map(({ name }: { name: string }) => name).sort()
  }
  expect(await search('ENGINE')).toEqual(['Engine room', 'Engineering'])
  expect(await search(made.Sales ?? '')).toEqual(['Sales'])
  expect(await search('none')).toEqual([])
  expect(await search('')).toHaveLength(3)
  const elsewhere = await organization(caller, 'Not searched')
  expect((await call('GET', `${groupsOf(elsewhere)}?search=${made.Sales}`)).body.data).toEqual([])
  const { body } = await call('GET', `${groupsOf(id)}?search=engine&limit=1`)
  const rest = await call('GET', `${groupsOf(id)}?search=engine&limit=1&after=${body.list_metadata.after}`)
  expect([body.data.length, rest.body.data.length]).toEqual([1, 1])
})

it('members are added and removed, and listed by group and by member', async () => {
  const id = await organization(caller, 'Members')
  const { body: group } = await call('POST', groupsOf(id), { name: 'Crew' })
  const path = `${groupsOf(id)}/${group.id}/organization-memberships`
  const members: string[] = []
  for (let i = 0; i < 5; i++) members.push(await member(`m${i}@orchard.example`, id))
  for (const organization_membership_id of members) {
    expect(await call('POST', path, { organization_membership_id })).toMatchObject({
      status: 200,
      body: group,
    })
  }
  await call('POST', path, { organization_membership_id: members[0] })
  expect((await walk(caller, path, 2)).map((row) => row.id).sort()).toEqual([...members].sort())
  expect(await environment.events.list({ event: 'group.member_added' })).toHaveLength(5)
  const own = await call('GET', `${MEMBERSHIPS}/${members[0]}/groups`)
  expect(own.body.data).toEqual([group])

  expect((await call('DELETE', `${path}/${members[0]}`)).status).toBe(204)
  expect((await call('DELETE', `${path}/${members[0]}`)).status).toBe(404)
  await call('DELETE', `${MEMBERSHIPS}/${members[1]}`)
  expect((await call('GET', path)).body.data).toHaveLength(3)

  const elsewhere = await member('else@orchard.example', await organization(caller, 'Elsewhere'))
  expect((await call('POST', path, { organization_membership_id: elsewhere })).status).toBe(404)
})

it('groups can be created by a seed', async () => {
  await environment.seed({
    users: [{ email: 'seeded@cove.example' }],
    organizations: [
      {
        name: 'Cove',
        members: [{ email: 'seeded@cove.example' }],
        groups: [{ name: 'Divers', members: ['seeded@cove.example'] }],
      },
    ],
  })
  const [cove] = (await call('GET', '/organizations?search=Cove')).body.data
  const [divers] = (await call('GET', groupsOf(cove.id))).body.data
  expect(divers.name).toBe('Divers')
  expect(
    (await call('GET', `${groupsOf(cove.id)}/${divers.id}/organization-memberships`)).body.data,
  ).toHaveLength(1)
})
