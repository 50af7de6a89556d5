import { afterAll, expect, it } from 'vitest'
import { start, walk } from './fixture.ts'

const caller = await start({ autoConsent: true })
const { authenticate, call, environment } = caller
afterAll(() => caller.emulator.close())

await environment.seed({
  redirect_uris: ['https://app.example/callback'],
  organizations: [{ name: 'Brook' }, { name: 'Cove' }],
  connections: [
    {
      id: 'conn_brook',
      organization: 'Brook',
      name: 'Brook Okta',
      type: 'OktaSAML',
      domains: ['brook.example'],
    },
    { id: 'conn_cove', organization: 'Cove', profiles: [{ email: 'lee@cove.example' }] },
    { id: 'conn_third', organization: 'Cove', name: 'Third' },
  ],
})

const code = async (connection: string) => {
  const query = new URLSearchParams({
    client_id: environment.clientId,
    redirect_uri: 'https://app.example/callback',
    response_type: 'code',
    connection,
    login_hint: 'lee@cove.example',
  })
  const { headers } = await call('GET', `/sso/authorize?${query}`)
  return new URL(headers.get('location') ?? '').searchParams
}

it('connections are listed, filtered and read', async () => {
  expect(await walk(caller, '/connections', 2)).toHaveLength(3)
  const ids = async (query: string) =>
    (await call('GET', `/connections?${query}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await ids('domain=Brook.example')).toEqual(['conn_brook'])
  expect(await ids('connection_type=OktaSAML')).toEqual(['conn_brook'])
  expect(await ids('search=Third')).toEqual(['conn_third'])
  expect(await ids('organization_id=org_none')).toEqual([])
  expect((await call('GET', '/connections/conn_brook')).body).toMatchObject({
    object: 'connection',
    connection_type: 'OktaSAML',
    state: 'active',
    status: 'linked',
    domains: [{ object: 'connection_domain', domain: 'brook.example' }],
  })
  expect((await call('GET', '/connections/conn_none')).status).toBe(404)
})

it('users cannot sign in through a disabled or deleted connection', async () => {
  expect((await code('conn_cove')).get('code')).not.toBeNull()
  const off = await call('PUT', '/_emulator/connections/conn_cove', { state: 'inactive' })
  expect(off.body).toMatchObject({ state: 'inactive', status: 'unlinked' })
  expect((await code('conn_cove')).get('error')).toBe('connection_unlinked')
  await call('PUT', '/_emulator/connections/conn_cove', { state: 'active' })
  const given = (await code('conn_cove')).get('code')
  expect((await call('DELETE', '/connections/conn_cove')).status).toBe(204)
  expect((await call('DELETE', '/connections/conn_cove')).status).toBe(404)
  const exchanged = await authenticate({ grant_type: 'authorization_code', code: given })
  expect(exchanged.body.error).toBe('invalid_connection')
  for (const [what, times] of [
    ['activated', 4],
    ['deactivated', 1],
    ['deleted', 1],
  ] as const) {
    expect(await environment.events.list({ event: `connection.${what}` })).toHaveLength(times)
  }
})
