import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import {
  createRedirectUri,
  deleteRedirectUri,
  listRedirectUris,
} from '../../domain/authorization/redirect-uris.ts'
import type { RedirectUriRow } from '../../storage/tables.ts'
import { list } from '../http/list.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const RedirectUri = v.object({
  object: v.literal('redirect_uri'),
  id: v.string(),
  uri: v.string(),
  default: v.boolean(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const listRedirectUrisOperation = operation({
  id: 'listRedirectUris',
  method: 'GET',
  path: '/user_management/redirect_uris',
  summary: 'List registered redirect URIs',
  query: v.object(pageQuery),
  responses: { 200: list(RedirectUri) },
  async handle({ context, query }) {
    return ok(listBody(await listRedirectUris(context, query), presentRedirectUri))
  },
})

export const createRedirectUriOperation = operation({
  id: 'createRedirectUri',
  method: 'POST',
  path: '/user_management/redirect_uris',
  summary: 'Register a redirect URI',
  body: v.object({ uri: v.string() }),
  responses: { 201: RedirectUri },
  async handle({ context, body }) {
    return created(presentRedirectUri(await createRedirectUri(context, body.uri)))
  },
})

export const deleteRedirectUriOperation = operation({
  id: 'deleteRedirectUri',
  method: 'DELETE',
  path: '/user_management/redirect_uris/:id',
  summary: 'Remove a redirect URI',
  responses: { 204: null },
  async handle({ context, params }) {
    await deleteRedirectUri(context, params.id)
    return empty(204)
  },
})

export const redirectUriOperations = [
  listRedirectUrisOperation,
  createRedirectUriOperation,
  deleteRedirectUriOperation,
]

function presentRedirectUri(row: RedirectUriRow): v.InferOutput<typeof RedirectUri> {
  return {
    object: 'redirect_uri',
    id: row.id,
    uri: row.uri,
    default: row.is_default === 1,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
