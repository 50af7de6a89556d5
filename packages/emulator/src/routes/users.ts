import * as v from 'valibot'
import { notFound } from '../http/failure.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import { emailKey } from '../schemas/email-address.ts'
import { list } from '../schemas/list.ts'
import { externalId, metadataInput } from '../schemas/metadata.ts'
import { presentUser, User } from '../schemas/user.ts'
import { email, ipAddress, shortText, userAgent } from '../schemas/values.ts'
import { createUser as addUser } from '../users/create-user.ts'
import { deleteUser as removeUser } from '../users/delete-user.ts'
import { findUser, getUser as requireUser } from '../users/find-user.ts'
import { updateUser as changeUser } from '../users/update-user.ts'

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

export const getUser = operation({
  id: 'getUser',
  method: 'GET',
  path: '/user_management/users/:id',
  summary: 'Get a user',
  answers: { 200: User },
  async handle({ env, params }) {
    return ok(presentUser(await requireUser(env, params.id)))
  },
})

export const getUserByExternalId = operation({
  id: 'getUserByExternalId',
  method: 'GET',
  path: '/user_management/users/external_id/:externalId',
  summary: 'Get a user by the id it has in your system',
  answers: { 200: User },
  async handle({ env, params }) {
    const row = await env.db
      .selectFrom('users')
      .selectAll()
      .where('external_id', '=', params.externalId)
      .executeTakeFirst()
    if (row === undefined) throw notFound('User', params.externalId)
    return ok(presentUser(row))
  },
})

export const listUsers = operation({
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
  answers: { 200: list(User) },
  async handle({ env, query }) {
    const organizationId = query.organization_id ?? query.organization
    let users = env.db.selectFrom('users').selectAll('users')
    if (query.email) users = users.where('users.email_key', '=', emailKey(query.email))
    if (organizationId) {
      users = users.where('users.id', 'in', (eb) =>
        eb
          .selectFrom('memberships')
          .select('memberships.user_id')
          .where('memberships.organization_id', '=', organizationId),
      )
    }
    return ok(listBody(await readPage(users, 'users', query, (id) => findUser(env, id)), presentUser))
  },
})

export const createUser = operation({
  id: 'createUser',
  method: 'POST',
  path: '/user_management/users',
  summary: 'Create a user',
  body: CreateUserBody,
  answers: { 201: User },
  async handle({ env, body }) {
    return created(presentUser(await addUser(env, body)))
  },
})

export const updateUser = operation({
  id: 'updateUser',
  method: 'PUT',
  path: '/user_management/users/:id',
  summary: 'Update a user',
  body: UpdateUserBody,
  answers: { 200: User },
  async handle({ env, params, body }) {
    return ok(presentUser(await changeUser(env, await requireUser(env, params.id), body)))
  },
})

export const deleteUser = operation({
  id: 'deleteUser',
  method: 'DELETE',
  path: '/user_management/users/:id',
  summary: 'Delete a user and everything that hangs on it',
  answers: { 200: null },
  async handle({ env, params }) {
    await removeUser(env, await requireUser(env, params.id))
    return empty()
  },
})

export const userOperations = [getUserByExternalId, getUser, listUsers, createUser, updateUser, deleteUser]
