import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { fromJson } from '../../storage/json.ts'
import type { DirectoryGroupRow, DirectoryRow, DirectoryUserRow } from '../../storage/tables.ts'

export const DIRECTORY_TYPES = [
  'azure scim v2.0',
  'bamboohr',
  'breathe hr',
  'cezanne hr',
  'cyberark scim v2.0',
  'fourth hr',
  'generic scim v2.0',
  'gsuite directory',
  'hibob',
  'sailpoint scim v2.0',
  'jump cloud scim v2.0',
  'okta scim v2.0',
  'onelogin scim v2.0',
  'people hr',
  'personio',
  'pingfederate scim v2.0',
  'rippling scim v2.0',
  's3',
  'sftp',
  'sftp workday',
  'workday',
] as const

const attributes = v.record(v.string(), v.unknown())

export const Directory = v.object({
  object: v.literal('directory'),
  id: v.string(),
  organization_id: v.string(),
  external_key: v.string(),
  type: v.picklist(DIRECTORY_TYPES),
  state: v.picklist(['linked', 'validating', 'invalid_credentials', 'unlinked', 'deleting']),
  name: v.string(),
  domain: v.optional(v.string()),
  metadata: v.object({
    users: v.object({ active: v.number(), inactive: v.number() }),
    groups: v.number(),
  }),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const DirectoryGroup = v.object({
  object: v.literal('directory_group'),
  id: v.string(),
  idp_id: v.string(),
  directory_id: v.string(),
  organization_id: v.string(),
  name: v.string(),
  raw_attributes: attributes,
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

const Role = v.object({ slug: v.string() })

export const DirectoryUser = v.object({
  object: v.literal('directory_user'),
  id: v.string(),
  directory_id: v.string(),
  organization_id: v.string(),
  idp_id: v.string(),
  email: v.nullable(v.string()),
  first_name: v.nullable(v.string()),
  last_name: v.nullable(v.string()),
  name: v.nullable(v.string()),
  emails: v.array(v.object({ primary: v.boolean(), type: v.string(), value: v.string() })),
  job_title: v.nullable(v.string()),
  username: v.nullable(v.string()),
  state: v.picklist(['active', 'suspended', 'inactive']),
  raw_attributes: attributes,
  custom_attributes: attributes,
  role: v.optional(Role),
  roles: v.optional(v.array(Role)),
  groups: v.array(DirectoryGroup),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

/** The numbers of a directory's users and groups. */
export interface DirectoryCounts {
  active: number
  inactive: number
  groups: number
}

export function presentDirectory(
  row: DirectoryRow,
  { active, inactive, groups }: DirectoryCounts,
): v.InferOutput<typeof Directory> {
  return {
    object: 'directory',
    id: row.id,
    organization_id: row.organization_id,
    external_key: row.external_key,
    type: row.type as (typeof DIRECTORY_TYPES)[number],
    state: row.state,
    name: row.name,
    ...(row.domain !== null && { domain: row.domain }),
    metadata: { users: { active, inactive }, groups },
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

export function presentDirectoryGroup(row: DirectoryGroupRow): v.InferOutput<typeof DirectoryGroup> {
  return {
    object: 'directory_group',
    id: row.id,
    idp_id: row.idp_id,
    directory_id: row.directory_id,
    organization_id: row.organization_id,
    name: row.name,
    raw_attributes: fromJson(row.raw_attributes),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

export function presentDirectoryUser(
  row: DirectoryUserRow,
  groups: DirectoryGroupRow[],
): v.InferOutput<typeof DirectoryUser> {
  const name = [row.first_name, row.last_name].filter((part) => part !== null).join(' ')
  return {
    object: 'directory_user',
    id: row.id,
    directory_id: row.directory_id,
    organization_id: row.organization_id,
    idp_id: row.idp_id,
    email: row.email,
    first_name: row.first_name,
    last_name: row.last_name,
    name: name === '' ? null : name,
    emails: row.email === null ? [] : [{ primary: true, type: 'work', value: row.email }],
    job_title: row.job_title,
    username: row.username,
    state: row.state,
    raw_attributes: fromJson(row.raw_attributes),
    custom_attributes: fromJson(row.custom_attributes),
    ...(row.role_slug !== null && { role: { slug: row.role_slug }, roles: [{ slug: row.role_slug }] }),
    groups: groups.map(presentDirectoryGroup),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
