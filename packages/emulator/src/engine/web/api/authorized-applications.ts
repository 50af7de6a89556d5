import {
  AuthorizedApplication,
  MemberAuthorizedApplication,
  presentAuthorizedApplication,
} from '../../domain/authorized-applications/authorized-application-schema.ts'
import {
  deleteAuthorizedApplication,
  getAuthorizedApplication,
  listAuthorizedApplications,
} from '../../domain/authorized-applications/authorized-applications.ts'
import { getOrganization } from '../../domain/organizations/organizations.ts'
import { getUser } from '../../domain/users/find-user.ts'
import type { AuthorizedApplicationRow } from '../../storage/tables.ts'
import { resourceOperations } from '../http/resource.ts'

export const authorizedApplicationOperations = [
  ...resourceOperations({
    name: 'OrganizationAuthorizedApplication',
    noun: 'an authorized application of an organization',
    path: '/organizations/:organizationId/authorized_applications',
    object: MemberAuthorizedApplication,
    present: (row: AuthorizedApplicationRow) => ({
      ...presentAuthorizedApplication(row),
      user_id: row.user_id,
    }),
    parent: (context, params) => getOrganization(context, params.organizationId),
    list: {
      page: (context, query, { id }) =>
        listAuthorizedApplications(context, { column: 'organization_id', id }, query),
    },
  }),
  ...resourceOperations({
    name: 'AuthorizedApplication',
    noun: 'an authorized application of a user',
    path: '/user_management/users/:userId/authorized_applications',
    key: 'applicationId',
    object: AuthorizedApplication,
    present: presentAuthorizedApplication,
    parent: (context, params) => getUser(context, params.userId),
    isReadable: false,
    list: {
      page: (context, query, { id }) => listAuthorizedApplications(context, { column: 'user_id', id }, query),
    },
    find: (context, applicationId, { id }) => getAuthorizedApplication(context, id, applicationId),
    remove: { run: deleteAuthorizedApplication },
  }),
]
