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
 * Lists events, oldest first unless `order` is set. Webhooks deliver the same events.
 *
 * Fails with `ApiError` `invalid_request_parameters`.
 * @see OpenAPI `GET /events`
 */
export function listEvents(api: Api, params: ListEventsParams, options?: CallOptions): PagePromise<Event> {
  return list(api, { path: path`/events`, params, item: readEvent }, options)
}

export interface ListEventsParams extends PageParams {
  /** The event names to include, such as `user.created`. At least one is required. */
  events: readonly string[]
  /** ISO 8601. */
  rangeStart?: string
  /** ISO 8601. */
  rangeEnd?: string
  organizationId?: string
}

/** The data of each known event type. */
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

/** An invitation in an event. It has no token and no URL. */
export type EventInvitation = Omit<Invitation, 'token' | 'acceptInvitationUrl'>

interface EventEnvelope {
  object: 'event'
  id: string
  /** The name as sent by the API. */
  event: string
  /** ISO 8601, UTC. */
  createdAt: string
  context?: Record<string, unknown>
}

/** An event whose data is typed. */
export type KnownEvent = {
  [Name in keyof EventData]: EventEnvelope & { type: Name; data: EventData[Name] }
}[keyof EventData]

/** An event with an unknown name or unexpected data. `event` contains the name, and `data` is unchanged. */
export interface UnknownEvent extends EventEnvelope {
  type: 'unknown'
  data: Record<string, unknown>
}

/** An event. Branch on `type`, and always handle `unknown`, because the API may add names. */
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

/** Reads an {@link Event}. If the data does not match the name, the event is `unknown` rather than an error. */
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
