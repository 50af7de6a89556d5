import type { AuthenticateOutcome, Client } from '../../api/index.ts'
import { ApiError } from '../../errors/index.ts'
import { HOSTED_PAGE } from '../../flow/offer.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import type { AdvanceContext, Advanced } from './flow-context.ts'

/** Turns the API's response to a grant into the next step, and prepares the step so that it can be shown. */
export async function nextStep(
  flow: PendingFlow,
  outcome: AuthenticateOutcome,
  { client, offer }: Pick<AdvanceContext, 'client' | 'offer'>,
): Promise<Advanced> {
  if (outcome.status === 'complete') return { flow: { ...flow, step: 'complete' }, signedIn: outcome }
  const pending: PendingFlow = {
    ...flow,
    pendingAuthenticationToken: outcome.pendingAuthenticationToken ?? flow.pendingAuthenticationToken,
    codeSignsIn: undefined,
  }
  switch (outcome.status) {
    case 'email_verification_required': {
      const { email, emailVerificationId } = outcome
      return { flow: { ...pending, step: 'verify-email', email, emailVerificationId } }
    }
    case 'mfa_enrollment': {
      const userId = outcome.user?.id
      // Without a user, enrollment is impossible: a step that this version cannot show.
      if (userId === undefined) return elsewhere(pending, outcome.status)
      const enrolling: PendingFlow = { ...pending, step: 'mfa-enroll', userId }
      return prepared(enrolling, () => enrollTotp(enrolling, userId, client))
    }
    case 'mfa_challenge': {
      const factors = outcome.authenticationFactors.map(({ id, type }) => ({ id, type }))
      return challengeFirst({ ...pending, factors, userId: outcome.user?.id }, client)
    }
    case 'organization_selection_required': {
      const organizations = outcome.organizations.map(({ id, name }) => ({ id, name }))
      return { flow: { ...pending, step: 'select-organization', organizations, userId: outcome.user?.id } }
    }
    case 'sso_required': {
      const { email = flow.email, connectionIds } = outcome
      if (connectionIds.length === 0) return elsewhere({ ...pending, email }, outcome.status)
      return { flow: { ...pending, step: 'sso-required', email, connectionIds } }
    }
    case 'organization_authentication_methods_required': {
      const { email = flow.email } = outcome
      const ways = offered(outcome)
      if (Object.values(ways).every((some) => some.length === 0))
        return elsewhere({ ...pending, email }, outcome.status)
      return { flow: { ...pending, step: 'method-required', email, ...ways } }
    }
    case 'authentication_method_not_allowed':
    case 'email_password_auth_disabled': {
      // If the app offers no other method, there is nothing to choose.
      if (offer.methods.length + offer.providers.length < 2) return elsewhere(pending, outcome.status)
      const failure = flowFailure(outcome.status)
      return { flow: { ...flow, error: failure.error }, failure }
    }
    case 'radar_email_challenge': {
      const { radarChallengeId, email = flow.email } = outcome
      if (radarChallengeId === undefined || email === undefined) return elsewhere(pending, outcome.status)
      const challenge = { radarChallengeId, sentTo: email }
      return { flow: { ...pending, step: 'challenge', email, userId: userIdOf(outcome), challenge } }
    }
    case 'radar_sms_challenge':
    case 'radar_challenge': {
      const userId = userIdOf(outcome)
      // The message goes to a user. Without one, the hosted page has to continue.
      if (userId === undefined) return elsewhere(pending, outcome.status)
      return { flow: { ...pending, step: 'phone', userId, challenge: undefined } }
    }
    default:
      return elsewhere(pending, outcome.status)
  }
}

/** A step that these pages cannot show. It links to the API's hosted page, which can. */
const elsewhere = (flow: PendingFlow, code: string): Advanced => ({
  flow: { ...flow, step: 'unknown', unknownCode: code },
})

/**
 * The step for a refusal that neither the user nor the operator can act on: a step with an unknown name, or one without
 * its data. Another attempt would have the same result, so the user continues on the API's hosted page.
 */
export function unknownStep(flow: PendingFlow, cause: unknown): Advanced | undefined {
  if (!(cause instanceof ApiError) || cause.status < 400 || cause.status >= 500) return undefined
  const { error, fault } = failureOf(cause)
  if (error.code !== 'unknown' || fault !== undefined) return undefined
  const code = cause.code === 'unrecognized' ? (cause.apiCode ?? '') : cause.code
  const pendingAuthenticationToken = pendingTokenIn(cause.body) ?? flow.pendingAuthenticationToken
  return elsewhere(
    { ...flow, pendingAuthenticationToken },
    /^[\w.:-]{1,100}$/.test(code) ? code : 'unrecognized',
  )
}

function pendingTokenIn(body: unknown): string | undefined {
  const token = (body as { pending_authentication_token?: unknown } | undefined)?.pending_authentication_token
  return typeof token === 'string' && token !== '' ? token : undefined
}

const userIdOf = ({ user, userId }: Extract<AuthenticateOutcome, { userId?: string }>) => user?.id ?? userId

type MethodsRequired = Extract<
  AuthenticateOutcome,
  { status: 'organization_authentication_methods_required' }
>

const METHOD_NAMES: Readonly<Record<string, string>> = { password: 'password', magicAuth: 'code' }
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  appleOauth: 'AppleOAuth',
  githubOauth: 'GitHubOAuth',
  googleOauth: 'GoogleOAuth',
  microsoftOauth: 'MicrosoftOAuth',
  passkey: HOSTED_PAGE,
}

function offered({ authMethods, ssoConnectionIds }: MethodsRequired) {
  const allowed = Object.entries(authMethods).flatMap(([name, isAllowed]) => (isAllowed ? [name] : []))
  return {
    methods: allowed.flatMap((name) => METHOD_NAMES[name] ?? []),
    providers: allowed.flatMap((name) => PROVIDER_NAMES[name] ?? []),
    connectionIds: ssoConnectionIds,
  }
}

/** Starts setting up an authenticator app. The secret stays in the sealed flow until the first code. */
export async function enrollTotp(flow: PendingFlow, userId: string, client: Client): Promise<PendingFlow> {
  const { authenticationFactor, authenticationChallenge } = await client.enrollAuthFactor({
    userId,
    type: 'totp',
  })
  const { secret = '', uri = '', qrCode } = authenticationFactor.totp ?? {}
  return {
    ...flow,
    step: 'mfa-enroll',
    authenticationChallengeId: authenticationChallenge.id,
    enrollment: { factorId: authenticationFactor.id, secret, uri, qrCode },
  }
}

/**
 * Prepares a step. The first credential is used up by then, so a step that cannot be prepared right now is still shown, and
 * its next action prepares it.
 */
async function prepared(flow: PendingFlow, prepare: () => Promise<PendingFlow>): Promise<Advanced> {
  try {
    return { flow: await prepare() }
  } catch (cause) {
    const { error, fault } = failureOf(cause)
    return { flow: { ...flow, error }, fault }
  }
}

async function challengeFirst(flow: PendingFlow, client: Client): Promise<Advanced> {
  // A list without a usable factor is a step that this version cannot show.
  if (firstFactor(flow) === undefined) return elsewhere(flow, 'mfa_challenge')
  const challenged: PendingFlow = { ...flow, step: 'mfa-challenge', authenticationChallengeId: undefined }
  return prepared(challenged, async () => ({
    ...challenged,
    authenticationChallengeId: await challengeOf(challenged, client),
  }))
}

const firstFactor = ({ factors }: PendingFlow) => factors?.find(({ type }) => type === 'totp') ?? factors?.[0]

/** The challenge of a code. If it could not be created when the step was shown, it is created now. */
export async function challengeOf(flow: PendingFlow, client: Client): Promise<string | undefined> {
  const factor = firstFactor(flow)
  if (flow.authenticationChallengeId !== undefined || factor === undefined)
    return flow.authenticationChallengeId
  return (await client.challengeAuthFactor({ factorId: factor.id })).id
}
