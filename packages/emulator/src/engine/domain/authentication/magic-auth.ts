import * as v from 'valibot'
import { fail, failOAuth } from '../../base/failure.ts'
import { proveEmail } from '../accounts/prove-email.ts'
import { redeemCode } from '../codes/one-time-codes.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { codeRefused } from './code-refusal.ts'
import { grant, originOf } from './grant.ts'
import { proceed } from './proceed.ts'

export const magicAuthGrant = grant({
  type: 'urn:workos:oauth:grant-type:magic-auth:code',
  secret: 'required',
  failureKind: 'magic_auth',
  fields: v.object({
    code: v.string(),
    email: v.string(),
    invitation_token: v.nullish(v.string()),
    link_authorization_code: v.nullish(v.string()),
    radar_auth_attempt_id: v.nullish(v.string()),
  }),
  claimed: ({ email }) => ({ email }),
  async run(
    context,
    { code, email, invitation_token, link_authorization_code, radar_auth_attempt_id },
    client,
  ) {
    if (!context.settings.magic_auth_enabled) {
      throw fail(403, 'authentication_method_not_allowed', 'Magic Auth is disabled.')
    }
    // Providers' accounts are linked while the user is at the provider, so no such code is ever issued here.
    if (link_authorization_code != null) {
      throw failOAuth('invalid_link_authorization_code', 'The link_authorization_code is not valid.')
    }
    const user = await findUserByEmail(context, email)
    const redeemed = user === undefined ? 'incorrect' : await redeemCode(context, 'magic_auth', user.id, code)
    if (user === undefined || typeof redeemed === 'string') {
      throw codeRefused(typeof redeemed === 'string' ? redeemed : 'incorrect')
    }
    await proveEmail(context, user, { knowsPassword: false })
    return proceed(context, {
      userId: user.id,
      authenticationMethod: 'MagicAuth',
      sessionMethod: 'magic_code',
      eventKind: 'magic_auth',
      secondFactor: false,
      ...(invitation_token != null && { invitationToken: invitation_token }),
      ...(radar_auth_attempt_id != null && { radarAttemptId: radar_auth_attempt_id }),
      ...originOf(client),
    })
  },
})
