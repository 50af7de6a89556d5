import * as v from 'valibot'
import {
  deleteDirectory,
  findDirectory,
  getDirectory,
  getDirectoryGroup,
  getDirectoryUser,
  listDirectories,
  listDirectoryGroups,
  listDirectoryUsers,
  showDirectory,
  showDirectoryUser,
} from '../../domain/directories/directories.ts'
import {
  Directory,
  DirectoryGroup,
  DirectoryUser,
  presentDirectoryGroup,
} from '../../domain/directories/directory-schema.ts'
import { empty, operation } from '../http/operation.ts'
import { resourceOperations } from '../http/resource.ts'

const text = v.optional(v.string())

export const directoryOperations = [
  ...resourceOperations({
    name: 'Directory',
    plural: 'Directories',
    noun: 'a directory',
    path: '/directories',
    object: Directory,
    present: (row, context) => showDirectory(context, row),
    list: { filter: { organization_id: text, search: text, domain: text }, page: listDirectories },
    find: getDirectory,
  }),
  operation({
    id: 'deleteDirectory',
    method: 'DELETE',
    path: '/directories/:id',
    summary: 'Delete a directory',
    responses: { 202: null },
    async handle({ context, params }) {
      // The API also accepts the request for an unknown directory, because there is nothing left to delete.
      const directory = await findDirectory(context, params.id)
      if (directory !== undefined) await deleteDirectory(context, directory)
      return empty(202)
    },
  }),
  ...resourceOperations({
    name: 'DirectoryGroup',
    noun: 'a group of a directory',
    path: '/directory_groups',
    object: DirectoryGroup,
    present: presentDirectoryGroup,
    list: {
      filter: { directory: text, user: text },
      page: listDirectoryGroups,
    },
    find: getDirectoryGroup,
  }),
  ...resourceOperations({
    name: 'DirectoryUser',
    noun: 'a user of a directory',
    path: '/directory_users',
    object: DirectoryUser,
    present: (row, context) => showDirectoryUser(context, row),
    list: {
      filter: { directory: text, group: text, idp_id: text, email: text },
      page: listDirectoryUsers,
    },
    find: getDirectoryUser,
  }),
]
