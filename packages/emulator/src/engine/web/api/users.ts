import * as v from 'valibot'
import { notFound } from '../../base/failure.ts'
import { externalId, metadataInput } from '../../contract/metadata.ts'
import { deviceText, email, ipAddress, shortText, userAgent } from '../../contract/values.ts'
import { createUser } from '../../domain/accounts/create-user.ts'
import { deleteUser } from '../../domain/accounts/delete-user.ts'
import { updateUser } from '../../domain/accounts/update-user.ts'
import { assessOrigin } from '../../domain/radar/radar.ts'
import { findUserByExternalId, getUser } from '../../domain/users/find-user.ts'
import { listUsers } from '../../domain/users/list-users.ts'
import { presentUser, User } from '../../domain/users/user-schema.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const passwordFields = {
  password: v.nullish(v.string()),
  password_hash: v.nullish(v.string()),
  password_hash_type: v.nullish(
    v.picklist(['bcrypt', 'firebase-scrypt', 'ssha', 'ssha256', 'scrypt', 'pbkdf2', 'argon2']),
  ),
  password_salt_position: v.nullish(v.picklist(['prefix', 'suffix'])),
}

export const CreateUserBody = v.object({
  email,
  ...passwordFields,
  first_name: v.nullish(shortText),
  last_name: v.nullish(shortText),
  name: v.nullish(shortText),
  email_verified: v.nullish(v.boolean()),
  external_id: v.nullish(externalId),
  metadata: metadataInput,
  locale: v.nullish(v.string()),
  ip_address: ipAddress,
  user_agent: userAgent,
  signals_id: deviceText,
})

export const UpdateUserBody = v.object({
  ...passwordFields,
  email: v.optional(v.string()),
  first_name: v.optional(v.nullable(shortText)),
  last_name: v.optional(v.nullable(shortText)),
  name: v.optional(v.nullable(shortText)),
  email_verified: v.nullish(v.boolean()),
  external_id: v.optional(v.nullable(externalId)),
  metadata: metadataInput,
  locale: v.optional(v.nullable(v.string())),
})

export const getUserOperation = operation({
  id: 'getUser',
  method: 'GET',
  path: '/user_management/users/:id',
  summary: 'Get a user',
  responses: { 200: User },
  async handle({ context, params }) {
    return ok(presentUser(await getUser(context, params.id)))
  },
})

export const getUserByExternalIdOperation = operation({
  id: 'getUserByExternalId',
  method: 'GET',
  path: '/user_management/users/external_id/:externalId',
  summary: 'Get a user by external ID',
  responses: { 200: User },
  async handle({ context, params }) {
    const row = await findUserByExternalId(context, params.externalId)
    if (row === undefined) throw notFound('User', params.externalId)
    return ok(presentUser(row))
  },
})

export const listUsersOperation = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/user_management/users',
  summary: 'List users',
  query: v.object({
    ...pageQuery,
    email: v.optional(v.string()),
    organization_id: v.optional(v.string()),
    organization: v.optional(v.string()),
  }),
  responses: { 200: list(User) },
  async handle({ context, query }) {
    const organizationId = query.organization_id ?? query.organization
    return ok(listBody(await listUsers(context, { email: query.email, organizationId }, query), presentUser))
  },
})

export const createUserOperation = operation({
  id: 'createUser',
  method: 'POST',
  path: '/user_management/users',
  summary: 'Create a user',
  body: CreateUserBody,
  responses: { 201: v.object({ ...User.entries, radar_auth_attempt_id: v.optional(v.string()) }) },
  async handle({ context, body }) {
    const user = await createUser(context, body)
    const about = { email: user.email, auth_method: 'Password', action: 'sign-up' } as const
    return created({ ...presentUser(user), ...(await assessOrigin(context, body, about)) })
  },
})

export const updateUserOperation = operation({
  id: 'updateUser',
  method: 'PUT',
  path: '/user_management/users/:id',
  summary: 'Update a user',
  body: UpdateUserBody,
  responses: { 200: User },
  async handle({ context, params, body }) {
    return ok(presentUser(await updateUser(context, await getUser(context, params.id), body)))
  },
})

export const deleteUserOperation = operation({
  id: 'deleteUser',
  method: 'DELETE',
  path: '/user_management/users/:id',
  summary: 'Delete a user and everything that belongs to the user',
  responses: { 200: null },
  async handle({ context, params }) {
    await deleteUser(context, await getUser(context, params.id))
    return empty()
  },
})

export const userOperations = [
  getUserByExternalIdOperation,
  getUserOperation,
  listUsersOperation,
  createUserOperation,
  updateUserOperation,
  deleteUserOperation,
]
