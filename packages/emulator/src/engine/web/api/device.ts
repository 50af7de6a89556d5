import * as v from 'valibot'
import { createDeviceCode } from '../../domain/authorization/device-codes.ts'
import { ok, operation } from '../http/operation.ts'

export const authorizeDeviceOperation = operation({
  id: 'authorizeDevice',
  method: 'POST',
  path: '/user_management/authorize/device',
  summary: 'Start signing in on a device without a browser',
  access: 'client_in_body',
  body: v.looseObject({ client_id: v.string() }),
  responses: {
    200: v.object({
      device_code: v.string(),
      user_code: v.string(),
      verification_uri: v.string(),
      verification_uri_complete: v.string(),
      expires_in: v.number(),
      interval: v.number(),
    }),
  },
  async handle({ context }) {
    const { deviceCode, userCode, expiresInSeconds, intervalSeconds } = await createDeviceCode(context)
    const page = `${context.config.baseUrl}/hosted/${context.clientId}/device`
    return ok({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: expiresInSeconds,
      interval: intervalSeconds,
    })
  },
})
