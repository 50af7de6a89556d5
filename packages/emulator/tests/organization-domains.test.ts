import { afterAll, describe, expect, it } from 'vitest'
import { organization, start } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
afterAll(() => caller.emulator.close())

const DOMAINS = '/organization_domains'
const say = (name: string, ...txt: string[]) => call('PUT', '/_emulator/dns', { name, txt })

describe('a domain', () => {
  it('is verified with a TXT record', async () => {
    const organization_id = await organization(caller, 'Proves')
    const made = await call('POST', DOMAINS, { domain: 'Proves.example', organization_id })
    expect(made).toMatchObject({
      status: 201,
      body: { domain: 'proves.example', state: 'pending', verification_strategy: 'dns', organization_id },
    })
    const path = `${DOMAINS}/${made.body.id}`
    expect((await call('GET', path)).body).toEqual(made.body)
    expect((await call('GET', `/organizations/${organization_id}`)).body.domains).toEqual([made.body])

    expect(await call('POST', `${path}/verify`)).toMatchObject({ status: 201, body: { state: 'failed' } })
    const [failure] = await environment.events.list({ event: 'organization_domain.verification_failed' })
    expect(failure?.data).toMatchObject({ organization_domain: { id: made.body.id } })

    const { verification_prefix: prefix, verification_token: token } = made.body
    await say('proves.example', 'v=spf1 -all', `${prefix}=wrong`)
    expect((await call('POST', `${path}/verify`)).body.state).toBe('failed')
    await say('Proves.example.', 'v=spf1 -all', `${prefix}=${token}`)
    expect((await call('POST', `${path}/verify`)).body.state).toBe('verified')
    expect(await call('POST', `${path}/verify`)).toMatchObject({
      status: 400,
      body: { code: 'domain_already_verified' },
    })
    for (const what of ['created', 'verified']) {
      expect(await environment.events.list({ event: `organization_domain.${what}` })).toHaveLength(1)
    }
    expect((await call('GET', '/organizations?domains=proves.example')).body.data).toHaveLength(1)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('GET', '/organizations?domains=proves.example')).body.data).toEqual([])
  })

  it('can also be verified with a record for the prefixed name', async () => {
    const organization_id = await organization(caller, 'Below')
    const { body } = await call('POST', DOMAINS, { domain: 'below.example', organization_id })
    await say(`${body.verification_prefix}.below.example`, body.verification_token)
    expect((await call('POST', `${DOMAINS}/${body.id}/verify`)).body.state).toBe('verified')
  })

  it('L5, INT-8: belongs to one organization once it is verified', async () => {
    const domain_data = [{ domain: 'taken.example', state: 'verified' }]
    const first = await call('POST', '/organizations', { name: 'First', domain_data })
    const second = await call('POST', '/organizations', { name: 'Second', domain_data })
    expect(second).toMatchObject({ status: 409, body: { code: 'domain_already_exists' } })
    const other = await organization(caller, 'Third')
    expect((await call('PUT', `/organizations/${other}`, { domain_data })).status).toBe(409)
    const body = { domain: 'TAKEN.example', organization_id: other }
    expect(await call('POST', DOMAINS, body)).toMatchObject({ status: 409 })
    const again = await call('PUT', `/organizations/${first.body.id}`, { domain_data })
    expect(again.body.domains).toEqual(first.body.domains)
  })

  it('that two organizations claim belongs to the one that verifies it', async () => {
    const owners = [await organization(caller, 'A'), await organization(caller, 'B')]
    const claims = await Promise.all(
      owners.map((organization_id) => call('POST', DOMAINS, { domain: 'both.example', organization_id })),
    )
    expect(claims.map(({ status }) => status)).toEqual([201, 201])
    await say(
      'both.example',
      ...claims.map(({ body }) => `${body.verification_prefix}=${body.verification_token}`),
    )
    const states = await Promise.all(claims.map(({ body }) => call('POST', `${DOMAINS}/${body.id}/verify`)))
    expect(states.filter(({ body }) => body.state === 'verified').length).toBeLessThanOrEqual(1)
    const verified = await Promise.all(claims.map(({ body }) => call('GET', `${DOMAINS}/${body.id}`)))
    expect(verified.filter(({ body }) => body.state === 'verified')).toHaveLength(1)
  })

  it.each([
    [{ domain: 'not a domain' }, 422],
    [{ domain: 'x.example', organization_id: 'org_none' }, 404],
  ])('is refused: %j with %i', async (fields, status) => {
    const organization_id = await organization(caller, 'Refuses')
    expect((await call('POST', DOMAINS, { organization_id, ...fields })).status).toBe(status)
  })

  it('is kept if another one is added at the same moment', async () => {
    const organization_id = await organization(caller, 'Parallel')
    const names = Array.from({ length: 6 }, (_, i) => `p${i}.example`)
    await Promise.all(names.map((domain) => call('POST', DOMAINS, { domain, organization_id })))
    const { body } = await call('GET', `/organizations/${organization_id}`)
    expect(body.domains.map(({ domain }: { domain: string }) => domain).sort()).toEqual(names)
  })
})

it('INT-3: a Stripe customer is stored, and belongs to one organization', async () => {
  const id = await organization(caller, 'Pays')
  const stored = await call('PUT', `/organizations/${id}`, { stripe_customer_id: 'cus_1' })
  expect(stored.body.stripe_customer_id).toBe('cus_1')
  expect((await call('GET', `/organizations/${id}`)).body.stripe_customer_id).toBe('cus_1')
  const other = await organization(caller, 'Pays too')
  expect(await call('PUT', `/organizations/${other}`, { stripe_customer_id: 'cus_1' })).toMatchObject({
    status: 400,
    body: { code: 'stripe_customer_id_already_used' },
  })
  expect((await call('PUT', `/organizations/${id}`, { name: 'Pays' })).body.stripe_customer_id).toBe('cus_1')
  const gone = await call('PUT', `/organizations/${id}`, { stripe_customer_id: null })
  expect(gone.body).not.toHaveProperty('stripe_customer_id')
})
