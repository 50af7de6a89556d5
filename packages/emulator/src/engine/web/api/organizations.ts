import * as v from 'valibot'
import { notFound } from '../../base/failure.ts'
import { externalId, metadataInput } from '../../contract/metadata.ts'
import {
  DOMAIN_STATES,
  Organization,
  presentOrganization,
} from '../../domain/organizations/organization-schema.ts'
import {
  createOrganization,
  deleteOrganization,
  findOrganizationByExternalId,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from '../../domain/organizations/organizations.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const name = v.pipe(v.string(), v.trim(), v.minLength(1, 'name_required'), v.maxLength(500))

const optionalFields = {
  domain_data: v.nullish(
    v.array(v.object({ domain: v.string(), state: v.optional(v.picklist(DOMAIN_STATES), 'pending') })),
  ),
  domains: v.nullish(v.array(v.string())),
  metadata: metadataInput,
  external_id: v.optional(v.nullable(externalId)),
  allow_profiles_outside_organization: v.nullish(v.boolean()),
  stripe_customer_id: v.optional(v.nullable(v.string())),
}

export const CreateOrganizationBody = v.object({ name, ...optionalFields })

export const getOrganizationOperation = operation({
  id: 'getOrganization',
  method: 'GET',
  path: '/organizations/:id',
  summary: 'Get an organization',
  responses: { 200: Organization },
  async handle({ context, params }) {
    return ok(presentOrganization(await getOrganization(context, params.id)))
  },
})

export const getOrganizationByExternalIdOperation = operation({
  id: 'getOrganizationByExternalId',
  method: 'GET',
  path: '/organizations/external_id/:externalId',
  summary: 'Get an organization by external ID',
  responses: { 200: Organization },
  async handle({ context, params }) {
    const row = await findOrganizationByExternalId(context, params.externalId)
    if (row === undefined) throw notFound('Organization', params.externalId)
    return ok(presentOrganization(row))
  },
})

export const listOrganizationsOperation = operation({
  id: 'listOrganizations',
  method: 'GET',
  path: '/organizations',
  summary: 'List organizations',
  query: v.object({
    ...pageQuery,
    domains: v.optional(v.union([v.string(), v.array(v.string())])),
    search: v.optional(v.string()),
  }),
  responses: { 200: list(Organization) },
  async handle({ context, query }) {
    const { search } = query
    const domains = query.domains === undefined ? [] : [query.domains].flat()
    return ok(listBody(await listOrganizations(context, { search, domains }, query), presentOrganization))
  },
})

export const createOrganizationOperation = operation({
  id: 'createOrganization',
  method: 'POST',
  path: '/organizations',
  summary: 'Create an organization',
  body: CreateOrganizationBody,
  responses: { 201: Organization },
  async handle({ context, body }) {
    return created(presentOrganization(await createOrganization(context, body)))
  },
})

export const updateOrganizationOperation = operation({
  id: 'updateOrganization',
  method: 'PUT',
  path: '/organizations/:id',
  summary: 'Update an organization',
  body: v.object({ ...optionalFields, name: v.optional(name) }),
  responses: { 200: Organization },
  async handle({ context, params, body }) {
    return ok(
      presentOrganization(await updateOrganization(context, await getOrganization(context, params.id), body)),
    )
  },
})

export const deleteOrganizationOperation = operation({
  id: 'deleteOrganization',
  method: 'DELETE',
  path: '/organizations/:id',
  summary: 'Delete an organization',
  responses: { 204: null },
  async handle({ context, params }) {
    await deleteOrganization(context, await getOrganization(context, params.id))
    return empty(204)
  },
})

export const organizationOperations = [
  getOrganizationByExternalIdOperation,
  getOrganizationOperation,
  listOrganizationsOperation,
  createOrganizationOperation,
  updateOrganizationOperation,
  deleteOrganizationOperation,
]
