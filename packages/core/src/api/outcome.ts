import type { Impersonator } from './sessions.ts'
import type { User } from './users.ts'

/**
 * The result of a sign-in step. Only `complete` starts a session; every other status is the next step.
 *
 * Secrets in an outcome (`tokens.*`, `oauthTokens.*`, `pendingAuthenticationToken`) are readable, but appear as `[redacted]` in
 * `console.log`, inspection and JSON. To store them, read the fields individually.
 */
export type AuthenticateOutcome =
  | AuthenticateComplete
  | EmailVerificationRequired
  | MfaEnrollmentRequired
  | MfaChallengeRequired
  | OrganizationSelectionRequired
  | SsoRequired
  | OrganizationAuthenticationMethodsRequired
  | OtherMethodRequired
  | HostedStepRequired
  | RadarChallengeRequired

/** The user is signed in. */
export interface AuthenticateComplete {
  status: 'complete'
  user: User
  /** The organization that the session is for, if any. */
  organizationId?: string
  tokens: Tokens
  /** The first method used, such as `Password` or `GoogleOAuth`. Methods that are not listed here are kept as they are. */
  authenticationMethod?: string
  /** The actor, if the user is being impersonated. */
  impersonator?: Impersonator
  /** The provider's own tokens, if the connection is configured to return them. */
  oauthTokens?: OAuthTokens
  /** A code that signs the user in to another one of your applications. Secret. */
  authkitAuthorizationCode?: string
}

/** The tokens of a session. Both are readable, but redacted in logs and JSON. */
export interface Tokens {
  /** A JWT that is valid for minutes. Secret. */
  accessToken: string
  /** A single-use token that is exchanged for new tokens. Secret. */
  refreshToken: string
}

/** Tokens of the provider that the user signed in with. */
export interface OAuthTokens {
  provider?: string
  /** Secret. */
  accessToken: string
  /** Secret. */
  refreshToken?: string | null
  /** Seconds since the epoch. */
  expiresAt?: number
  scopes: string[]
}

/** A code was sent to `email`. Continue with `authenticateWithEmailVerificationCode`. */
export interface EmailVerificationRequired {
  status: 'email_verification_required'
  pendingAuthenticationToken: string
  email: string
  /** Pass it to `getEmailVerification` to read the code and send it yourself. */
  emailVerificationId?: string
}

/** The user must set up a second factor: call `enrollAuthFactor`, then `authenticateWithTotp`. */
export interface MfaEnrollmentRequired {
  status: 'mfa_enrollment'
  pendingAuthenticationToken: string
  user?: User
}

/** The user must enter a code: call `challengeAuthFactor` with one of these factors, then `authenticateWithTotp`. */
export interface MfaChallengeRequired {
  status: 'mfa_challenge'
  pendingAuthenticationToken: string
  user?: User
  authenticationFactors: { id: string; type: string }[]
}

/** The user must select an organization. Continue with `authenticateWithOrganizationSelection`. */
export interface OrganizationSelectionRequired {
  status: 'organization_selection_required'
  pendingAuthenticationToken: string
  user?: User
  organizations: OrganizationChoice[]
}

/** An organization that the user can sign in to. */
export interface OrganizationChoice {
  id: string
  name: string
}

/** The organization requires single sign-on. Continue with `getAuthorizationUrl` and one of these connections. */
export interface SsoRequired {
  status: 'sso_required'
  pendingAuthenticationToken?: string
  email?: string
  connectionIds: string[]
}

/** The organization allows only other methods. Offer one of them. */
export interface OrganizationAuthenticationMethodsRequired {
  status: 'organization_authentication_methods_required'
  pendingAuthenticationToken?: string
  email?: string
  ssoConnectionIds: string[]
  /** For example `{ googleOauth: true, password: false }`. */
  authMethods: Record<string, boolean>
}

/** This method is disabled. Offer another one. */
export interface OtherMethodRequired {
  status: 'authentication_method_not_allowed' | 'email_password_auth_disabled'
  pendingAuthenticationToken?: string
}

/** A step that only the API's hosted pages support. */
export interface HostedStepRequired {
  status: 'passkey_progressive_enrollment' | 'application_consent_required'
  pendingAuthenticationToken?: string
}

/**
 * The fraud check requires an additional code. For an emailed code, which has already been sent, continue with
 * `authenticateWithRadarEmailChallenge`. For a code by SMS, ask for a phone number and continue with `sendRadarSmsChallenge`
 * and `authenticateWithRadarSmsChallenge`.
 */
export interface RadarChallengeRequired {
  status:
    | 'radar_challenge'
    | 'radar_sign_up_challenge'
    | 'radar_email_challenge'
    | 'radar_sms_challenge'
    | 'radar_sms_sign_in_challenge'
  pendingAuthenticationToken?: string
  /** Set for `radar_email_challenge`. */
  radarChallengeId?: string
  /** The email address that the code was sent to. */
  email?: string
  user?: User
  userId?: string
}
