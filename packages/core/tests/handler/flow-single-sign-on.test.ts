import { describe, expect, it } from 'vitest'
import { DEFAULT_OFFER } from '../../src/flow/index.ts'
import { type ApiResponse, wireOrganization, wirePage } from './scripted-api.ts'
import { EMAIL, flowAt, flowWith, refusal } from './scripted-flow.ts'

describe('sign-in by the domain of an address', () => {
  const ORGANIZATIONS = 'GET /organizations'
  const CONNECTIONS = 'GET /connections'
  const organization = (id: string, ...domains: [string, string | null][]) =>
    wireOrganization({
      id,
      name: id,
      domains: domains.map(([domain, state]) => ({
        object: 'organization_domain',
        id: `domain_${domain}`,
        organization_id: id,
        domain,
        state,
      })),
    })
  const connection = (id: string, state: string) => ({
    object: 'connection',
    id,
    organization_id: 'org_1',
    connection_type: 'OktaSAML',
    name: id,
    state,
    domains: [],
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  })
  const offer = { ...DEFAULT_OFFER, methods: ['password', 'code', 'sso'] as const }
  const both = wirePage(
    connection('conn_1', 'active'),
    connection('conn_2', 'inactive'),
    connection('conn_3', 'active'),
  )
  const identify = (organizations: ApiResponse, connections: ApiResponse = both, from = flowAt('start')) => {
    const flow = flowWith({ [ORGANIZATIONS]: organizations, [CONNECTIONS]: connections }, { offer })
    return flow.act(from, 'identify', { email: EMAIL }).then((advanced) => ({ ...advanced, sent: flow.sent }))
  }

  it('uses the active connections of the organization that has verified the domain', async () => {
    const owner = organization('org_1', ['other.example', 'pending'], ['ORCHARD.example', 'verified'])
    const { flow, sent } = await identify(
      wirePage(organization('org_2', ['orchard.example', 'pending']), owner),
    )
    expect(flow).toMatchObject({
      step: 'sso-required',
      email: EMAIL,
      connectionIds: ['conn_1', 'conn_3'],
      isInferred: true,
    })
    expect(sent[0]?.query).toMatchObject({ domains: 'orchard.example', limit: '100' })
    expect(sent[1]?.query).toMatchObject({ organization_id: 'org_1', limit: '100' })
  })

  it.each<[string, ApiResponse, ApiResponse | undefined]>([
    ['no organization has the domain', wirePage(), undefined],
    [
      'the domain is not verified',
      wirePage(organization('org_1', ['orchard.example', 'pending'])),
      undefined,
    ],
    ['the domain has no state', wirePage(organization('org_1', ['orchard.example', null])), undefined],
    [
      'another domain is verified',
      wirePage(organization('org_1', ['meadow.example', 'verified'])),
      undefined,
    ],
    [
      'two organizations have verified it',
      wirePage(
        organization('org_1', ['orchard.example', 'verified']),
        organization('org_2', ['orchard.example', 'legacy_verified']),
      ),
      undefined,
    ],
    ['the API fails', refusal('server_error', {}, 500), undefined],
    [
      'there is no active connection',
      wirePage(organization('org_1', ['orchard.example', 'verified'])),
      wirePage(connection('conn_2', 'inactive')),
    ],
  ])('continues with the password if %s', async (_, organizations, connections) => {
    const { flow, failure } = await identify(organizations, connections)
    expect([flow.step, flow.email, failure]).toEqual(['password', EMAIL, undefined])
  })

  it('knows domains that were verified in the earlier way', async () => {
    const owner = organization('org_1', ['orchard.example', 'legacy_verified'])
    expect((await identify(wirePage(owner))).flow.step).toBe('sso-required')
  })

  it('does not return to single sign-on after the user has declined it', async () => {
    const owner = organization('org_1', ['orchard.example', 'verified'])
    const declined = flowAt('sso-required', { email: EMAIL, connectionIds: ['conn_1'], isInferred: true })
    const { flow, sent } = await identify(wirePage(owner), both, declined)
    expect(flow).toMatchObject({ step: 'password', connectionIds: undefined, isInferred: undefined })
    expect(sent).toEqual([])
  })

  it('sends a code if there is no password, and is refused if there is neither', async () => {
    const magic = 'POST /user_management/magic_auth'
    const codes = flowWith(
      { [magic]: refusal('entity_not_found', {}, 404) },
      { offer: { ...offer, methods: ['code'] } },
    )
    expect((await codes.act(flowAt('start'), 'identify', { email: EMAIL })).flow).toMatchObject({
      step: 'code',
      email: EMAIL,
    })
    expect(codes.sent[0]?.body).toMatchObject({ email: EMAIL })
    const none = flowWith({}, { offer: { ...offer, methods: ['passkey'] } })
    expect((await none.act(flowAt('start'), 'identify', { email: EMAIL })).failure?.error.code).toBe(
      'authentication_method_not_allowed',
    )
  })
})
