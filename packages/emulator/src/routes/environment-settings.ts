import * as v from 'valibot'
import { isRedirectUri } from '../authorize/redirect-uris.ts'
import { isoTime } from '../clock.ts'
import { Failure, fail, failWithMessage, invalidField, notFound } from '../http/failure.ts'
import { created, empty, ok, operation } from '../http/operation.ts'
import { listBody, pageQuery, readPage } from '../http/page.ts'
import { list } from '../schemas/list.ts'
import { isoTimestamp } from '../schemas/values.ts'
import { jwtTemplateProblem } from '../sessions/jwt-template.ts'
import { readDocument, writeDocument } from '../storage/documents.ts'
import type { CorsOriginRow, RedirectUriRow } from '../storage/tables.ts'

const RedirectUri = v.object({
  object: v.literal('redirect_uri'),
  id: v.string(),
  uri: v.string(),
  default: v.boolean(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

const CorsOrigin = v.object({
  object: v.literal('cors_origin'),
  id: v.string(),
  origin: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

const JwtTemplate = v.object({
  object: v.literal('jwt_template'),
  content: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const listRedirectUris = operation({
  id: 'listRedirectUris',
  method: 'GET',
  path: '/user_management/redirect_uris',
  summary: 'List registered redirect URIs',
  query: v.object(pageQuery),
  answers: { 200: list(RedirectUri) },
  async handle({ env, query }) {
    const rows = env.db.selectFrom('redirect_uris').selectAll('redirect_uris')
    const page = await readPage(rows, 'redirect_uris', query, (id) =>
      env.db.selectFrom('redirect_uris').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
    )
    return ok(listBody(page, presentRedirectUri))
  },
})

export const createRedirectUri = operation({
  id: 'createRedirectUri',
  method: 'POST',
  path: '/user_management/redirect_uris',
  summary: 'Register a redirect URI',
  body: v.object({ uri: v.string() }),
  answers: { 201: RedirectUri },
  async handle({ env, body }) {
    if (!isRedirectUri(body.uri))
      throw invalidField('uri', 'invalid_uri', 'This is not a usable redirect URI.')
    const now = env.clock.now()
    const row = await env.db
      .insertInto('redirect_uris')
      .values({ id: env.ids.next('redir'), uri: body.uri, is_default: 0, created_at: now, updated_at: now })
      .onConflict((on) => on.column('uri').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row === undefined)
      throw invalidField('uri', 'uri_already_registered', 'This URI is registered already.')
    return created(presentRedirectUri(row))
  },
})

export const deleteRedirectUri = operation({
  id: 'deleteRedirectUri',
  method: 'DELETE',
  path: '/user_management/redirect_uris/:id',
  summary: 'Remove a redirect URI',
  answers: { 204: null },
  async handle({ env, params }) {
    const row = await env.db
      .selectFrom('redirect_uris')
      .select('is_default')
      .where('id', '=', params.id)
      .executeTakeFirst()
    if (row === undefined) throw notFound('Redirect URI', params.id)
    if (row.is_default === 1)
      throw fail(409, 'default_redirect_uri', 'The default redirect URI cannot be removed.')
    await env.db.deleteFrom('redirect_uris').where('id', '=', params.id).execute()
    return empty(204)
  },
})

export const listCorsOrigins = operation({
  id: 'listCorsOrigins',
  method: 'GET',
  path: '/user_management/cors_origins',
  summary: 'List origins whose scripts may call the API',
  query: v.object(pageQuery),
  answers: { 200: list(CorsOrigin) },
  async handle({ env, query }) {
    const rows = env.db.selectFrom('cors_origins').selectAll('cors_origins')
    const page = await readPage(rows, 'cors_origins', query, (id) =>
      env.db.selectFrom('cors_origins').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst(),
    )
    return ok(listBody(page, presentCorsOrigin))
  },
})

export const createCorsOrigin = operation({
  id: 'createCorsOrigin',
  method: 'POST',
  path: '/user_management/cors_origins',
  summary: 'Register an origin whose scripts may call the API',
  body: v.object({ origin: v.string() }),
  answers: { 201: CorsOrigin },
  async handle({ env, body }) {
    if (!URL.canParse(body.origin) || new URL(body.origin).origin !== body.origin) {
      throw new Failure(422, {
        code: 'invalid_request_parameters',
        message: 'The request parameters are not valid.',
        errors: [{ property: 'origin', constraints: { isOrigin: 'origin must be scheme, host and port' } }],
      })
    }
    const now = env.clock.now()
    const row = await env.db
      .insertInto('cors_origins')
      .values({ id: env.ids.next('cors_origin'), origin: body.origin, created_at: now, updated_at: now })
      .onConflict((on) => on.column('origin').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) throw fail(409, 'duplicate_cors_origin', 'This origin is registered already.')
    return created(presentCorsOrigin(row))
  },
})

interface StoredTemplate {
  content: string
  created_at: number
  updated_at: number
}

export const getJwtTemplate = operation({
  id: 'getJwtTemplate',
  method: 'GET',
  path: '/user_management/jwt_template',
  summary: 'Get the template of extra token claims',
  answers: { 200: JwtTemplate },
  async handle({ env }) {
    const stored = await readDocument<StoredTemplate>(env.db, 'jwt_template')
    const content = env.settings.jwt_template
    if (content === null) throw failWithMessage(404, 'No JWT template is set.')
    const at = env.clock.now()
    return ok(
      presentJwtTemplate(stored?.content === content ? stored : { content, created_at: at, updated_at: at }),
    )
  },
})

export const updateJwtTemplate = operation({
  id: 'updateJwtTemplate',
  method: 'PUT',
  path: '/user_management/jwt_template',
  summary: 'Set the template of extra token claims',
  body: v.object({ content: v.string() }),
  answers: { 200: JwtTemplate },
  async handle({ env, body }) {
    const problem = jwtTemplateProblem(body.content)
    if (problem !== undefined) throw invalidField('content', 'invalid_jwt_template', problem)
    const earlier = await readDocument<StoredTemplate>(env.db, 'jwt_template')
    const now = env.clock.now()
    const stored = { content: body.content, created_at: earlier?.created_at ?? now, updated_at: now }
    await writeDocument(env.db, 'jwt_template', stored)
    await env.updateSettings({ jwt_template: body.content })
    return ok(presentJwtTemplate(stored))
  },
})

export const environmentSettingsOperations = [
  listRedirectUris,
  createRedirectUri,
  deleteRedirectUri,
  listCorsOrigins,
  createCorsOrigin,
  getJwtTemplate,
  updateJwtTemplate,
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

function presentCorsOrigin(row: CorsOriginRow): v.InferOutput<typeof CorsOrigin> {
  return {
    object: 'cors_origin',
    id: row.id,
    origin: row.origin,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

function presentJwtTemplate(stored: StoredTemplate): v.InferOutput<typeof JwtTemplate> {
  return {
    object: 'jwt_template',
    content: stored.content,
    created_at: isoTime(stored.created_at),
    updated_at: isoTime(stored.updated_at),
  }
}
