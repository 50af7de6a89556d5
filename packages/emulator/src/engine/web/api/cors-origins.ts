import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { isoTimestamp } from '../../contract/values.ts'
import { createCorsOrigin, listCorsOrigins } from '../../domain/authorization/cors-origins.ts'
import type { CorsOriginRow } from '../../storage/tables.ts'
import { list } from '../http/list.ts'
import { created, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery } from '../http/page.ts'

const CorsOrigin = v.object({
  object: v.literal('cors_origin'),
  id: v.string(),
  origin: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const listCorsOriginsOperation = operation({
  id: 'listCorsOrigins',
  method: 'GET',
  path: '/user_management/cors_origins',
  summary: 'List origins whose scripts can call the API',
  query: v.object(pageQuery),
  responses: { 200: list(CorsOrigin) },
  async handle({ context, query }) {
    return ok(listBody(await listCorsOrigins(context, query), presentCorsOrigin))
  },
})

export const createCorsOriginOperation = operation({
  id: 'createCorsOrigin',
  method: 'POST',
  path: '/user_management/cors_origins',
  summary: 'Register an origin whose scripts can call the API',
  body: v.object({ origin: v.string() }),
  responses: { 201: CorsOrigin },
  async handle({ context, body }) {
    return created(presentCorsOrigin(await createCorsOrigin(context, body.origin)))
  },
})

export const corsOriginOperations = [listCorsOriginsOperation, createCorsOriginOperation]

function presentCorsOrigin(row: CorsOriginRow): v.InferOutput<typeof CorsOrigin> {
  return {
    object: 'cors_origin',
    id: row.id,
    origin: row.origin,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
