import * as v from 'valibot'
import { email } from '../../contract/values.ts'
import { ItContact, presentItContact } from '../../domain/it-contacts/it-contact-schema.ts'
import {
  createItContact,
  deleteItContact,
  getItContact,
  listItContacts,
} from '../../domain/it-contacts/it-contacts.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { list } from '../http/list.ts'
import { ok, operation } from '../http/operation.ts'
import { listBody } from '../http/page.ts'
import { resourceOperations } from '../http/resource.ts'

const IT_CONTACTS = '/organizations/:organizationId/it_contacts'

export const itContactOperations = [
  operation({
    id: 'listItContacts',
    method: 'GET',
    path: IT_CONTACTS,
    summary: 'List all IT contacts of an organization',
    responses: { 200: list(ItContact) },
    async handle({ context, params }) {
      const { id } = await getOrganization(context, params.organizationId)
      const rows = await listItContacts(context, id)
      return ok(listBody({ rows, before: null, after: null }, presentItContact))
    },
  }),
  ...resourceOperations({
    name: 'ItContact',
    noun: 'an IT contact of an organization',
    path: IT_CONTACTS,
    key: 'contactId',
    object: ItContact,
    present: presentItContact,
    parent: (context, params) => getOrganization(context, params.organizationId),
    find: (context, contactId, { id }) => getItContact(context, id, contactId),
    isReadable: false,
    create: {
      body: v.object({ email }),
      run: (context, body, { id }) => createItContact(context, id, body.email),
      refusals: { 409: ['it_contact_already_exists'] },
    },
    remove: { run: deleteItContact },
  }),
]
