import * as v from 'valibot'
import { ok, operation } from '../http/operation.ts'

const Jwks = v.object({
  keys: v.array(
    v.object({
      alg: v.literal('RS256'),
      kty: v.literal('RSA'),
      use: v.literal('sig'),
      kid: v.string(),
      n: v.string(),
      e: v.string(),
    }),
  ),
})

export const getJwksOperation = operation({
  id: 'getJwks',
  method: 'GET',
  path: '/sso/jwks/:clientId',
  summary: 'Get the public keys that verify access tokens',
  access: 'client_in_path',
  responses: { 200: Jwks },
  async handle({ context }) {
    return ok(await context.keys.jwks())
  },
})
