import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const apiKey = {
  object: 'api_key',
  id: 'api_key_01',
  owner: { type: 'user', id: 'user_01', organization_id: 'org_01' },
  name: 'Build server',
  obfuscated_value: 'sk_…f00d',
  last_used_at: null,
  expires_at: '2027-01-01T00:00:00.000Z',
  permissions: ['invoices:write'],
  ...times,
}
const decoded = {
  object: 'api_key',
  id: 'api_key_01',
  owner: { type: 'user', id: 'user_01', organizationId: 'org_01' },
  name: 'Build server',
  obfuscatedValue: 'sk_…f00d',
  lastUsedAt: null,
  expiresAt: '2027-01-01T00:00:00.000Z',
  permissions: ['invoices:write'],
  ...decodedTimes,
}
const value = 'sk_live_f00df00df00d'
const created = { response: { ...apiKey, value }, result: { ...decoded, value }, status: 201 }

export const apiKeyExchanges: Exchanges = {
  validateApiKey: {
    call: (c) => c.validateApiKey({ value }),
    method: 'POST',
    path: '/api_keys/validations',
    sends: `{"value":"${value}"}`,
    response: { api_key: apiKey },
    result: { apiKey: decoded },
  },
  deleteApiKey: {
    call: (c) => c.deleteApiKey({ apiKeyId: apiKey.id }),
    method: 'DELETE',
    path: '/api_keys/api_key_01',
    status: 204,
  },
  expireApiKey: {
    call: (c) => c.expireApiKey({ apiKeyId: apiKey.id }),
    method: 'POST',
    path: '/api_keys/api_key_01/expire',
    sends: '{}',
    response: apiKey,
    result: decoded,
  },
  listOrganizationApiKeys: {
    call: (c) => c.listOrganizationApiKeys({ organizationId: 'org_01', limit: 1 }),
    method: 'GET',
    path: '/organizations/org_01/api_keys?limit=1',
    response: listOf(apiKey),
    result: page(decoded),
  },
  createOrganizationApiKey: {
    call: (c) =>
      c.createOrganizationApiKey({
        organizationId: 'org_01',
        name: 'Build server',
        permissions: ['invoices:write'],
        expiresAt: '2027-01-01T00:00:00Z',
      }),
    method: 'POST',
    path: '/organizations/org_01/api_keys',
    sends: '{"name":"Build server","permissions":["invoices:write"],"expires_at":"2027-01-01T00:00:00Z"}',
    ...created,
  },
  listUserApiKeys: {
    call: (c) => c.listUserApiKeys({ userId: 'user_01', organizationId: 'org_01' }),
    method: 'GET',
    path: '/user_management/users/user_01/api_keys?organization_id=org_01&limit=10',
    response: listOf(apiKey),
    result: page(decoded),
  },
  createUserApiKey: {
    call: (c) => c.createUserApiKey({ userId: 'user_01', organizationId: 'org_01', name: 'Build server' }),
    method: 'POST',
    path: '/user_management/users/user_01/api_keys',
    sends: '{"organization_id":"org_01","name":"Build server"}',
    ...created,
  },
}
