import * as v from 'valibot'
import { email, ipAddress, userAgent } from '../../contract/values.ts'
import { sendMagicAuth } from '../../domain/authentication/send-magic-auth.ts'
import { MagicAuth, presentWithCode } from '../../domain/codes/one-time-code-schema.ts'
import { getCode } from '../../domain/codes/one-time-codes.ts'
import { created, empty, ok, operation } from '../http/operation.ts'

const magicAuthBody = v.object({
  email,
  invitation_token: v.nullish(v.string()),
  ip_address: ipAddress,
  user_agent: userAgent,
})

export const createMagicAuthOperation = operation({
  id: 'createMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth',
  summary: 'Make a sign-in code, mail it and return it',
  body: magicAuthBody,
  responses: { 201: MagicAuth },
  async handle({ context, body }) {
    return created(presentWithCode(context, await sendMagicAuth(context, body.email, body.invitation_token)))
  },
})

export const sendMagicAuthOperation = operation({
  id: 'sendMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth/send',
  summary: 'Make a sign-in code and mail it',
  body: magicAuthBody,
  responses: { 200: null },
  async handle({ context, body }) {
    await sendMagicAuth(context, body.email, body.invitation_token)
    return empty()
  },
})

export const getMagicAuthOperation = operation({
  id: 'getMagicAuth',
  method: 'GET',
  path: '/user_management/magic_auth/:id',
  summary: 'Get a sign-in code',
  responses: { 200: MagicAuth },
  async handle({ context, params }) {
    return ok(presentWithCode(context, await getCode(context, 'magic_auth', params.id, 'MagicAuth')))
  },
})

export const magicAuthOperations = [createMagicAuthOperation, sendMagicAuthOperation, getMagicAuthOperation]
