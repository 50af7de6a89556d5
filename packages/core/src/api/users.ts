import { decodeUser } from './decoders.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { nothing, object, withShortcut } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Fetches a user.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/{id}`
 */
export function getUser(api: Api, { userId }: GetUserParams, options?: CallOptions): Promise<User> {
  return request(
    api,
    { method: 'GET', path: path`/user_management/users/${userId}`, read: readSentUser, result: 'user' },
    options,
  )
}

export interface GetUserParams {
  userId: string
}

/** A user of the environment. Fields that the API adds later are kept, but not typed. */
export interface User {
  object: 'user'
  id: string
  email: string
  emailVerified: boolean
  firstName: string | null
  lastName: string | null
  name: string | null
  profilePictureUrl: string | null
  /** ISO 8601, UTC. */
  lastSignInAt: string | null
  /** Your own ID for the user. */
  externalId: string | null
  /** Your own data. Its keys are never renamed. */
  metadata: Record<string, string>
  /** A BCP 47 tag, such as `pt-BR`. */
  locale: string | null
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

/** Reads a {@link User}. */
export const readUser = object<User>({
  id: 'string',
  email: 'string',
  emailVerified: 'boolean',
  firstName: 'nullable',
  lastName: 'nullable',
  name: 'nullable',
  profilePictureUrl: 'nullable',
  lastSignInAt: 'nullable',
  externalId: 'nullable',
  metadata: (metadata) => metadata ?? {},
  locale: 'nullable',
})

/** Reads a {@link User} straight from the wire. */
const readSentUser = /* @__PURE__ */ withShortcut(readUser, decodeUser)

/**
 * Fetches a user by your own ID.
 *
 * Fails with `ApiError` `entity_not_found`.
 * @see OpenAPI `GET /user_management/users/external_id/{external_id}`
 */
export function getUserByExternalId(
  api: Api,
  { externalId }: GetUserByExternalIdParams,
  options?: CallOptions,
): Promise<User> {
  const at = path`/user_management/users/external_id/${{ externalId }}`
  return request(api, { method: 'GET', path: at, read: readSentUser, result: 'user' }, options)
}

export interface GetUserByExternalIdParams {
  externalId: string
}

/**
 * Lists users, newest first. Await the result for one page, or iterate over it for all users.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /user_management/users`
 */
export function listUsers(api: Api, params: ListUsersParams = {}, options?: CallOptions): PagePromise<User> {
  return list(api, { path: path`/user_management/users`, params, item: readSentUser }, options)
}

export interface ListUsersParams extends PageParams {
  /** A complete email address. Case does not matter. */
  email?: string
  /** Only members of this organization. */
  organizationId?: string
}

/**
 * Creates a user.
 *
 * Fails with `ApiError` `user_creation_error` (also if the email address is taken), `password_strength_error`,
 * `invalid_password_hash`, `invalid_metadata`, `external_id_already_used` or `invalid_request_parameters`.
 * @see OpenAPI `POST /user_management/users`
 */
export function createUser(api: Api, params: CreateUserParams, options?: CallOptions): Promise<User> {
  return request(
    api,
    { method: 'POST', path: path`/user_management/users`, body: params, read: readSentUser, result: 'user' },
    options,
  )
}

/** The algorithm that an imported password was hashed with. Names that are not listed here are accepted too. */
export type PasswordHashType =
  | 'bcrypt'
  | 'firebase-scrypt'
  | 'ssha'
  | 'ssha256'
  | 'scrypt'
  | 'pbkdf2'
  | 'argon2'
  | (string & {})

/** Either a password in plain text or a password hash, but not both. */
export interface PasswordParams {
  password?: string | null
  passwordHash?: string | null
  passwordHashType?: PasswordHashType | null
  /** The position of the salt when the password was hashed. */
  passwordSaltPosition?: 'prefix' | 'suffix' | null
}

export interface CreateUserParams extends PasswordParams {
  email: string
  emailVerified?: boolean | null
  firstName?: string | null
  lastName?: string | null
  name?: string | null
  externalId?: string | null
  metadata?: Record<string, string> | null
  ipAddress?: string | null
  userAgent?: string | null
  signalsId?: string | null
}

/**
 * Changes a user. Omitted fields stay unchanged; `null` clears a field. A new `email` is unverified by default.
 *
 * Fails with `ApiError` `entity_not_found`, `email_not_available`, `email_change_not_allowed`, `invalid_email`,
 * `external_id_already_used`, `invalid_locale` or the codes of {@link createUser}.
 * @see OpenAPI `PUT /user_management/users/{id}`
 */
export function updateUser(
  api: Api,
  { userId, ...body }: UpdateUserParams,
  options?: CallOptions,
): Promise<User> {
  return request(
    api,
    { method: 'PUT', path: path`/user_management/users/${userId}`, body, read: readSentUser, result: 'user' },
    options,
  )
}

export interface UpdateUserParams extends PasswordParams {
  userId: string
  email?: string
  emailVerified?: boolean
  firstName?: string | null
  lastName?: string | null
  name?: string | null
  externalId?: string | null
  /** Merged key by key; a key set to `null` is removed. */
  metadata?: Record<string, string | null> | null
  locale?: string | null
}

/**
 * Deletes a user and the user's sessions, memberships and factors.
 *
 * Fails with `ApiError` `entity_not_found` or `user_deletion_not_allowed`.
 * @see OpenAPI `DELETE /user_management/users/{id}`
 */
export function deleteUser(api: Api, { userId }: DeleteUserParams, options?: CallOptions): Promise<void> {
  return request(
    api,
    { method: 'DELETE', path: path`/user_management/users/${userId}`, read: nothing, result: 'nothing' },
    options,
  )
}

export interface DeleteUserParams {
  userId: string
}
