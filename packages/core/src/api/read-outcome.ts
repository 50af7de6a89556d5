import type { ApiError } from '../errors/index.ts'
import type {
  AuthenticateComplete,
  AuthenticateOutcome,
  EmailVerificationRequired,
  MfaChallengeRequired,
  MfaEnrollmentRequired,
  OAuthTokens,
  OrganizationAuthenticationMethodsRequired,
  OrganizationChoice,
  OrganizationSelectionRequired,
  SsoRequired,
  Tokens,
} from './outcome.ts'
import { hide } from './request/hide.ts'
import { arrayOf, object, optional, type Reader, strings } from './request/reader.ts'
import { fromWire } from './request/wire.ts'
import type { Impersonator } from './sessions.ts'
import { readUser, type User } from './users.ts'

/** The body of a successful response, with our field names. */
interface SuccessBody {
  user: User
  organizationId?: string | null
  accessToken: string
  refreshToken: string
  authenticationMethod?: string | null
  impersonator?: Impersonator | null
  oauthTokens?: OAuthTokens | null
  authkitAuthorizationCode?: string | null
}

const impersonator = object<Impersonator>({ email: 'string', reason: 'nullable' })
const oauthTokens = object<OAuthTokens>({ accessToken: 'string', scopes: strings }, [
  'accessToken',
  'refreshToken',
])

const readSuccess = object<SuccessBody>({
  user: readUser,
  accessToken: 'string',
  refreshToken: 'string',
  impersonator: optional(impersonator),
  oauthTokens: optional(oauthTokens),
})

const readRefreshed = object<Omit<SuccessBody, 'user'> & { user?: User }>({
  // Refresh responses from 2024 contained only the two tokens.
  user: optional(readUser),
  accessToken: 'string',
  refreshToken: 'string',
  impersonator: optional(impersonator),
  oauthTokens: optional(oauthTokens),
})

/** The result of a refresh. `user` may be missing. */
export type RefreshComplete = Omit<AuthenticateComplete, 'user'> & { user?: User }

/** Reads the response to a grant that signs a user in. */
export const readComplete: Reader<AuthenticateComplete> = (response, at) => {
  const body = readSuccess(response, at)
  return hide({ ...completed(body), user: body.user }, ['authkitAuthorizationCode'])
}

/** Reads the response to a refresh. */
export const readRefreshComplete: Reader<RefreshComplete> = (response, at) => {
  const body = readRefreshed(response, at)
  const outcome: RefreshComplete = completed(body)
  if (body.user) outcome.user = body.user
  return hide(outcome, ['authkitAuthorizationCode'])
}

function completed(body: Omit<SuccessBody, 'user'>): Omit<AuthenticateComplete, 'user'> {
  const { accessToken, refreshToken } = body
  const tokens: Tokens = hide({ accessToken, refreshToken }, ['accessToken', 'refreshToken'])
  const outcome: Omit<AuthenticateComplete, 'user'> = { status: 'complete', tokens }
  if (body.organizationId) outcome.organizationId = body.organizationId
  if (body.authenticationMethod) outcome.authenticationMethod = body.authenticationMethod
  if (body.impersonator) outcome.impersonator = body.impersonator
  if (body.oauthTokens) outcome.oauthTokens = body.oauthTokens
  if (body.authkitAuthorizationCode) outcome.authkitAuthorizationCode = body.authkitAuthorizationCode
  return outcome
}

/** Every outcome except a session. */
type Step = Exclude<AuthenticateOutcome, { status: 'complete' }>

const user = optional(readUser)
const identified = object<{ id: string; type: string }>({ id: 'string', type: 'string' })

const anything = object({})
const radar = object<object>({ user })

/** The required fields of each step. A step without them remains an error. */
const steps: { readonly [S in Step['status']]: Reader<object> } = {
  email_verification_required: object<EmailVerificationRequired>({
    pendingAuthenticationToken: 'string',
    email: 'string',
  }),
  mfa_enrollment: object<MfaEnrollmentRequired>({ pendingAuthenticationToken: 'string', user }),
  mfa_challenge: object<MfaChallengeRequired>({
    pendingAuthenticationToken: 'string',
    user,
    authenticationFactors: arrayOf(identified),
  }),
  organization_selection_required: object<OrganizationSelectionRequired>({
    pendingAuthenticationToken: 'string',
    user,
    organizations: arrayOf(object<OrganizationChoice>({ id: 'string', name: 'string' })),
  }),
  sso_required: object<SsoRequired>({ connectionIds: strings }),
  organization_authentication_methods_required: object<OrganizationAuthenticationMethodsRequired>({
    ssoConnectionIds: strings,
    authMethods: (methods) => methods ?? {},
  }),
  authentication_method_not_allowed: anything,
  email_password_auth_disabled: anything,
  passkey_progressive_enrollment: anything,
  application_consent_required: anything,
  radar_challenge: radar,
  radar_sign_up_challenge: radar,
  radar_email_challenge: radar,
  radar_sms_challenge: radar,
  radar_sms_sign_in_challenge: radar,
}

/** The fields that the API adds to every error, which a step does not repeat. */
const notOfTheStep = new Set(['code', 'message', 'error', 'errorDescription', 'errors', 'status'])

/**
 * The step that an error response requires, or `undefined` for a plain error.
 *
 * Checks `code ?? error` and never the HTTP status, which has been 400, 403 and 422 for the same step. A step without the data
 * that it needs is a plain error too: a refresh can return `mfa_enrollment` without a token.
 */
export function readStep(error: ApiError): Step | undefined {
  if (!Object.hasOwn(steps, error.code)) return undefined
  const status = error.code as Step['status']
  const body = fromWire(error.body) as Record<string, unknown>
  const fields = Object.entries(body).filter(([key, value]) => !notOfTheStep.has(key) && value !== null)
  // A token of the wrong type makes the step invalid, whether or not the step needs one.
  if (typeof (body.pendingAuthenticationToken ?? '') !== 'string') return undefined
  try {
    const step = steps[status](Object.fromEntries(fields), status)
    return hide({ status, ...step } as Step, ['pendingAuthenticationToken'])
  } catch {
    return undefined
  }
}
