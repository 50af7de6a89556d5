import * as v from 'valibot'
import { displayName } from '../../contract/slugs.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { ApiKey, CreatedApiKey, presentApiKey } from '../../domain/api-keys/api-key-schema.ts'
import {
  createApiKey,
  deleteApiKey,
  expireApiKey,
  getApiKey,
  listOrganizationApiKeys,
  listUserApiKeys,
  validateApiKey,
} from '../../domain/api-keys/api-keys.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { getUser } from '../../domain/users/find-user.ts'
import { ok, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const body = {
  name: displayName,
  permissions: v.optional(v.array(v.string())),
  expires_at: v.nullish(isoTimestamp),
}

export const apiKeyOperations = [
  operation({
    id: 'validateApiKey',
    method: 'POST',
    path: '/api_keys/validations',
    summary: 'Validate the value of an API key',
    body: v.object({ value: v.string() }),
    responses: { 200: v.object({ api_key: v.nullable(ApiKey) }) },
    async handle({ context, body: { value } }) {
      const row = await validateApiKey(context, value)
      return ok({ api_key: row === undefined ? null : presentApiKey(row) })
    },
  }),
  operation({
    id: 'expireApiKey',
    method: 'POST',
    path: '/api_keys/:id/expire',
    summary: 'Expire an API key',
    body: v.object({ expires_at: v.nullish(isoTimestamp) }),
    responses: { 200: ApiKey },
    refusals: { 409: ['api_key_already_expired'] },
    async handle({ context, params, body: { expires_at } }) {
      return ok(presentApiKey(await expireApiKey(context, await getApiKey(context, params.id), expires_at)))
    },
  }),
  ...resourceOperations({
    name: 'ApiKey',
    noun: 'an API key',
    path: '/api_keys',
    object: ApiKey,
    present: presentApiKey,
    find: getApiKey,
    isReadable: false,
    remove: { run: deleteApiKey },
  }),
  ...resourceOperations({
    name: 'OrganizationApiKey',
    noun: 'an API key for an organization',
    path: '/organizations/:organizationId/api_keys',
    object: ApiKey,
    present: presentApiKey,
    parent: (context, params) => getOrganization(context, params.organizationId),
    list: { page: (context, query, { id }) => listOrganizationApiKeys(context, id, query) },
    create: {
      body: v.object(body),
      object: CreatedApiKey,
      async run(context, input, { id }) {
        const { row, value } = await createApiKey(context, { organizationId: id, userId: null }, input)
        return { ...presentApiKey(row), value }
      },
    },
  }),
  ...resourceOperations({
    name: 'UserApiKey',
    noun: 'an API key for a user',
    path: '/user_management/users/:userId/api_keys',
    object: ApiKey,
    present: presentApiKey,
    parent: (context, params) => getUser(context, params.userId),
    list: {
      filter: { organization_id: v.optional(v.string()) },
      page: (context, query, { id }) =>
        listUserApiKeys(context, { userId: id, organizationId: query.organization_id }, query),
    },
    create: {
      body: v.object({ ...body, organization_id: v.string() }),
      object: CreatedApiKey,
      refusals: { 400: ['organization_membership_not_found'] },
      async run(context, { organization_id, ...input }, { id }) {
        const organization = await getOrganization(context, organization_id)
        const owner = { organizationId: organization.id, userId: id }
        const { row, value } = await createApiKey(context, owner, input)
        return { ...presentApiKey(row), value }
      },
    },
  }),
]
