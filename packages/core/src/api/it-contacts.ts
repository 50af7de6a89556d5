import type { Api } from './request/api.ts'
import type { CallOptions } from './request/call.ts'
import { path } from './request/path.ts'
import { arrayOf, nothing, object, type Reader } from './request/reader.ts'
import { request } from './request/request.ts'

/**
 * Lists the IT contacts of an organization. The list has no pages: the API returns all contacts.
 *
 * Fails with `ApiError` `entity_not_found` or `forbidden`.
 * @see OpenAPI `GET /organizations/{organization_id}/it_contacts`
 */
export function listItContacts(
  api: Api,
  { organizationId }: ListItContactsParams,
  options?: CallOptions,
): Promise<ItContact[]> {
  const at = path`/organizations/${organizationId}/it_contacts`
  return request(api, { method: 'GET', path: at, read: readItContacts, result: 'itContacts' }, options)
}

export interface ListItContactsParams {
  organizationId: string
}

/** A member of an organization's IT team who receives alerts, for example about an expiring certificate. */
export interface ItContact {
  object: 'it_contact'
  id: string
  email: string
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  updatedAt: string
}

const readItContact = object<ItContact>({ id: 'string', email: 'string' })

const readItContactList = object<{ data: ItContact[] }>({ data: arrayOf(readItContact) })

/** The list is complete: it has no pages. */
const readItContacts: Reader<ItContact[]> = (response, at) => readItContactList(response, at).data

/**
 * Adds an IT contact to an organization. Sends no invitation.
 *
 * Fails with `ApiError` `it_contact_already_exists`, `entity_not_found`, `forbidden`, `invalid_request_parameters` or
 * `concurrent_request`.
 * @see OpenAPI `POST /organizations/{organization_id}/it_contacts`
 */
export function createItContact(
  api: Api,
  { organizationId, ...body }: CreateItContactParams,
  options?: CallOptions,
): Promise<ItContact> {
  const at = path`/organizations/${organizationId}/it_contacts`
  return request(api, { method: 'POST', path: at, body, read: readItContact, result: 'itContact' }, options)
}

export interface CreateItContactParams {
  organizationId: string
  email: string
}

/**
 * Removes an IT contact from an organization. The contact's links to the Admin Portal stop working.
 *
 * Fails with `ApiError` `entity_not_found`, `forbidden` or `concurrent_request`.
 * @see OpenAPI `DELETE /organizations/{organization_id}/it_contacts/{contact_id}`
 */
export function deleteItContact(
  api: Api,
  { organizationId, itContactId }: DeleteItContactParams,
  options?: CallOptions,
): Promise<void> {
  const at = path`/organizations/${organizationId}/it_contacts/${itContactId}`
  return request(api, { method: 'DELETE', path: at, read: nothing, result: 'nothing' }, options)
}

export interface DeleteItContactParams {
  organizationId: string
  itContactId: string
}
