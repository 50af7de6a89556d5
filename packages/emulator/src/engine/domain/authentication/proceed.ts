import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { InvitationRow, UserRow } from '../../storage/tables.ts'
import { proveEmail } from '../accounts/prove-email.ts'
import { presentEmailVerification } from '../codes/one-time-code-schema.ts'
import { createCode } from '../codes/one-time-codes.ts'
import { sendCodeEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { effectiveFactors } from '../factors/effective-factors.ts'
import { findRedeemableInvitation } from '../invitations/redeem-invitation.ts'
import { activeOrganizations } from '../organizations/memberships.ts'
import { policyOf } from '../organizations/sign-in-policy.ts'
import type { Proof } from '../sessions/proof.ts'
import { findUser } from '../users/find-user.ts'
import { methodStep } from './method-step.ts'
import type { Outcome } from './outcome.ts'
import { createPendingToken } from './pending-token.ts'
import { radarStep } from './radar-step.ts'

/**
 * Leads from a proven first credential to a session, or to the next step: invitation, Radar, email verification, second
 * factor, organization, and the organization's policy, in the API's order. Each step has a new pending token that stores
 * what was proven.
 */
export async function proceed(context: EngineContext, shown: Proof): Promise<Outcome> {
  let proof = shown
  if (proof.signUpRefused) throw failOAuth('sign_up_not_allowed', 'Sign-up is disabled.')
  let user = await findUser(context, proof.userId)
  if (user === undefined) throw failOAuth('invalid_grant', 'The user no longer exists.')

  const invitation =
    proof.invitationToken === undefined
      ? undefined
      : await findRedeemableInvitation(context, proof.invitationToken, user.email)
  // The token was emailed to this address, so having it verifies the address.
  if (invitation !== undefined)
    user = await proveEmail(context, user, {
      knowsPassword: proof.eventKind === 'password',
      identity: proof.connection,
    })

  const challenged = await radarStep(context, proof, user)
  if ('status' in challenged) return challenged
  proof = challenged
  const verified = user.email_verified === 1 || proof.impersonator !== undefined
  if (context.settings.email_verification_required && !verified)
    return requireVerification(context, proof, user)
  if (context.settings.mfa !== 'off') {
    const step = await secondFactorStep(context, proof, user, context.settings.mfa === 'required')
    if (step !== undefined) return step
  }
  const choice = await chooseOrganization(context, proof, user, invitation)
  if ('status' in choice) return choice
  const { organizationId } = choice
  if (organizationId === undefined) return { status: 'authenticated', proof, user, invitation }
  const chosen = { ...proof, organizationId }
  const step = await policyStep(context, proof, chosen, user)
  return step ?? { status: 'authenticated', proof: chosen, user, invitation }
}

/** The organization's requirements in addition to the environment's. */
async function policyStep(
  context: EngineContext,
  proof: Proof,
  chosen: Proof & { organizationId: string },
  user: UserRow,
): Promise<Outcome | undefined> {
  const refused = await methodStep(context, proof, user, chosen.organizationId)
  if (refused !== undefined) return refused
  const { mfa_required: isNeeded } = await policyOf(context, chosen.organizationId)
  return isNeeded === true ? secondFactorStep(context, chosen, user, true) : undefined
}

async function requireVerification(context: EngineContext, proof: Proof, user: UserRow): Promise<Outcome> {
  await context.limiter.count('email', user.email)
  const { row, code } = await createCode(context, 'email_verification', user.id, user.email)
  await sendCodeEmail(context, 'email_verification', user, { code, expiresAt: row.expires_at })
  await recordEvent(context, 'email_verification.created', presentEmailVerification(row))
  const pendingToken = await createPendingToken(context, proof)
  return { status: 'email_verification_required', pendingToken, email: user.email, verificationId: row.id }
}

/** Requires one of the user's factors. A user without a factor must enroll one if `isNeeded`. */
async function secondFactorStep(
  context: EngineContext,
  proof: Proof,
  user: UserRow,
  isNeeded: boolean,
): Promise<Outcome | undefined> {
  if (proof.secondFactor) return undefined
  const factors = await effectiveFactors(context, user.id)
  if (factors.length > 0) {
    return { status: 'mfa_challenge', pendingToken: await createPendingToken(context, proof), factors, user }
  }
  if (!isNeeded) return undefined
  return { status: 'mfa_enrollment', pendingToken: await createPendingToken(context, proof), user }
}

async function chooseOrganization(
  context: EngineContext,
  proof: Proof,
  user: UserRow,
  invitation: InvitationRow | undefined,
): Promise<{ organizationId: string | undefined } | Outcome> {
  if (proof.organizationId !== undefined) return { organizationId: proof.organizationId }
  if (invitation?.organization_id) return { organizationId: invitation.organization_id }
  const organizations = await activeOrganizations(context, user.id)
  if (organizations.length <= 1) return { organizationId: organizations[0]?.id }
  const pendingToken = await createPendingToken(context, proof)
  return { status: 'organization_selection_required', pendingToken, organizations, user }
}
