import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import { failWithMessage } from '../../base/failure.ts'
import { isoTimestamp } from '../../contract/values.ts'
import {
  readJwtTemplate,
  type StoredTemplate,
  storeJwtTemplate,
} from '../../domain/sessions/stored-jwt-template.ts'
import { ok, operation } from '../http/operation.ts'

const JwtTemplate = v.object({
  object: v.literal('jwt_template'),
  content: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
})

export const getJwtTemplateOperation = operation({
  id: 'getJwtTemplate',
  method: 'GET',
  path: '/user_management/jwt_template',
  summary: 'Get the template for additional token claims',
  responses: { 200: JwtTemplate },
  async handle({ context }) {
    const stored = await readJwtTemplate(context)
    if (stored === undefined) throw failWithMessage(404, 'No JWT template is set.')
    return ok(presentJwtTemplate(stored))
  },
})

export const updateJwtTemplateOperation = operation({
  id: 'updateJwtTemplate',
  method: 'PUT',
  path: '/user_management/jwt_template',
  summary: 'Set the template for additional token claims',
  body: v.object({ content: v.string() }),
  responses: { 200: JwtTemplate },
  async handle({ context, body }) {
    return ok(presentJwtTemplate(await storeJwtTemplate(context, body.content)))
  },
})

export const jwtTemplateOperations = [getJwtTemplateOperation, updateJwtTemplateOperation]

function presentJwtTemplate(stored: StoredTemplate): v.InferOutput<typeof JwtTemplate> {
  return {
    object: 'jwt_template',
    content: stored.content,
    created_at: isoTime(stored.created_at),
    updated_at: isoTime(stored.updated_at),
  }
}
