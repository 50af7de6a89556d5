import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { OneTimeCodeRow, UserRow } from '../../storage/tables.ts'
import { createUser } from '../accounts/create-user.ts'
import { presentMagicAuth } from '../codes/one-time-code-schema.ts'
import { createCode } from '../codes/one-time-codes.ts'
import { sendCodeEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { findRedeemableInvitation } from '../invitations/redeem-invitation.ts'
import { findUserByEmail } from '../users/find-user.ts'

/** An unknown email address becomes a user when the code is created, not when it is used. */
export async function sendMagicAuth(
  context: EngineContext,
  address: string,
  invitationToken: string | null | undefined,
): Promise<OneTimeCodeRow> {
  if (!context.settings.magic_auth_enabled) {
    throw failOAuth('authentication_method_not_allowed', 'Magic Auth is disabled.')
  }
  await context.limiter.count('magic_auth', address)
  await context.limiter.count('email', address)
  if (invitationToken != null) await findRedeemableInvitation(context, invitationToken, address)
  const user = (await findUserByEmail(context, address)) ?? (await signUp(context, address, invitationToken))
  const { row, code } = await createCode(context, 'magic_auth', user.id, user.email)
  await sendCodeEmail(context, 'magic_auth', user, { code, expiresAt: row.expires_at })
  await recordEvent(context, 'magic_auth.created', presentMagicAuth(row))
  return row
}

async function signUp(
  context: EngineContext,
  address: string,
  invitationToken: string | null | undefined,
): Promise<UserRow> {
  if (!context.settings.sign_up_enabled && invitationToken == null) {
    throw failOAuth('sign_up_not_allowed', 'Sign-up is disabled.')
  }
  try {
    return await createUser(context, { email: address })
  } catch (error) {
    // Another request created the user in the meantime.
    const user = await findUserByEmail(context, address)
    if (user === undefined) throw error
    return user
  }
}
