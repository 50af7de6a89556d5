import * as v from 'valibot'
import { Connection, presentConnection } from '../../domain/connections/connection-schema.ts'
import { deleteConnection, getConnection, listConnections } from '../../domain/connections/connections.ts'
import { resourceOperations } from '../http/resource.ts'

export const connectionOperations = resourceOperations({
  name: 'Connection',
  noun: 'a connection to an identity provider',
  path: '/connections',
  object: Connection,
  present: presentConnection,
  list: {
    filter: {
      connection_type: v.optional(v.string()),
      domain: v.optional(v.string()),
      organization_id: v.optional(v.string()),
      search: v.optional(v.string()),
    },
    page: listConnections,
  },
  find: getConnection,
  remove: { run: deleteConnection },
})
