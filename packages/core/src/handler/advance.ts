import type { AuthenticateOutcome, Client } from '../api/index.ts'
import { ApiError } from '../errors/index.ts'
import type { FlowAction, FlowInput, FlowKind, SignInOffer, StepName } from '../flow/index.ts'
import { canTake } from '../flow/index.ts'
import type { SendEmail } from './email.ts'
import { readEmailAddress } from './email-address.ts'
import type { FlowFailure } from './flow-error.ts'
import { failureOf, flowFailure } from './flow-error.ts'
import type { SignedInOutcome } from './next-step.ts'
import { enrollTotp, nextStep } from './next-step.ts'
import type { PendingFlow } from './pending-flow.ts'

/** What the server half of the flow needs to know about the app and the request. */
export interface AdvanceContext {
  client: Client
  offer: SignInOffer
  signUp: boolean
  sendEmail: SendEmail | undefined
  resetPasswordUrl: string
  ipAddress: string | undefined
  userAgent: string | undefined
}

/** Where a flow stands after an action. */
export interface Advanced {
  flow: PendingFlow
  failure?: FlowFailure
  /** The tokens of a finished sign-in. */
  signedIn?: SignedInOutcome
}

type Taken = PendingFlow | { outcome: AuthenticateOutcome; flow?: PendingFlow }
type ActionHandler = (flow: PendingFlow, input: FlowInput, context: AdvanceContext) => Promise<Taken>

/** An answer to the person, thrown from inside an action. */
class Refusal extends Error {
  readonly failure: FlowFailure
  constructor(failure: FlowFailure) {
    super(failure.error.code)
    this.failure = failure
  }
}

/** Takes one action in a flow: asks the service, and says which step comes next. Every flow's server half. */
export async function advance(
  flow: PendingFlow,
  action: FlowAction,
  input: FlowInput,
  context: AdvanceContext,
): Promise<Advanced> {
  const before: PendingFlow = { ...flow, error: undefined }
  if (!canTake(action, flow.step)) return failed(before, flowFailure('flow_not_found'))
  try {
    const taken = await ACTIONS[action](before, input, context)
    if (!('outcome' in taken)) return { flow: taken }
    return await nextStep(taken.flow ?? before, taken.outcome, context.client)
  } catch (cause) {
    return failed(before, cause instanceof Refusal ? cause.failure : failureOf(cause))
  }
}

function failed(flow: PendingFlow, failure: FlowFailure): Advanced {
  const step = failure.restart ? { ...restarted(flow), email: flow.email } : flow
  return { flow: { ...step, error: failure.error }, failure }
}

const FIRST_STEPS: Record<FlowKind, StepName> = {
  'sign-in': 'start',
  'sign-up': 'start',
  'reset-password': 'forgot',
  invitation: 'invitation',
}

const restarted = ({ id, kind, startedAt, returnTo, invitationToken }: PendingFlow): PendingFlow => ({
  id,
  kind,
  startedAt,
  returnTo,
  invitationToken,
  step: FIRST_STEPS[kind],
})

const ACTIONS: Record<FlowAction, ActionHandler> = {
  async password(flow, input, context) {
    const email = requireEmail(input.email ?? flow.email)
    const password = requireText(input.password, 'password_required')
    // Kept first, so that the form still shows the address after a refusal.
    flow.email = email
    return {
      outcome: await context.client.authenticateWithPassword({ email, password, ...origin(flow, context) }),
    }
  },

  async 'sign-up'(flow, input, context) {
    const email = requireEmail(input.email)
    const password = requireText(input.password, 'password_required')
    Object.assign(flow, { email, firstName: input.firstName, lastName: input.lastName })
    if (!context.signUp && flow.invitationToken === undefined)
      throw new Refusal(flowFailure('sign_up_not_allowed'))
    const isNew = await createAccount(flow, email, password, context)
    try {
      return {
        outcome: await context.client.authenticateWithPassword({ email, password, ...origin(flow, context) }),
      }
    } catch (cause) {
      if (isNew || !(cause instanceof ApiError) || cause.code !== 'invalid_credentials') throw cause
      // The address has an account. Its owner gets a code and signs in; everybody else learns nothing.
      await sendSignInCode(email, flow, context)
      return { ...flow, step: 'verify-email', codeSignsIn: true }
    }
  },

  async 'send-code'(flow, input, context) {
    const email = requireEmail(input.email ?? flow.email)
    await sendSignInCode(email, flow, context)
    return { ...flow, email, step: 'code', codeSignsIn: true }
  },

  async code(flow, input, context) {
    return { outcome: await redeemSignInCode(flow, input, context) }
  },

  async 'verify-email'(flow, input, context) {
    if (flow.codeSignsIn) return { outcome: await redeemSignInCode(flow, input, context) }
    const outcome = await context.client.authenticateWithEmailVerificationCode({
      code: requireCode(input.code),
      pendingAuthenticationToken: pendingToken(flow),
      ...device(context),
    })
    return { outcome }
  },

  async resend(flow, _input, context) {
    if (flow.codeSignsIn) {
      await sendSignInCode(requireEmail(flow.email), flow, context)
      return flow
    }
    const { client } = context
    const userId = flow.userId ?? (await userOfVerification(flow, client))
    await client.sendVerificationEmail({ userId })
    return { ...flow, userId }
  },

  async 'mfa-verify'(flow, input, context) {
    const outcome = await context.client.authenticateWithTotp({
      code: requireCode(input.code),
      pendingAuthenticationToken: pendingToken(flow),
      authenticationChallengeId: requireState(flow.authenticationChallengeId),
      ...device(context),
    })
    return { outcome }
  },

  async 'mfa-challenge'(flow, input, { client }) {
    const factorId = input.factorId ?? flow.factors?.[0]?.id
    // Only a factor that the service offered for this very sign-in.
    if (!flow.factors?.some((factor) => factor.id === factorId))
      throw new Refusal(flowFailure('invalid_request'))
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
    // Kept sealed, so that a page loaded anew after a refusal needs no second click on the mail's link.
    flow.resetToken = token
    const newPassword = requireText(input.newPassword, 'password_required')
    const { user } = await resetPassword(token, newPassword, context)
    flow.email = user.email
    const next: PendingFlow = { ...flow, kind: 'sign-in', step: 'password', resetToken: undefined }
    try {
      const signIn = { email: user.email, password: newPassword, ...device(context) }
      return { flow: next, outcome: await context.client.authenticateWithPassword(signIn) }
    } catch (cause) {
      // The new password holds, whatever happens to the sign-in that follows it.
      if (cause instanceof ApiError) return { ...next, error: failureOf(cause).error }
      return next
    }
  },

  // The invitation is for the person who is signed in already; the route has checked who that is.
  async 'accept-invitation'(flow) {
    return flow
  },

  async back(flow) {
    return { ...restarted(flow), email: flow.email }
  },
}

async function createAccount(
  flow: PendingFlow,
  email: string,
  password: string,
  context: AdvanceContext,
): Promise<boolean> {
  const { firstName, lastName } = flow
  try {
    await context.client.createUser({ email, password, firstName, lastName, ...device(context) })
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

/** Sends a sign-in code. Whether the address may have one is for its owner to find out, not for the page. */
async function sendSignInCode(email: string, flow: PendingFlow, context: AdvanceContext): Promise<void> {
  const { client, sendEmail } = context
  try {
    const { code, expiresAt } = await client.createMagicAuth({ email, ...origin(flow, context) })
    await sendEmail?.({ kind: 'sign-in-code', to: email, code, expiresAt })
  } catch (cause) {
    if (!isAboutTheAddress(cause)) throw cause
  }
}

async function sendResetLink(
  email: string,
  { client, sendEmail, resetPasswordUrl }: AdvanceContext,
): Promise<void> {
  try {
    const { passwordResetToken, expiresAt } = await client.createPasswordReset({ email })
    const url = new URL(resetPasswordUrl)
    url.searchParams.set('token', passwordResetToken)
    await sendEmail?.({ kind: 'password-reset', to: email, url: url.href, expiresAt })
  } catch (cause) {
    if (!isAboutTheAddress(cause)) throw cause
  }
}

/** Answers that would tell a stranger something about an address. */
const ABOUT_THE_ADDRESS = new Set([
  'entity_not_found',
  'not_found',
  'email_password_auth_disabled',
  'password_reset_not_allowed',
  'sign_up_not_allowed',
  'authentication_method_not_allowed',
])

const isAboutTheAddress = (cause: unknown) => cause instanceof ApiError && ABOUT_THE_ADDRESS.has(cause.code)

async function resetPassword(token: string, newPassword: string, { client }: AdvanceContext) {
  try {
    return await client.resetPassword({ token, newPassword })
  } catch (cause) {
    const gone = cause instanceof ApiError && (cause.code === 'entity_not_found' || cause.status === 404)
    if (gone) throw new Refusal(flowFailure('password_reset_token_not_found'))
    const failure = failureOf(cause)
    const isPassword = failure.error.code === 'password_strength_error'
    throw new Refusal(
      isPassword ? { ...failure, error: { ...failure.error, field: 'newPassword' } } : failure,
    )
  }
}

function redeemSignInCode(flow: PendingFlow, input: FlowInput, context: AdvanceContext) {
  const code = requireCode(input.code)
  const email = requireState(flow.email)
  return context.client.authenticateWithMagicAuth({ code, email, ...origin(flow, context) })
}

async function userOfVerification(flow: PendingFlow, client: Client): Promise<string> {
  const emailVerificationId = requireState(flow.emailVerificationId)
  return (await client.getEmailVerification({ emailVerificationId })).userId
}

const device = ({ ipAddress, userAgent }: AdvanceContext) => ({ ipAddress, userAgent })

const origin = (flow: PendingFlow, context: AdvanceContext) => ({
  ...device(context),
  invitationToken: flow.invitationToken,
})

function requireEmail(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw new Refusal(flowFailure('email_required'))
  const email = readEmailAddress(text)
  if (email === undefined) throw new Refusal(flowFailure('email_invalid'))
  return email
}

function requireText(text: string | undefined, code: Parameters<typeof flowFailure>[0]): string {
  if (text === undefined || text === '') throw new Refusal(flowFailure(code))
  return text
}

/** People copy codes with spaces and dashes. */
function requireCode(text: string | undefined): string {
  const code = (text ?? '').normalize('NFKC').replaceAll(/[\s-]/g, '')
  if (code === '') throw new Refusal(flowFailure('code_required'))
  if (!/^\d{6}$/.test(code)) throw new Refusal(flowFailure('invalid_one_time_code'))
  return code
}

function requireState<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal(flowFailure('flow_expired'))
  return value
}

const pendingToken = (flow: PendingFlow) => requireState(flow.pendingAuthenticationToken)
