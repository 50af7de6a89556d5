import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const domain = { object: 'connection_domain', id: 'conn_domain_01', domain: 'orchard.example' }
const connection = {
  object: 'connection',
  id: 'conn_01',
  organization_id: 'org_01',
  connection_type: 'OktaSAML',
  name: 'Orchard Okta',
  state: 'active',
  status: 'linked',
  domains: [domain],
  ...times,
}
const decoded = {
  object: 'connection',
  id: 'conn_01',
  organizationId: 'org_01',
  connectionType: 'OktaSAML',
  name: 'Orchard Okta',
  state: 'active',
  status: 'linked',
  domains: [domain],
  ...decodedTimes,
}
const { id: connectionId } = connection

export const connectionExchanges: Exchanges = {
  listConnections: {
    call: (c) =>
      c.listConnections({
        connectionType: 'OktaSAML',
        organizationId: 'org_01',
        domain: 'orchard.example',
        search: 'a b',
      }),
    method: 'GET',
    path: '/connections?connection_type=OktaSAML&organization_id=org_01&domain=orchard.example&search=a%20b&limit=10',
    response: listOf(connection),
    result: page(decoded),
  },
  getConnection: {
    call: (c) => c.getConnection({ connectionId }),
    method: 'GET',
    path: '/connections/conn_01',
    response: connection,
    result: decoded,
  },
  deleteConnection: {
    call: (c) => c.deleteConnection({ connectionId }),
    method: 'DELETE',
    path: '/connections/conn_01',
    status: 204,
  },
}
