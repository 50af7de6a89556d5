import * as v from 'valibot'
import { failOAuth, unauthorized } from '../../base/failure.ts'
import { sameText } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { exchangeCode } from '../../domain/authentication/authorization-code.ts'
import {
  createProfileToken,
  findProfileToken,
  PROFILE_TOKEN_SECONDS,
} from '../../domain/authorization/profile-token.ts'
import type { Proof } from '../../domain/sessions/proof.ts'
import { findUser } from '../../domain/users/find-user.ts'
import { presentUser } from '../../domain/users/user-schema.ts'
import { ok, operation } from '../http/operation.ts'

const Profile = v.object({
  object: v.literal('profile'),
  id: v.string(),
  connection_id: v.string(),
  connection_type: v.string(),
  organization_id: v.nullable(v.string()),
  idp_id: v.string(),
  email: v.string(),
  name: v.nullable(v.string()),
  first_name: v.nullable(v.string()),
  last_name: v.nullable(v.string()),
  raw_attributes: v.record(v.string(), v.unknown()),
})

export const getProfileAndTokenOperation = operation({
  id: 'getProfileAndToken',
  method: 'POST',
  path: '/sso/token',
  summary: 'Exchange a code for the profile that an identity provider returned',
  access: 'client_in_body',
  body: v.object({
    client_id: v.string(),
    client_secret: v.optional(v.string()),
    grant_type: v.optional(v.string()),
    code: v.string(),
    code_verifier: v.optional(v.string()),
  }),
  responses: {
    200: v.object({
      token_type: v.literal('Bearer'),
      access_token: v.string(),
      expires_in: v.number(),
      profile: Profile,
    }),
  },
  refusals: { 400: ['unsupported_grant_type', 'invalid_client', 'invalid_grant', 'invalid_connection'] },
  async handle({ context, body }) {
    const { client_secret: secret, code, code_verifier } = body
    if (body.grant_type !== 'authorization_code') {
      throw failOAuth('unsupported_grant_type', 'The grant_type is not known here.')
    }
    if (secret === undefined ? code_verifier === undefined : !sameText(secret, context.apiKey)) {
      throw failOAuth('invalid_client', 'The client_id or client_secret is not valid.')
    }
    const { proof } = await exchangeCode(context, { code, code_verifier })
    return ok({
      token_type: 'Bearer',
      expires_in: PROFILE_TOKEN_SECONDS,
      access_token: await createProfileToken(context, proof),
      profile: await profileOf(context, proof),
    })
  },
})

export const getProfileOperation = operation({
  id: 'getProfile',
  method: 'GET',
  path: '/sso/profile',
  summary: 'Get the profile for an SSO access token',
  access: 'profile_token',
  responses: { 200: Profile },
  async handle({ context, authorization }) {
    const proof = await findProfileToken(context, authorization)
    if (proof === undefined) throw unauthorized()
    return ok(await profileOf(context, proof))
  },
})

export const ssoOperations = [getProfileAndTokenOperation, getProfileOperation]

async function profileOf(
  context: EngineContext,
  { userId, connection, organizationId }: Proof,
): Promise<v.InferOutput<typeof Profile>> {
  const user = await findUser(context, userId)
  if (user === undefined || connection === undefined) {
    throw failOAuth('invalid_grant', 'No identity provider authenticated this user.')
  }
  return {
    object: 'profile',
    id: user.id.replace('user_', 'prof_'),
    connection_id: connection.id,
    connection_type: connection.type,
    organization_id: organizationId ?? null,
    idp_id: connection.subject,
    email: user.email,
    name: presentUser(user).name,
    first_name: user.first_name,
    last_name: user.last_name,
    raw_attributes: { email: user.email },
  }
}
