import type { Impersonator } from './sessions.ts'
import type { User } from './users.ts'

/**
 * The result of a step of a sign-in. Only `complete` is a session; every other member names the next step.
 *
 * Secrets in an outcome (`tokens.*`, `oauthTokens.*`, `pendingAuthenticationToken`) read as usual but show as
 * `[redacted]` in `console.log`, inspection and JSON: pick the fields you mean to store.
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
  /** The organization the session is for, if it is for one. */
  organizationId?: string
  tokens: Tokens
  /** The first method used, such as `Password` or `GoogleOAuth`. New values are kept as they come. */
  authenticationMethod?: string
  /** Who signed in as the user, if it was not the user. */
  impersonator?: Impersonator
  /** The provider's own tokens, when the connection is set to return them. */
  oauthTokens?: OAuthTokens
  /** For signing in to another one of your applications. Secret. */
  authkitAuthorizationCode?: string
}

/** What a session lives on. Both read as usual, but do not show in logs or JSON. */
export interface Tokens {
  /** A JWT, minutes long. Secret. */
  accessToken: string
  /** Works once, and gives a new pair. Secret. */
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

/** A code is on its way to `email`: go on with `authenticateWithEmailVerificationCode`. */
export interface EmailVerificationRequired {
  status: 'email_verification_required'
  pendingAuthenticationToken: string
  email: string
  /** Reads the code with `getEmailVerification`, to send it yourself. */
  emailVerificationId?: string
}

/** The user needs a second factor first: `enrollAuthFactor`, then `authenticateWithTotp`. */
export interface MfaEnrollmentRequired {
  status: 'mfa_enrollment'
  pendingAuthenticationToken: string
  user?: User
}

/** Ask for a second factor: `challengeAuthFactor` with one of these, then `authenticateWithTotp`. */
export interface MfaChallengeRequired {
  status: 'mfa_challenge'
  pendingAuthenticationToken: string
  user?: User
  authenticationFactors: { id: string; type: string }[]
}

/** Ask which organization: go on with `authenticateWithOrganizationSelection`. */
export interface OrganizationSelectionRequired {
  status: 'organization_selection_required'
  pendingAuthenticationToken: string
  user?: User
  organizations: OrganizationChoice[]
}

/** An organization one may sign in to. */
export interface OrganizationChoice {
  id: string
  name: string
}

/** The organization insists on single sign-on: go to `getAuthorizationUrl` with one of the connections. */
export interface SsoRequired {
  status: 'sso_required'
  pendingAuthenticationToken?: string
  email?: string
  connectionIds: string[]
}

/** The organization allows other methods only: offer one of them. */
export interface OrganizationAuthenticationMethodsRequired {
  status: 'organization_authentication_methods_required'
  pendingAuthenticationToken?: string
  email?: string
  ssoConnectionIds: string[]
  /** Such as `{ googleOauth: true, password: false }`. */
  authMethods: Record<string, boolean>
}

/** This method is switched off here: offer another. */
export interface OtherMethodRequired {
  status: 'authentication_method_not_allowed' | 'email_password_auth_disabled'
  pendingAuthenticationToken?: string
}

/** A step that only the hosted pages of WorkOS can do. */
export interface HostedStepRequired {
  status: 'passkey_progressive_enrollment' | 'application_consent_required'
  pendingAuthenticationToken?: string
}

/**
 * The fraud check wants a further code. One by email is on its way: go on with `authenticateWithRadarEmailChallenge`. For
 * one by SMS ask for a phone number, and go on with `sendRadarSmsChallenge` and `authenticateWithRadarSmsChallenge`.
 */
export interface RadarChallengeRequired {
  status:
    | 'radar_challenge'
    | 'radar_sign_up_challenge'
    | 'radar_email_challenge'
    | 'radar_sms_challenge'
    | 'radar_sms_sign_in_challenge'
  pendingAuthenticationToken?: string
  /** After `radar_email_challenge`. */
  radarChallengeId?: string
  /** Where the code by email went. */
  email?: string
  user?: User
  userId?: string
}
