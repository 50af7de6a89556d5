import type { AuthenticateOutcome, Client } from '../../api/index.ts'
import { ApiError } from '../../errors/index.ts'
import {
  type FlowAction,
  type FlowInput,
  type FlowKind,
  nameFields,
  type SignUpNames,
  type StepName,
} from '../../flow/index.ts'
import { failureOf } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { readPassword, withTypedPassword } from '../identity/password.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { device, origin } from './client-details.ts'
import type { AdvanceContext } from './flow-context.ts'
import { sendResetLink, sendSignInCode } from './flow-email.ts'
import {
  pendingToken,
  readName,
  requireCode,
  requireEmail,
  requirePhoneNumber,
  requireState,
  requireText,
} from './input.ts'
import { requireInvitation } from './invitation.ts'
import { challengeOf, enrollTotp } from './next-step.ts'
import { allowSignUp, needsForm, placesOf, readFields, requireFields } from './sign-up-fields.ts'
import { connectionsOfDomain } from './single-sign-on.ts'

/**
 * The result of an action: the flow with its next step, a response of the API that determines the next step, or an error
 * and the flow with the changes that are stored in spite of it.
 */
export type Taken =
  | PendingFlow
  | { outcome: AuthenticateOutcome; flow?: PendingFlow }
  | { cause: unknown; flow: PendingFlow }
type ActionHandler = (flow: PendingFlow, input: FlowInput, context: AdvanceContext) => Promise<Taken>

const FIRST_STEPS: Record<FlowKind, StepName> = {
  'sign-in': 'start',
  'sign-up': 'start',
  'reset-password': 'forgot',
  invitation: 'invitation',
}

/** The flow at its first step again, without anything that was proven so far. */
export const restarted = ({ id, kind, startedAt, returnTo, invitationToken }: PendingFlow): PendingFlow => ({
  id,
  kind,
  startedAt,
  returnTo,
  invitationToken,
  step: FIRST_STEPS[kind],
})

/** The limit for one flow, which lasts ten minutes. The API allows three emails in that time. */
const MAXIMUM_RESENDS = 2

/** The server half of each action. */
export const ACTIONS: Record<FlowAction, ActionHandler> = {
  async identify(flow, input, context) {
    const email = requireEmail(input.email ?? flow.email)
    const { methods } = context.offer
    const next: PendingFlow = { ...flow, email, connectionIds: undefined, isInferred: undefined }
    // A user who has declined the domain's single sign-on is not sent back to it.
    if (flow.step !== 'sso-required' && methods.includes('sso')) {
      const connectionIds = await connectionsOfDomain(email, context)
      if (connectionIds.length > 0) return { ...next, step: 'sso-required', connectionIds, isInferred: true }
    }
    if (methods.includes('password')) return { ...next, step: 'password' }
    if (methods.includes('code')) return ACTIONS['send-code'](next, { email }, context)
    throw new RouteError('authentication_method_not_allowed')
  },

  async password(flow, input, context) {
    const email = requireEmail(input.email ?? flow.email)
    const password = requireText(input.password, 'password_required')
    // Stored first, so that the form still shows the email address after a refusal.
    return keeping({ ...flow, email }, async (flow) => ({
      outcome: await withTypedPassword(password, (password) =>
        context.client.authenticateWithPassword({ email, password, ...origin(flow, context) }),
      ),
    }))
  },

  async 'sign-up'(flow, input, context) {
    const email = requireEmail(input.email)
    const typed = requireText(input.password, 'password_required')
    const password = readPassword(typed)
    const names = nameFields(context.offer.signUpNames).map(({ name }) => name)
    const name = (field: keyof SignUpNames) =>
      (names.includes(field) && readName(field, input[field])) || undefined
    return keeping({ ...flow, email }, async (flow) =>
      keeping({ ...flow, firstName: name('firstName') }, async (flow) =>
        keeping({ ...flow, lastName: name('lastName') }, async (flow) => {
          const fields = readFields(input, context.signUpFields)
          return keeping({ ...flow, fields }, (flow) =>
            signUp(flow, { email, password, typed, fields }, context),
          )
        }),
      ),
    )
  },

  async 'send-code'(flow, input, context) {
    const email = requireEmail(input.email ?? flow.email)
    // Checked before anything depends on the account: the API refuses a wrong invitation only if there is an account.
    const isInvited = flow.invitationToken !== undefined
    if (flow.invitationToken !== undefined) await requireInvitation(email, flow.invitationToken, context)
    const mayCreate = context.offer.signUp || isInvited
    if (mayCreate && !needsForm(context)) await sendSignInCode(email, flow, context)
    // The response is the same for an address without an account, and is sent before the email.
    else if (await hasAccount(email, context))
      context.afterward('send-code', () => sendSignInCode(email, flow, context))
    return { ...flow, email, step: 'code', codeSignsIn: true }
  },

  async code(flow, input, context) {
    return { outcome: await redeemSignInCode(flow, input, context) }
  },

  async 'verify-email'(flow, input, context) {
    if (flow.codeSignsIn) return { outcome: await redeemSignInCode(flow, input, context) }
    const grant = {
      code: requireCode(input.code),
      pendingAuthenticationToken: pendingToken(flow),
      ...device(context),
    }
    const outcome = await context.attempts.guess('email-verification', provenUser(flow), () =>
      context.client.authenticateWithEmailVerificationCode(grant),
    )
    return { outcome }
  },

  async resend(flow, _input, context) {
    // The API counts the two kinds of email separately. The handler uses one count, so that the limit does not reveal the kind.
    const resends = (flow.resends ?? 0) + 1
    if (resends > MAXIMUM_RESENDS) throw new RouteError('rate_limited')
    if (flow.codeSignsIn) {
      const email = requireEmail(flow.email)
      context.afterward('resend', () => sendCodeToAccount(email, flow, context))
      return { ...flow, resends }
    }
    const { client } = context
    context.afterward('resend', async () => {
      const userId = flow.userId ?? (await userOfVerification(flow, client))
      await client.sendVerificationEmail({ userId })
    })
    return { ...flow, resends }
  },

  async challenge(flow, input, context) {
    const challenge = requireState(flow.challenge)
    const grant = {
      code: requireCode(input.code),
      pendingAuthenticationToken: pendingToken(flow),
      ...device(context),
    }
    const { client } = context
    const outcome = await context.attempts.guess('fraud-check', provenUser(flow), () =>
      'radarChallengeId' in challenge
        ? client.authenticateWithRadarEmailChallenge({
            ...grant,
            radarChallengeId: challenge.radarChallengeId,
          })
        : client.authenticateWithRadarSmsChallenge({
            ...grant,
            verificationId: challenge.verificationId,
            phoneNumber: challenge.sentTo,
          }),
    )
    return { outcome }
  },

  async phone(flow, input, context) {
    const userId = requireState(flow.userId)
    const message = {
      userId,
      pendingAuthenticationToken: pendingToken(flow),
      phoneNumber: requirePhoneNumber(input.phoneNumber),
      ...device(context),
    }
    const { verificationId, phoneNumber } = await context.attempts.message('text', userId, () =>
      context.client.sendRadarSmsChallenge(message),
    )
    return { ...flow, step: 'challenge', challenge: { verificationId, sentTo: phoneNumber } }
  },

  async 'mfa-verify'(flow, input, context) {
    const { client } = context
    // Setup could not start when the step was first shown. It starts now, and the user can enter a code.
    if (flow.step === 'mfa-enroll' && flow.authenticationChallengeId === undefined)
      return enrollTotp(flow, requireState(flow.userId), client)
    const code = requireCode(input.code)
    const authenticationChallengeId = await challengeOf(flow, client)
    // Stored, so that a wrong code needs no new challenge.
    return keeping({ ...flow, authenticationChallengeId }, async (flow) => {
      const grant = {
        code,
        pendingAuthenticationToken: pendingToken(flow),
        authenticationChallengeId: requireState(authenticationChallengeId),
        ...device(context),
      }
      const outcome = await context.attempts.guess('second-factor', provenUser(flow), () =>
        client.authenticateWithTotp(grant),
      )
      return { outcome }
    })
  },

  async 'mfa-challenge'(flow, input, { client }) {
    const factorId = input.factorId || flow.factors?.[0]?.id
    // Only a factor that the API offered for this sign-in.
    if (!flow.factors?.some((factor) => factor.id === factorId)) throw new RouteError('invalid_request')
    const challenge = await client.challengeAuthFactor({ factorId: requireState(factorId) })
    return { ...flow, authenticationChallengeId: challenge.id }
  },

  async 'mfa-enroll'(flow, _input, { client }) {
    return enrollTotp(flow, requireState(flow.userId), client)
  },

  async organization(flow, input, context) {
    const organizationId = requireText(input.organizationId, 'organization_required')
    const outcome = await context.client.authenticateWithOrganizationSelection({
      pendingAuthenticationToken: pendingToken(flow),
      organizationId,
      ...device(context),
    })
    return { outcome }
  },

  async forgot(flow, input, context) {
    const email = requireEmail(input.email)
    await sendResetLink(email, context)
    return { ...flow, email, step: 'forgot-sent' }
  },

  async reset(flow, input, context) {
    const token = requireText(input.token || flow.resetToken, 'password_reset_token_not_found')
    // Stored in the sealed flow, so that a page that is reloaded after a refusal does not need the link from the email again.
    return keeping({ ...flow, resetToken: token }, async (flow) => {
      const newPassword = readPassword(requireText(input.newPassword, 'password_required'))
      const { user } = await resetPassword(token, newPassword, context)
      const { email } = user
      const next: PendingFlow = { ...flow, email, kind: 'sign-in', step: 'password', resetToken: undefined }
      try {
        const signIn = { email, password: newPassword, ...device(context) }
        return { flow: next, outcome: await context.client.authenticateWithPassword(signIn) }
      } catch (cause) {
        // The new password is set even if the sign-in that follows fails.
        if (cause instanceof ApiError) return { ...next, error: failureOf(cause).error }
        return next
      }
    })
  },

  // The invitation is for the user who is already signed in; the route has checked that user.
  async 'accept-invitation'(flow) {
    return flow
  },

  async back(flow) {
    return { ...restarted(flow), email: flow.email }
  },
}

/** Continues with a flow whose current state is stored even if the rest fails. */
async function keeping(flow: PendingFlow, rest: (flow: PendingFlow) => Promise<Taken>): Promise<Taken> {
  try {
    const taken = await rest(flow)
    return 'outcome' in taken ? { flow, ...taken } : taken
  } catch (cause) {
    return { flow, cause }
  }
}

async function signUp(
  flow: PendingFlow,
  {
    email,
    password,
    typed,
    fields,
  }: { email: string; password: string; typed: string; fields: Readonly<Record<string, string>> },
  context: AdvanceContext,
): Promise<Taken> {
  if (flow.invitationToken !== undefined) await requireInvitation(email, flow.invitationToken, context)
  else if (!context.offer.signUp) throw new RouteError('sign_up_not_allowed')
  const { firstName, lastName } = flow
  requireFields({ ...fields, firstName, lastName }, context)
  const isInvited = flow.invitationToken !== undefined
  // Called before anything depends on whether the address has an account, so that a refusal does not reveal it.
  await allowSignUp({ email, firstName, lastName, fields, isInvited, ipAddress: context.ipAddress }, context)
  const isNew = await createAccount(flow, email, password, fields, context)
  try {
    return {
      outcome: await withTypedPassword(typed, (password) =>
        context.client.authenticateWithPassword({ email, password, ...origin(flow, context) }),
      ),
    }
  } catch (cause) {
    if (isNew || !(cause instanceof ApiError) || cause.code !== 'invalid_credentials') throw cause
    // The email address has an account. Its owner gets a code and signs in. No other user can detect that, because the
    // call is made after the response.
    context.afterward('sign-up', () => sendCodeToAccount(email, flow, context))
    return { ...flow, step: 'verify-email', codeSignsIn: true }
  }
}

/** A code would create an account for an address without one, or whose account was deleted in the meantime. */
async function sendCodeToAccount(email: string, flow: PendingFlow, context: AdvanceContext): Promise<void> {
  if (await hasAccount(email, context)) await sendSignInCode(email, flow, context)
}

const hasAccount = async (email: string, { client }: AdvanceContext): Promise<boolean> =>
  (await client.listUsers({ email, limit: 1 })).data.length > 0

async function createAccount(
  flow: PendingFlow,
  email: string,
  password: string,
  fields: Readonly<Record<string, string>>,
  context: AdvanceContext,
): Promise<boolean> {
  const { firstName, lastName } = flow
  try {
    const places = placesOf(fields, context.signUpFields)
    await context.client.createUser({ email, password, firstName, lastName, ...places, ...device(context) })
    return true
  } catch (cause) {
    const taken =
      cause instanceof ApiError &&
      (cause.code === 'user_creation_error' || cause.code === 'email_not_available')
    const failure = taken ? failureOf(cause) : undefined
    if (taken && failure?.error.code === 'email_not_available') return false
    throw cause
  }
}

async function resetPassword(token: string, newPassword: string, { client }: AdvanceContext) {
  try {
    return await client.resetPassword({ token, newPassword })
  } catch (cause) {
    const gone = cause instanceof ApiError && (cause.code === 'entity_not_found' || cause.status === 404)
    if (gone) throw new RouteError('password_reset_token_not_found')
    const failure = failureOf(cause)
    const isPassword = failure.error.code === 'password_strength_error'
    throw new RouteError(
      isPassword ? { ...failure, error: { ...failure.error, field: 'newPassword' } } : failure,
    )
  }
}

function redeemSignInCode(flow: PendingFlow, input: FlowInput, context: AdvanceContext) {
  const code = requireCode(input.code)
  const email = requireState(flow.email)
  return context.client.authenticateWithMagicAuth({ code, email, ...origin(flow, context) })
}

/** The user who has passed the first factor in this flow. */
const provenUser = ({ userId, email, factors, enrollment }: PendingFlow): string =>
  // The email address is used last, because a sign-in with a provider can start with any address.
  requireState(userId ?? factors?.[0]?.id ?? enrollment?.factorId ?? email)

async function userOfVerification(flow: PendingFlow, client: Client): Promise<string> {
  const emailVerificationId = requireState(flow.emailVerificationId)
  return (await client.getEmailVerification({ emailVerificationId })).userId
}
