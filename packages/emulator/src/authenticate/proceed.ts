import { createCode } from '../codes/one-time-codes.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { recordEvent } from '../events/record-event.ts'
import { effectiveFactors } from '../factors/effective-factors.ts'
import { fail, failOAuth } from '../http/failure.ts'
import { mailCode } from '../mail/mails.ts'
import { findRedeemableInvitation } from '../organizations/redeem-invitation.ts'
import { presentEmailVerification } from '../schemas/one-time-code.ts'
import { presentUser } from '../schemas/user.ts'
import { issueSession } from '../sessions/issue-session.ts'
import type { InvitationRow, UserRow } from '../storage/tables.ts'
import { findUser } from '../users/find-user.ts'
import { proveEmail } from '../users/prove-email.ts'
import { policyOf, requireAllowedMethod } from './organization-policy.ts'
import { createPendingToken } from './pending-token.ts'
import type { Proof } from './proof.ts'

/** What happens when nothing more is asked of the person. */
export type Finish = (
  env: EnvironmentState,
  proof: Proof,
  user: UserRow,
  invitation: InvitationRow | undefined,
) => Promise<object>

/**
 * From a proven first credential to a session, or to the next step: invitation, verified e-mail, second
 * factor, organization, the organization's policy. The order is the API's; each step answer carries a new
 * pending token that remembers what was shown.
 */
export async function proceed(
  env: EnvironmentState,
  proof: Proof,
  finish: Finish = issueSession,
): Promise<object> {
  if (proof.signUpRefused) throw failOAuth('sign_up_not_allowed', 'Sign-up is disabled.')
  let user = await findUser(env, proof.userId)
  if (user === undefined) throw failOAuth('invalid_grant', 'The user no longer exists.')

  const invitation =
    proof.invitationToken === undefined
      ? undefined
      : await findRedeemableInvitation(env, proof.invitationToken, user.email)
  // The token was mailed to this very address, so holding it proves the address.
  if (invitation !== undefined)
    user = await proveEmail(env, user, {
      knowsPassword: proof.eventKind === 'password',
      identity: proof.connection,
    })

  const verified = user.email_verified === 1 || proof.impersonator !== undefined
  if (env.settings.email_verification_required && !verified) {
    throw await emailVerificationRequired(env, proof, user)
  }
  if (env.settings.mfa !== 'off') await requireSecondFactor(env, proof, user, env.settings.mfa === 'required')
  const organizationId = await chooseOrganization(env, proof, user, invitation)
  if (organizationId !== undefined) {
    await requireAllowedMethod(env, proof, user, organizationId)
    const { mfa_required: isNeeded } = await policyOf(env, organizationId)
    if (isNeeded === true) await requireSecondFactor(env, { ...proof, organizationId }, user, true)
  }
  return finish(env, { ...proof, ...(organizationId !== undefined && { organizationId }) }, user, invitation)
}

async function emailVerificationRequired(env: EnvironmentState, proof: Proof, user: UserRow) {
  await env.limiter.count('mail', user.email)
  const { row, code } = await createCode(env, 'email_verification', user.id, user.email)
  await mailCode(env, 'email_verification', user.email, code)
  await recordEvent(env, 'email_verification.created', presentEmailVerification(row))
  return fail(403, 'email_verification_required', 'Email ownership must be verified before authentication.', {
    pending_authentication_token: await createPendingToken(env, proof),
    email: user.email,
    email_verification_id: row.id,
  })
}

/** Asks for a factor that the person has; one who has none enrols one where it `isNeeded`. */
async function requireSecondFactor(
  env: EnvironmentState,
  proof: Proof,
  user: UserRow,
  isNeeded: boolean,
): Promise<void> {
  if (proof.secondFactor) return
  const factors = await effectiveFactors(env, user.id)
  if (factors.length > 0) {
    throw fail(403, 'mfa_challenge', 'The user must complete a second factor challenge.', {
      pending_authentication_token: await createPendingToken(env, proof),
      authentication_factors: factors.map(({ id, type }) => ({ id, type })),
      user: presentUser(user),
    })
  }
  if (isNeeded) {
    throw fail(403, 'mfa_enrollment', 'The user must enroll a second factor.', {
      pending_authentication_token: await createPendingToken(env, proof),
      user: presentUser(user),
    })
  }
}

async function chooseOrganization(
  env: EnvironmentState,
  proof: Proof,
  user: UserRow,
  invitation: InvitationRow | undefined,
): Promise<string | undefined> {
  if (proof.organizationId !== undefined) return proof.organizationId
  if (invitation?.organization_id) return invitation.organization_id
  const organizations = await env.db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .select(['organizations.id', 'organizations.name'])
    .where('memberships.user_id', '=', user.id)
    .where('memberships.status', '=', 'active')
    .orderBy('organizations.name')
    .execute()
  if (organizations.length <= 1) return organizations[0]?.id
  throw fail(
    403,
    'organization_selection_required',
    'The user must choose an organization to finish authentication.',
    {
      pending_authentication_token: await createPendingToken(env, proof),
      organizations: organizations.map(({ id, name }) => ({ id, name })),
      user: presentUser(user),
    },
  )
}
