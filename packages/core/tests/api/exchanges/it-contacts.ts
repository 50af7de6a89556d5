import { decodedTimes, type Exchanges, listOf, times } from './exchange.ts'

const contact = { object: 'it_contact', id: 'it_contact_01', email: 'it@orchard.example', ...times }
const decoded = { object: 'it_contact', id: 'it_contact_01', email: 'it@orchard.example', ...decodedTimes }
const organizationId = 'org_01'
const at = '/organizations/org_01/it_contacts'

export const itContactExchanges: Exchanges = {
  listItContacts: {
    call: (c) => c.listItContacts({ organizationId }),
    method: 'GET',
    path: at,
    response: listOf(contact),
    result: [decoded],
  },
  createItContact: {
    call: (c) => c.createItContact({ organizationId, email: 'it@orchard.example' }),
    method: 'POST',
    path: at,
    sends: '{"email":"it@orchard.example"}',
    status: 201,
    response: contact,
    result: decoded,
  },
  deleteItContact: {
    call: (c) => c.deleteItContact({ organizationId, itContactId: 'it_contact_01' }),
    method: 'DELETE',
    path: `${at}/it_contact_01`,
    status: 204,
  },
}
