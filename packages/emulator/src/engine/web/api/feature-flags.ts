import { FeatureFlag, presentFeatureFlag } from '../../domain/feature-flags/feature-flag-schema.ts'
import {
  addFlagTarget,
  getFeatureFlag,
  listEnabledFlags,
  listFeatureFlags,
  removeFlagTarget,
  switchFeatureFlag,
} from '../../domain/feature-flags/feature-flags.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { empty, ok, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const PATH = '/feature-flags'
const target = {
  path: `${PATH}/:slug/targets/:resourceId`,
  responses: { 204: null },
  refusals: { 400: ['invalid_resource_id_format'] },
} as const

const flags = {
  plural: 'FeatureFlags',
  noun: 'a feature flag',
  object: FeatureFlag,
  present: presentFeatureFlag,
}

export const featureFlagOperations = [
  ...resourceOperations({
    ...flags,
    name: 'FeatureFlag',
    path: PATH,
    key: 'slug',
    list: { page: listFeatureFlags },
    find: getFeatureFlag,
  }),
  operation({
    id: 'enableFeatureFlag',
    method: 'PUT',
    path: `${PATH}/:slug/enable`,
    summary: 'Enable a feature flag',
    responses: { 200: FeatureFlag },
    async handle({ context, params }) {
      return ok(presentFeatureFlag(await switchFeatureFlag(context, params.slug, true)))
    },
  }),
  operation({
    id: 'disableFeatureFlag',
    method: 'PUT',
    path: `${PATH}/:slug/disable`,
    summary: 'Disable a feature flag for everyone',
    responses: { 200: FeatureFlag },
    async handle({ context, params }) {
      return ok(presentFeatureFlag(await switchFeatureFlag(context, params.slug, false)))
    },
  }),
  operation({
    ...target,
    id: 'addFlagTarget',
    method: 'POST',
    summary: 'Turn a feature flag on for a user or an organization',
    async handle({ context, params }) {
      await addFlagTarget(context, params.slug, params.resourceId)
      return empty(204)
    },
  }),
  operation({
    ...target,
    id: 'removeFlagTarget',
    method: 'DELETE',
    summary: 'Turn a feature flag off for a user or an organization',
    async handle({ context, params }) {
      await removeFlagTarget(context, params.slug, params.resourceId)
      return empty(204)
    },
  }),
  ...resourceOperations({
    ...flags,
    name: 'OrganizationFeatureFlag',
    plural: 'OrganizationFeatureFlags',
    path: '/organizations/:organizationId/feature-flags',
    parent: (context, params) => getOrganization(context, params.organizationId),
    list: { page: (context, query, { id }) => listEnabledFlags(context, [id], query) },
  }),
  ...resourceOperations({
    ...flags,
    name: 'UserFeatureFlag',
    plural: 'UserFeatureFlags',
    path: '/user_management/users/:userId/feature-flags',
    parent: (context, params) => getUser(context, params.userId),
    list: { page: (context, query, { id }) => listEnabledFlags(context, [id], query) },
  }),
]
