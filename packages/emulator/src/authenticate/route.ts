import * as v from 'valibot'
import type { EnvironmentState } from '../environment/state.ts'
import { failOAuth } from '../http/failure.ts'
import { ok, operation } from '../http/operation.ts'
import { Impersonator } from '../schemas/session.ts'
import { User } from '../schemas/user.ts'
import { ipAddress, userAgent } from '../schemas/values.ts'
import { sameText } from '../secrets.ts'
import { authorizationCodeGrant } from './authorization-code.ts'
import { countAttempt } from './count-attempt.ts'
import { deviceCodeGrant } from './device-code.ts'
import { emailVerificationGrant } from './email-verification.ts'
import type { Client, Grant } from './grant.ts'
import { magicAuthGrant } from './magic-auth.ts'
import { mfaTotpGrant } from './mfa-totp.ts'
import { organizationSelectionGrant } from './organization-selection.ts'
import { passwordGrant } from './password.ts'
import { recordFailure } from './record-failure.ts'
import { refreshTokenGrant } from './refresh-token.ts'

const GRANTS = new Map<string, Grant>(
  [
    passwordGrant,
    authorizationCodeGrant,
    magicAuthGrant,
    emailVerificationGrant,
    mfaTotpGrant,
    organizationSelectionGrant,
    refreshTokenGrant,
    deviceCodeGrant,
  ].map((grant) => [grant.type, grant]),
)

const Authenticated = v.looseObject({
  user: User,
  organization_id: v.optional(v.string()),
  access_token: v.string(),
  refresh_token: v.string(),
  authentication_method: v.string(),
  impersonator: v.optional(Impersonator),
  oauth_tokens: v.optional(v.looseObject({ provider: v.string() })),
})

const common = v.looseObject({
  client_id: v.string(),
  grant_type: v.string(),
  client_secret: v.nullish(v.string()),
  ip_address: ipAddress,
  user_agent: userAgent,
})

export const authenticate = operation({
  id: 'authenticate',
  method: 'POST',
  path: '/user_management/authenticate',
  summary: 'Exchange a credential for a session',
  access: 'client_in_body',
  body: v.looseObject({}),
  answers: { 200: Authenticated },
  async handle({ env, body }) {
    const fields = parse(common, body)
    const grant = GRANTS.get(fields.grant_type)
    if (grant === undefined) throw failOAuth('invalid_request', 'The grant_type is not known.')
    const grantFields = parse(grant.fields, body)
    const client: Client = {
      confidential: isConfidential(env, grant, fields.client_secret ?? undefined),
      ipAddress: fields.ip_address ?? null,
      userAgent: fields.user_agent ?? null,
    }
    if (grant.subject !== undefined) {
      await countAttempt(env, grant.subject(grantFields as never), client.ipAddress)
    }
    try {
      return ok(await grant.run(env, grantFields as never, client))
    } catch (error) {
      await recordFailure(env, grant, body, client, error)
      throw error
    }
  },
})

function isConfidential(env: EnvironmentState, grant: Grant, secret: string | undefined): boolean {
  if (secret === undefined && grant.secret === 'public') return false
  if (secret === undefined || !sameText(secret, env.apiKey)) {
    throw failOAuth('invalid_client', 'The client_id or client_secret is not valid.')
  }
  return true
}

/** Authentication reports a malformed request the OAuth way: 400 `invalid_request`. */
function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const field = v.getDotPath(result.issues[0]) ?? 'body'
  throw failOAuth('invalid_request', `The parameter ${field} is missing or malformed.`)
}
