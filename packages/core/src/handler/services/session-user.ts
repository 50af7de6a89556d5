import type { User } from '../../api/index.ts'
import { type CurrentUser, sessionUser } from '../../session/packed-session.ts'
import type { SessionUser } from '../../session/session-payload.ts'
import { fault } from '../events/fault.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import type { UserFields } from '../options/user-fields.ts'

/** Returns the user data that the session stores: an allow-list. */
export type ReadSessionUser = (user: User) => SessionUser

/** Leaves out what a stored session has of its user, but the app no longer names in `userFields`. */
export const createCurrentUser =
  ({ externalId: hasId, metadata: keys }: Required<UserFields>): CurrentUser =>
  ({ externalId, metadata, ...user }) => ({
    ...user,
    ...(hasId && externalId !== undefined && { externalId }),
    ...(keys.length > 0 && metadata !== undefined && { metadata: onlyKeys(metadata, keys) }),
  })

const onlyKeys = (metadata: NonNullable<SessionUser['metadata']>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => keys.includes(key)))

/** The maximum size of metadata in a session, in bytes. It is sent with every request. */
const MAXIMUM_BYTES = 1_000

const bytesOf = (metadata: object) => new TextEncoder().encode(JSON.stringify(metadata)).byteLength

/**
 * Adds the fields that the app configured to the session's user. Metadata that does not fit is omitted and reported to
 * the operator.
 */
export function createReadSessionUser(
  { externalId, metadata: keys }: Required<UserFields>,
  emit: (event: HandlerEvent) => void,
): ReadSessionUser {
  function metadataOf(user: User): Record<string, string> {
    const included: Record<string, string> = {}
    const omitted: string[] = []
    for (const key of keys) {
      const value = Object.hasOwn(user.metadata, key) ? user.metadata[key] : undefined
      if (typeof value !== 'string') continue
      if (bytesOf({ ...included, [key]: value }) > MAXIMUM_BYTES) omitted.push(key)
      else Object.assign(included, { [key]: value })
    }
    if (omitted.length > 0)
      emit({ type: 'failed', ...fault('user_fields_too_large', { got: omitted.join(', ') }) })
    return included
  }

  return (user) => ({
    ...sessionUser(user),
    ...(externalId && { externalId: user.externalId }),
    ...(keys.length > 0 && { metadata: metadataOf(user) }),
  })
}
