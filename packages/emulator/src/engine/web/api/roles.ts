import * as v from 'valibot'
import type { EngineContext } from '../../context/engine-context.ts'
import { description, displayName, slug } from '../../contract/slugs.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { presentRole, Role } from '../../domain/roles/role-schema.ts'
import {
  addPermission,
  createRole,
  deleteRole,
  ENVIRONMENT,
  getRole,
  listRoles,
  type RoleOwner,
  removePermission,
  updateRole,
} from '../../domain/roles/roles.ts'
import { type Operation, ok, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const AllRoles = v.object({ object: v.literal('list'), data: v.array(Role) })
const PermissionsBody = v.object({ permissions: v.array(v.string()) })
const PermissionBody = v.object({ slug: v.string() })
const createBody = { name: displayName, description, resource_type_slug: v.optional(v.string()) }

interface Owned<Path extends string> {
  /** The owner of the roles, in operation ids. */
  owner: 'Environment' | 'Organization'
  noun: string
  path: Path
  slug: v.GenericSchema<string, string> | v.GenericSchema<string | undefined, string | undefined>
  conflict: string
  ownerOf(context: EngineContext, params: Record<string, string>): Promise<RoleOwner>
}

/** The operations for roles of the environment, and the same ones for roles of an organization. */
function operationsOn<const Path extends string>(owned: Owned<Path>): Operation[] {
  const { owner, noun, path, ownerOf } = owned
  const one = `${path}/:slug` as const
  const roleOf = async (context: EngineContext, params: Record<string, string>) =>
    getRole(context, await ownerOf(context, params), params.slug ?? '')
  return [
    operation({
      id: `list${owner}Roles`,
      method: 'GET',
      path,
      summary: `List the roles of ${noun}`,
      responses: { 200: AllRoles },
      async handle({ context, params }) {
        const roles = await listRoles(context, await ownerOf(context, params as Record<string, string>))
        return ok({ object: 'list', data: roles.map(presentRole) })
      },
    }),
    ...resourceOperations({
      name: `${owner}Role`,
      noun: `a role of ${noun}`,
      path,
      key: 'slug',
      object: Role,
      present: presentRole,
      parent: (context, params) => ownerOf(context, params as Record<string, string>),
      find: (context, key, parent: RoleOwner) => getRole(context, parent, key),
      create: {
        body: v.object({ ...createBody, slug: owned.slug }),
        run: (context, body, parent) => createRole(context, parent, body),
        refusals: { 400: ['bad_request'], 409: [owned.conflict] },
      },
      update: { body: v.object({ name: v.optional(displayName), description }), run: updateRole },
      ...(owner === 'Organization' && {
        remove: { run: deleteRole, refusals: { 409: ['role_has_assignments'] } },
      }),
    }),
    operation({
      id: `add${owner}RolePermission`,
      method: 'POST',
      path: `${one}/permissions`,
      summary: `Add a permission to a role of ${noun}`,
      body: PermissionBody,
      responses: { 200: Role },
      async handle({ context, params, body }) {
        const role = await roleOf(context, params as Record<string, string>)
        return ok(presentRole(await addPermission(context, role, body.slug)))
      },
    }),
    operation({
      id: `set${owner}RolePermissions`,
      method: 'PUT',
      path: `${one}/permissions`,
      summary: `Set the permissions of a role of ${noun}`,
      body: PermissionsBody,
      responses: { 200: Role },
      async handle({ context, params, body }) {
        const role = await roleOf(context, params as Record<string, string>)
        return ok(presentRole(await updateRole(context, role, body)))
      },
    }),
  ]
}

const organizationRoles = '/authorization/organizations/:organizationId/roles'

const removeOrganizationRolePermissionOperation = operation({
  id: 'removeOrganizationRolePermission',
  method: 'DELETE',
  path: `${organizationRoles}/:slug/permissions/:permissionSlug`,
  summary: 'Remove a permission from a role of an organization',
  responses: { 200: Role },
  async handle({ context, params }) {
    const role = await getRole(context, await organizationOf(context, params), params.slug)
    return ok(presentRole(await removePermission(context, role, params.permissionSlug)))
  },
})

export const roleOperations = [
  ...operationsOn({
    owner: 'Environment',
    noun: 'the environment',
    path: '/authorization/roles',
    slug,
    conflict: 'role_slug_conflict',
    ownerOf: async () => ENVIRONMENT,
  }),
  ...operationsOn({
    owner: 'Organization',
    noun: 'an organization',
    path: organizationRoles,
    slug: v.optional(slug),
    conflict: 'organization_role_slug_conflict',
    ownerOf: organizationOf,
  }),
  removeOrganizationRolePermissionOperation,
]

async function organizationOf(context: EngineContext, params: Record<string, string>): Promise<RoleOwner> {
  const { id } = await getOrganization(context, params.organizationId ?? '')
  return { organizationId: id }
}
