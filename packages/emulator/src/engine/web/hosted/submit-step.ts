import * as v from 'valibot'
import { opaqueToken } from '../../base/randomness.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { email as emailSchema, phoneNumber } from '../../contract/values.ts'
import { createUser } from '../../domain/accounts/create-user.ts'
import { requestPasswordReset } from '../../domain/accounts/password-resets.ts'
import { emailVerificationGrant } from '../../domain/authentication/email-verification.ts'
import { magicAuthGrant } from '../../domain/authentication/magic-auth.ts'
import { mfaTotpGrant } from '../../domain/authentication/mfa-totp.ts'
import { organizationSelectionGrant } from '../../domain/authentication/organization-selection.ts'
import { passwordGrant, signUpAttempt } from '../../domain/authentication/password.ts'
import { proceed } from '../../domain/authentication/proceed.ts'
import {
  radarEmailChallengeGrant,
  radarSmsChallengeGrant,
} from '../../domain/authentication/radar-challenge.ts'
import { sendMagicAuth } from '../../domain/authentication/send-magic-auth.ts'
import { PROVIDERS } from '../../domain/authorization/authorization-request.ts'
import { takeImpersonation } from '../../domain/authorization/impersonation.ts'
import type { HostedFlow } from '../../domain/authorization/interaction.ts'
import { sendNoticeEmail } from '../../domain/email/send-emails.ts'
import { createRadarSmsChallenge } from '../../domain/radar/challenges.ts'
import { findUserByEmail, getUser } from '../../domain/users/find-user.ts'
import { passwordProblems } from '../../domain/users/password-policy.ts'
import type { UserRow } from '../../storage/tables.ts'
import {
  authenticateOnPage,
  orError,
  type PageResult,
  pageFor,
  type Visitor,
} from './authenticate-on-page.ts'

export type Fields = Map<string, string>

/** Handles a posted page for the user's current step. Invalid input shows the page again with an error. */
export async function submitStep(
  context: EngineContext,
  { request, state }: HostedFlow,
  fields: Fields,
  visitor: Visitor,
): Promise<PageResult> {
  const { step } = state
  const text = (name: string) => fields.get(name) ?? ''
  const code = text('code')
  const invitation = 'invitationToken' in request ? request.invitationToken : undefined
  const typed = v.safeParse(emailSchema, text('email'))
  const email = typed.success ? typed.output : ''

  switch (text('action')) {
    case 'go-sign-in':
      return { step: { name: 'sign-in' } }
    case 'go-sign-up':
      return { step: { name: 'sign-up', email: text('email') } }
    case 'go-forgot':
      return { step: { name: 'forgot', email: text('email') } }
    case 'magic':
      if (email === '') return { error: 'Enter your email address.' }
      return sendCode(context, email, invitation)
    case 'provider':
      return withProvider(text('provider'))
    case 'impersonate':
      return impersonate(context, visitor)
  }
  switch (step.name) {
    case 'sign-in':
      return authenticateOnPage(
        context,
        passwordGrant.attempt({
          email: text('email'),
          password: text('password'),
          invitation_token: invitation,
        }),
        visitor,
      )
    case 'sign-up':
      if (email === '') return { error: 'Enter a valid email address.' }
      return signUp(context, email, fields, invitation, visitor)
    case 'forgot':
      return forgot(context, email)
    case 'magic-code':
      return authenticateOnPage(
        context,
        magicAuthGrant.attempt({ email: step.email, code, invitation_token: invitation }),
        visitor,
      )
    case 'verify-email':
      return authenticateOnPage(
        context,
        emailVerificationGrant.attempt({ code, pending_authentication_token: step.pendingToken }),
        visitor,
      )
    case 'totp':
    case 'enroll-totp':
      return authenticateOnPage(
        context,
        mfaTotpGrant.attempt({
          code,
          pending_authentication_token: step.pendingToken,
          authentication_challenge_id: step.challengeId,
        }),
        visitor,
      )
    case 'radar-email':
      return authenticateOnPage(
        context,
        radarEmailChallengeGrant.attempt({
          code,
          radar_challenge_id: step.challengeId,
          pending_authentication_token: step.pendingToken,
        }),
        visitor,
      )
    case 'radar-phone':
      return sendToPhone(context, step, text('phone_number'))
    case 'radar-sms':
      return authenticateOnPage(
        context,
        radarSmsChallengeGrant.attempt({
          code,
          verification_id: step.challengeId,
          pending_authentication_token: step.pendingToken,
        }),
        visitor,
      )
    case 'organization':
      return authenticateOnPage(
        context,
        organizationSelectionGrant.attempt({
          pending_authentication_token: step.pendingToken,
          organization_id: text('organization_id'),
        }),
        visitor,
      )
    default:
      return { error: 'This page has no form.' }
  }
}

function withProvider(provider: string): PageResult {
  const known = (PROVIDERS as readonly string[]).includes(provider)
  return known ? { target: { kind: 'provider', provider } } : { error: 'This provider is unknown.' }
}

async function impersonate(context: EngineContext, visitor: Visitor): Promise<PageResult> {
  const proof = await takeImpersonation(context)
  if (proof === undefined) return { error: 'The impersonation has been used or has expired.' }
  return orError(context, async () => pageFor(context, await proceed(context, proof), visitor))
}

async function sendCode(
  context: EngineContext,
  email: string,
  invitation: string | undefined,
): Promise<PageResult> {
  return orError(context, async () => {
    await sendMagicAuth(context, email, invitation)
    return { step: { name: 'magic-code', email } }
  })
}

async function signUp(
  context: EngineContext,
  email: string,
  fields: Fields,
  invitation: string | undefined,
  visitor: Visitor,
): Promise<PageResult> {
  if (!context.settings.sign_up_enabled && invitation === undefined) return { error: 'Sign-up is disabled.' }
  const password = fields.get('password') ?? ''
  const taken = await findUserByEmail(context, email)
  let user: UserRow | undefined
  const created = await orError(context, async () => {
    user = await createUser(context, {
      email,
      password,
      first_name: fields.get('first_name') || null,
      last_name: fields.get('last_name') || null,
    })
    return { step: { name: 'sign-in' } }
  })
  if (user !== undefined) return authenticateOnPage(context, signUpAttempt(user, invitation), visitor)
  if (taken === undefined || passwordProblems(context, password).length > 0) return created
  // The email address already has an account: its owner is notified by email, and the visitor sees no difference.
  await sendNoticeEmail(context, { email, locale: taken.locale }, 'account_exists')
  return { step: { name: 'verify-email', pendingToken: opaqueToken(context.random), email } }
}

async function sendToPhone(
  context: EngineContext,
  { pendingToken, userId }: { pendingToken: string; userId: string },
  typed: string,
): Promise<PageResult> {
  const number = v.safeParse(phoneNumber, typed.replace(/[\s().-]+/g, ''))
  if (!number.success) return { error: 'Enter the number with its country code, such as +1 500 555 0006.' }
  return orError(context, async () => {
    const { id, email } = await createRadarSmsChallenge(
      context,
      await getUser(context, userId),
      number.output,
    )
    return { step: { name: 'radar-sms', pendingToken, challengeId: id, phoneNumber: email } }
  })
}

/** Shows the same page for known and unknown email addresses. */
async function forgot(context: EngineContext, email: string): Promise<PageResult> {
  if (email === '') return { error: 'Enter your email address.' }
  return orError(context, async () => {
    await requestPasswordReset(context, email)
    return { step: { name: 'reset-sent', email } }
  })
}
