import { decodedTimes, type Exchanges, listOf, page, times } from './exchange.ts'

const flag = {
  object: 'feature_flag',
  id: 'flag_01',
  slug: 'new-orchard',
  name: 'New orchard',
  description: null,
  owner: { email: 'nadia@orchard.example', first_name: 'Nadia', last_name: null },
  tags: ['beta'],
  enabled: true,
  default_value: false,
  ...times,
}
const decoded = {
  object: 'feature_flag',
  id: 'flag_01',
  slug: 'new-orchard',
  name: 'New orchard',
  description: null,
  owner: { email: 'nadia@orchard.example', firstName: 'Nadia', lastName: null },
  tags: ['beta'],
  enabled: true,
  defaultValue: false,
  ...decodedTimes,
}
const { slug } = flag
const at = '/feature-flags/new-orchard'

export const featureFlagExchanges: Exchanges = {
  listFeatureFlags: {
    call: (c) => c.listFeatureFlags(),
    method: 'GET',
    path: '/feature-flags?limit=10',
    response: listOf(flag),
    result: page(decoded),
  },
  getFeatureFlag: {
    call: (c) => c.getFeatureFlag({ slug }),
    method: 'GET',
    path: at,
    response: flag,
    result: decoded,
  },
  enableFeatureFlag: {
    call: (c) => c.enableFeatureFlag({ slug }),
    method: 'PUT',
    path: `${at}/enable`,
    response: flag,
    result: decoded,
  },
  disableFeatureFlag: {
    call: (c) => c.disableFeatureFlag({ slug }),
    method: 'PUT',
    path: `${at}/disable`,
    response: flag,
    result: decoded,
  },
  addFeatureFlagTarget: {
    call: (c) => c.addFeatureFlagTarget({ slug, resourceId: 'user_01' }),
    method: 'POST',
    path: `${at}/targets/user_01`,
    status: 204,
  },
  removeFeatureFlagTarget: {
    call: (c) => c.removeFeatureFlagTarget({ slug, resourceId: 'org_01' }),
    method: 'DELETE',
    path: `${at}/targets/org_01`,
    status: 204,
  },
  listOrganizationFeatureFlags: {
    call: (c) => c.listOrganizationFeatureFlags({ organizationId: 'org_01' }),
    method: 'GET',
    path: '/organizations/org_01/feature-flags?limit=10',
    response: listOf(flag),
    result: page(decoded),
  },
  listUserFeatureFlags: {
    call: (c) => c.listUserFeatureFlags({ userId: 'user_01', after: 'flag_00' }),
    method: 'GET',
    path: '/user_management/users/user_01/feature-flags?after=flag_00&limit=10',
    response: listOf(flag),
    result: page(decoded),
  },
}
