import * as v from 'valibot'
import { causedBy, currentCause } from '../../base/cause.ts'
import { deviceOf } from '../../base/device.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { deviceText, email, ipAddress, userAgent } from '../../contract/values.ts'
import { sendMagicAuth } from '../../domain/authentication/send-magic-auth.ts'
import { MagicAuth, presentWithCode } from '../../domain/codes/one-time-code-schema.ts'
import { getCode } from '../../domain/codes/one-time-codes.ts'
import { assessOrigin, earlierAssessment } from '../../domain/radar/radar.ts'
import { created, empty, ok, operation } from '../http/operation.ts'

const magicAuthBody = v.object({
  email,
  invitation_token: v.nullish(v.string()),
  ip_address: ipAddress,
  user_agent: userAgent,
  signals_id: deviceText,
  radar_auth_attempt_id: v.nullish(v.string()),
})

export const createMagicAuthOperation = operation({
  id: 'createMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth',
  summary: 'Create a sign-in code, email it and return it',
  body: magicAuthBody,
  responses: { 201: v.object({ ...MagicAuth.entries, radar_auth_attempt_id: v.optional(v.string()) }) },
  async handle({ context, body }) {
    const row = await sendCode(context, body)
    return created({ ...presentWithCode(context, row), ...(await attemptFor(context, body)) })
  },
})

export const sendMagicAuthOperation = operation({
  id: 'sendMagicAuth',
  method: 'POST',
  path: '/user_management/magic_auth/send',
  summary: 'Create a sign-in code and email it',
  body: magicAuthBody,
  responses: { 200: null },
  async handle({ context, body }) {
    await sendCode(context, body)
    await attemptFor(context, body)
    return empty()
  },
})

/** The email names the browser for which the application requested the code. */
function sendCode(context: EngineContext, body: v.InferOutput<typeof magicAuthBody>) {
  const device = deviceOf(body.user_agent ?? undefined)
  const cause = currentCause()
  const send = () => sendMagicAuth(context, body.email, body.invitation_token)
  return cause === undefined || device === undefined ? send() : causedBy({ ...cause, device }, send)
}

/** The assessment that the application passed, or a new one. */
async function attemptFor(context: EngineContext, body: v.InferOutput<typeof magicAuthBody>) {
  const { radar_auth_attempt_id: id, email: address } = body
  if (id != null && (await earlierAssessment(context, id, address)) !== undefined)
    return { radar_auth_attempt_id: id }
  return assessOrigin(context, body, { email: address, auth_method: 'Email_OTP', action: 'sign-in' })
}

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
