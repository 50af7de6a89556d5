import { afterAll, describe, expect, it } from 'vitest'
import { organization, start } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const contactsOf = (organizationId: string) => `/organizations/${organizationId}/it_contacts`

describe('an IT contact', () => {
  it('is listed, oldest first, until it is removed', async () => {
    const path = contactsOf(await organization(caller, 'Orchard'))
    const first = await call('POST', path, { email: 'It@Orchard.example' })
    expect(first).toMatchObject({ status: 201, body: { object: 'it_contact', email: 'It@Orchard.example' } })
    await environment.clock.advance(1000)
    const second = await call('POST', path, { email: 'ops@orchard.example' })
    expect((await call('GET', path)).body).toEqual({
      object: 'list',
      data: [first.body, second.body],
      list_metadata: { before: null, after: null },
    })
    expect((await call('DELETE', `${path}/${first.body.id}`)).status).toBe(204)
    expect((await call('GET', path)).body.data).toEqual([second.body])
  })

  it('is in a list that is never split into pages', async () => {
    const path = contactsOf(await organization(caller, 'Many'))
    for (let i = 0; i < 12; i++) await call('POST', path, { email: `it${i}@orchard.example` })
    expect((await call('GET', path)).body.data).toHaveLength(12)
  })

  it('is unique in an organization, however its address is spelled', async () => {
    const [one, other] = [await organization(caller, 'One'), await organization(caller, 'Other')]
    const twice = await Promise.all(
      ['it@one.example', 'IT@ONE.example'].map((email) => call('POST', contactsOf(one), { email })),
    )
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(twice.find(({ status }) => status === 409)?.body.code).toBe('it_contact_already_exists')
    expect((await call('POST', contactsOf(other), { email: 'it@one.example' })).status).toBe(201)
  })

  it('is deleted with its organization, and cannot be found in another one', async () => {
    const [one, other] = [await organization(caller, 'Leaves'), await organization(caller, 'Stays')]
    const { body } = await call('POST', contactsOf(one), { email: 'it@one.example' })
    expect((await call('DELETE', `${contactsOf(other)}/${body.id}`)).status).toBe(404)
    await call('DELETE', `/organizations/${one}`)
    expect(await call('GET', contactsOf(one))).toMatchObject({ status: 404, body: { entity_id: one } })
  })

  it('must have a valid email address', async () => {
    const path = contactsOf(await organization(caller, 'Refuses'))
    for (const body of [{}, { email: 'nobody' }]) expect((await call('POST', path, body)).status).toBe(422)
  })

  it('is added by a seed only once', async () => {
    const seed = { organizations: [{ name: 'Seeded', it_contacts: ['it@seeded.example'] }] }
    await environment.seed(seed)
    await environment.seed(seed)
    const { body } = await call('GET', '/organizations?search=Seeded')
    expect((await call('GET', contactsOf(body.data[0].id))).body.data).toMatchObject([
      { email: 'it@seeded.example' },
    ])
  })
})
