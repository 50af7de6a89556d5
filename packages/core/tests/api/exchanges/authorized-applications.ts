import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const authorized = {
  object: 'authorized_connect_application',
  id: 'auth_app_01',
  granted_scopes: ['openid'],
  application: {
    object: 'connect_application',
    id: 'conn_app_01',
    client_id: 'client_01',
    name: 'Tractor',
    description: null,
    scopes: ['openid'],
    application_type: 'oauth',
    redirect_uris: [{ uri: 'https://tractor.example/', default: true }],
    uses_pkce: true,
    is_first_party: true,
    ...times,
  },
  user_id: 'user_01',
}
const decoded = {
  object: 'authorized_connect_application',
  id: 'auth_app_01',
  grantedScopes: ['openid'],
  application: {
    object: 'connect_application',
    id: 'conn_app_01',
    clientId: 'client_01',
    name: 'Tractor',
    description: null,
    scopes: ['openid'],
    applicationType: 'oauth',
    redirectUris: [{ uri: 'https://tractor.example/', default: true }],
    usesPkce: true,
    isFirstParty: true,
    ...decodedTimes,
  },
  userId: 'user_01',
}

export const authorizedApplicationExchanges: Exchanges = {
  listOrganizationAuthorizedApplications: {
    call: (c) => c.listOrganizationAuthorizedApplications({ organizationId: 'org_01' }),
    method: 'GET',
    path: '/organizations/org_01/authorized_applications?limit=10',
    response: listOf(authorized),
    result: page(decoded),
  },
  listUserAuthorizedApplications: {
    call: (c) => c.listUserAuthorizedApplications({ userId: 'user_01' }),
    method: 'GET',
    path: '/user_management/users/user_01/authorized_applications?limit=10',
    response: listOf(authorized),
    result: page(decoded),
  },
  deleteUserAuthorizedApplication: {
    call: (c) => c.deleteUserAuthorizedApplication({ userId: 'user_01', applicationId: 'conn_app_01' }),
    method: 'DELETE',
    path: '/user_management/users/user_01/authorized_applications/conn_app_01',
    status: 204,
  },
}
