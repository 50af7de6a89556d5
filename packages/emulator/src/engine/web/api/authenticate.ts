import * as v from 'valibot'
import { fail, failOAuth, keepingWritten } from '../../base/failure.ts'
import { sameText } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { deviceText, ipAddress, userAgent } from '../../contract/values.ts'
import { authenticate } from '../../domain/authentication/authenticate.ts'
import { authorizationCodeGrant } from '../../domain/authentication/authorization-code.ts'
import { deviceCodeGrant } from '../../domain/authentication/device-code.ts'
import { emailVerificationGrant } from '../../domain/authentication/email-verification.ts'
import { type Client, type Grant, parseFields } from '../../domain/authentication/grant.ts'
import { magicAuthGrant } from '../../domain/authentication/magic-auth.ts'
import { mfaTotpGrant } from '../../domain/authentication/mfa-totp.ts'
import { organizationSelectionGrant } from '../../domain/authentication/organization-selection.ts'
import type { Outcome } from '../../domain/authentication/outcome.ts'
import { passwordGrant } from '../../domain/authentication/password.ts'
import {
  radarEmailChallengeGrant,
  radarSmsChallengeGrant,
} from '../../domain/authentication/radar-challenge.ts'
import { refreshTokenGrant } from '../../domain/authentication/refresh-token.ts'
import { issueSession } from '../../domain/sessions/issue-session.ts'
import { Impersonator } from '../../domain/sessions/session-schema.ts'
import { presentUser, User } from '../../domain/users/user-schema.ts'
import { operation } from '../http/operation.ts'

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
    radarEmailChallengeGrant,
    radarSmsChallengeGrant,
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
  device_id: deviceText,
  signals_id: deviceText,
})

export const authenticateOperation = operation({
  id: 'authenticate',
  method: 'POST',
  path: '/user_management/authenticate',
  summary: 'Exchange a credential for a session',
  access: 'client_in_body',
  body: v.looseObject({}),
  /** Each grant has its own fields, which it reads itself. */
  documentedBody: v.union(
    [...GRANTS.values()].map(({ type, fields }) =>
      v.intersect([v.looseObject({ ...common.entries, grant_type: v.literal(type) }), fields]),
    ),
  ),
  refusals: {
    400: [
      'access_denied',
      'authorization_pending',
      'code_challenge_not_found',
      'expired_token',
      'invalid_client',
      'invalid_connection',
      'invalid_credentials',
      'invalid_grant',
      'invalid_link_authorization_code',
      'invalid_one_time_code',
      'invalid_organization_id',
      'invalid_pending_authentication_token',
      'invalid_request',
      'invitation_cannot_be_used_for_email',
      'invitation_invalid',
      'one_time_code_expired',
      'one_time_code_previously_used',
      'one_time_code_too_many_attempts',
      'organization_authentication_methods_required',
      'organization_membership_not_found',
      'organization_not_found',
      'sign_up_not_allowed',
      'slow_down',
      'sso_required',
      'token_too_big',
      'unauthorized_client',
      'user_mismatch',
    ],
    403: [
      'access_denied',
      'authentication_method_not_allowed',
      'email_password_auth_disabled',
      'email_verification_required',
      'mfa_challenge',
      'mfa_enrollment',
      'organization_selection_required',
      'radar_email_challenge',
      'radar_sms_challenge',
    ],
  },
  responses: { 200: Authenticated },
  async handle({ context, body }) {
    const fields = parseFields(common, body)
    const grant = GRANTS.get(fields.grant_type)
    if (grant === undefined) throw failOAuth('invalid_request', 'The grant_type is not known.')
    const attempt = grant.read(body)
    const client: Client = {
      confidential: isConfidential(context, grant, fields.client_secret ?? undefined),
      ipAddress: fields.ip_address ?? null,
      userAgent: fields.user_agent ?? null,
      ...(fields.device_id != null && { deviceId: fields.device_id }),
      ...(fields.signals_id != null && { signalsId: fields.signals_id }),
    }
    await context.keys.ready()
    const outcome = await authenticate(context, attempt, client)
    // Used credentials stay used, even if another step or a refusal follows.
    const session = await keepingWritten(() => context.storage.atomically(() => sessionFor(context, outcome)))
    const seconds = context.settings.access_token_seconds
    const forDevices = grant === deviceCodeGrant && { token_type: 'Bearer', expires_in: seconds }
    return { status: 200, finish: async () => ({ ...(await session()), ...forDevices }) }
  },
})

/** The outcome as the API returns it: a session, or the error that contains the next step. */
async function sessionFor(context: EngineContext, outcome: Outcome): Promise<() => Promise<object>> {
  switch (outcome.status) {
    case 'authenticated':
      return issueSession(context, outcome)
    case 'refreshed':
      return async () => outcome.session
    case 'email_verification_required':
      throw step(outcome, 'Email ownership must be verified before authentication.', {
        email: outcome.email,
        email_verification_id: outcome.verificationId,
      })
    case 'mfa_challenge':
      throw step(outcome, 'The user must complete a second factor challenge.', {
        authentication_factors: outcome.factors.map(({ id, type }) => ({ id, type })),
        user: presentUser(outcome.user),
      })
    case 'mfa_enrollment':
      throw step(outcome, 'The user must enroll a second factor.', { user: presentUser(outcome.user) })
    case 'organization_selection_required':
      throw step(outcome, 'The user must choose an organization to finish authentication.', {
        organizations: outcome.organizations.map(({ id, name }) => ({ id, name })),
        user: presentUser(outcome.user),
      })
    case 'radar_email_challenge':
      throw step(outcome, 'The user must enter the code that was emailed.', {
        radar_challenge_id: outcome.challengeId,
        email: outcome.email,
        user: presentUser(outcome.user),
      })
    case 'radar_sms_challenge':
      throw step(outcome, 'The user must enter a code that is sent to a phone.', {
        user: presentUser(outcome.user),
      })
    case 'sso_required':
      throw oauthStep(outcome, 'User must authenticate using one of the matching connections.', {
        connection_ids: outcome.connectionIds,
      })
    case 'organization_authentication_methods_required':
      throw oauthStep(
        outcome,
        'User must authenticate using one of the methods allowed by the organization.',
        {
          sso_connection_ids: outcome.connectionIds,
          auth_methods: outcome.allowedMethods,
        },
      )
  }
}

interface Step {
  status:
    | 'email_verification_required'
    | 'mfa_challenge'
    | 'mfa_enrollment'
    | 'organization_authentication_methods_required'
    | 'organization_selection_required'
    | 'radar_email_challenge'
    | 'radar_sms_challenge'
    | 'sso_required'
  pendingToken: string
}

function step({ status, pendingToken }: Step, message: string, details: object) {
  return fail(403, status, message, { pending_authentication_token: pendingToken, ...details })
}

function oauthStep(
  { status, pendingToken, email }: Step & { email: string },
  message: string,
  details: object,
) {
  return failOAuth(status, message, { email, ...details, pending_authentication_token: pendingToken })
}

function isConfidential(context: EngineContext, grant: Grant, secret: string | undefined): boolean {
  if (secret === undefined && grant.secret === 'public') return false
  if (secret === undefined || !sameText(secret, context.apiKey)) {
    throw failOAuth('invalid_client', 'The client_id or client_secret is not valid.')
  }
  return true
}
