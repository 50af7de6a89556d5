import { type Invitation, readInvitation } from './invitations.ts'
import { type OrganizationMembership, readMembership } from './memberships.ts'
import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { list, type PageParams, type PagePromise } from './request/page.ts'
import { path } from './request/path.ts'
import { object, type Reader } from './request/reader.ts'
import { readSession, type Session } from './sessions.ts'
import { readUser, type User } from './users.ts'

/**
 * Lists what has happened, oldest first unless `order` says otherwise. The same events come by webhook.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /events`
 */
export function listEvents(api: Api, params: ListEventsParams, options?: CallOptions): PagePromise<Event> {
  return list(api, { path: path`/events`, params, item: readEvent }, options)
}

export interface ListEventsParams extends PageParams {
  /** Names such as `user.created`. At least one. */
  events: readonly string[]
  /** ISO 8601. */
  rangeStart?: string
  /** ISO 8601. */
  rangeEnd?: string
  organizationId?: string
}

/** What an event of a known type carries. */
export interface EventData {
  'user.created': User
  'user.updated': User
  'user.deleted': User
  'session.created': Session
  'session.revoked': Session
  'organization_membership.created': OrganizationMembership
  'organization_membership.updated': OrganizationMembership
  'organization_membership.deleted': OrganizationMembership
  'invitation.created': EventInvitation
  'invitation.accepted': EventInvitation
  'invitation.revoked': EventInvitation
  'invitation.resent': EventInvitation
}

/** An invitation as events carry it. */
export type EventInvitation = Omit<Invitation, 'token' | 'acceptInvitationUrl'>

interface EventEnvelope {
  object: 'event'
  id: string
  /** The name as sent. */
  event: string
  /** ISO 8601, UTC. */
  createdAt: string
  context?: Record<string, unknown>
}

/** An event whose data has a type here. */
export type KnownEvent = {
  [Name in keyof EventData]: EventEnvelope & { type: Name; data: EventData[Name] }
}[keyof EventData]

/** An event of another name: `event` says which, and `data` is as it came. */
export interface UnknownEvent extends EventEnvelope {
  type: 'unknown'
  data: Record<string, unknown>
}

/** Something that happened. Branch on `type`; names are an open set, so always allow for `unknown`. */
export type Event = KnownEvent | UnknownEvent

const dataReaders: { readonly [Name in keyof EventData]: Reader<EventData[Name]> } = {
  'user.created': readUser,
  'user.updated': readUser,
  'user.deleted': readUser,
  'session.created': readSession,
  'session.revoked': readSession,
  'organization_membership.created': readMembership,
  'organization_membership.updated': readMembership,
  'organization_membership.deleted': readMembership,
  'invitation.created': readInvitation,
  'invitation.accepted': readInvitation,
  'invitation.revoked': readInvitation,
  'invitation.resent': readInvitation,
}

const readEnvelope = object<EventEnvelope & { data: unknown }>({
  id: 'string',
  event: 'string',
  data: object({}),
})

/** Reads an {@link Event}. One whose data is not what its name promises is `unknown` rather than an error. */
export const readEvent: Reader<Event> = (response, at) => {
  const envelope = readEnvelope(response, at)
  return { ...envelope, ...readData(envelope) } as Event
}

function readData({ event, data }: { event: string; data: unknown }): { type: string; data: unknown } {
  if (!Object.hasOwn(dataReaders, event)) return { type: 'unknown', data }
  try {
    return { type: event, data: dataReaders[event as keyof EventData](data, 'event.data') }
  } catch {
    return { type: 'unknown', data }
  }
}
