import type { PasswordRules } from './password-rules.ts'
import type { SignUpField, SignUpNames } from './sign-up-field.ts'

/** The kinds of flows. Each starts on its own page and shares its later steps with the others. */
export type FlowKind = 'sign-in' | 'sign-up' | 'reset-password' | 'invitation'

/**
 * A sign-in method that the app offers on the first step. Providers are listed separately, as {@link OAuthProvider}. `passkey`
 * opens the API's hosted page, which returns the user signed in.
 */
export type SignInMethod = 'password' | 'code' | 'sso' | 'passkey'

/** The name of an OAuth provider in the authorize URL, such as `GoogleOAuth`; `authkit` is the API's own hosted page. */
export type OAuthProvider =
  | 'authkit'
  | 'AppleOAuth'
  | 'GitHubOAuth'
  | 'GoogleOAuth'
  | 'MicrosoftOAuth'
  | `${string}OAuth`

/** An organization that a user can choose at sign-in. */
export interface OrganizationChoice {
  id: string
  name: string
}

/** A second factor, by id. */
export interface FactorChoice {
  id: string
  type: 'totp' | (string & {})
}

/** The first step of sign-in and sign-up: an email address, and the ways to continue. */
export interface StartStep extends SignInOffer {
  name: 'start'
}

/** Asks for the password of an email address that is already known. */
export interface PasswordStep {
  name: 'password'
  email: string
  /** The methods that the app offers, such as an emailed code instead of the password. */
  methods: readonly SignInMethod[]
}

/** Asks for the one-time code that was emailed for signing in. */
export interface CodeStep {
  name: 'code'
  email: string
}

/** Asks for the code that verifies the email address, once, before the first session. */
export interface VerifyEmailStep {
  name: 'verify-email'
  email: string
}

/** Asks for a code from the authenticator app. */
export interface MfaChallengeStep {
  name: 'mfa-challenge'
  factors: readonly FactorChoice[]
}

/** Asks for an additional code that the API's fraud check requires. */
export interface ChallengeStep {
  name: 'challenge'
  /** Where the code was sent: an email address or a phone number. */
  sentTo: string
}

/** Asks for the phone number to which the fraud check sends a code by SMS. */
export interface PhoneStep {
  name: 'phone'
}

/** Sets up an authenticator app, which is required before the session starts. */
export interface MfaEnrollStep {
  name: 'mfa-enroll'
  /** A `data:image/png` URL. Absent if it was too large to keep between two page loads. */
  qrCode?: string
  /** Base32, for typing it in by hand. */
  secret: string
  /** The `otpauth://` URL that the QR code contains. */
  uri: string
}

/** Asks which organization to sign in to. */
export interface SelectOrganizationStep {
  name: 'select-organization'
  organizations: readonly OrganizationChoice[]
}

/** The email address belongs to an organization that requires SSO. */
export interface SsoRequiredStep {
  name: 'sso-required'
  email: string
  connections: readonly { id: string }[]
  /**
   * The step was inferred from the domain of the email address, before anything was verified. The action `identify` leads to
   * the other methods.
   */
  isInferred?: boolean
}

/** The organization allows only some sign-in methods. */
export interface MethodRequiredStep {
  name: 'method-required'
  email: string
  /** The API may name methods that this version does not know. */
  methods: readonly (SignInMethod | (string & {}))[]
  providers: readonly (OAuthProvider | (string & {}))[]
  connections: readonly { id: string }[]
}

/** Asks for an email address to reset the password of. */
export interface ForgotStep {
  name: 'forgot'
}

/** Shown after every password reset request, whether or not the email address has an account. */
export interface ForgotSentStep {
  name: 'forgot-sent'
  email: string
}

/** Asks for a new password, using the token from the link in the email. */
export interface ResetStep {
  name: 'reset'
  passwordRules?: PasswordRules
}

/** Shows an invitation, opened from its link. */
export interface InvitationStep {
  name: 'invitation'
  email: string
  state: 'pending' | 'accepted' | 'expired' | 'revoked' | 'not-found'
  organizationName?: string
  /** Whether the signed-in user is the one invited, so that only `accept-invitation` is left to do. */
  mayAccept?: boolean
  /** The signed-in user's email address, if the invitation is for another one. */
  signedInAs?: string
  /** Which names to ask for, if the user creates an account with the invitation. */
  signUpNames?: SignUpNames
  /** The app's own inputs, for a user who creates an account with the invitation. */
  signUpFields?: readonly SignUpField[]
  passwordRules?: PasswordRules
}

/** The user is signed in, or the flow is done. */
export interface CompleteStep {
  name: 'complete'
  /** A path of this app, or an allowed URL. */
  returnTo: string
}

/**
 * The API requires a step that these pages cannot show: a passkey, a consent, or a step that this version does not know. The
 * API's hosted page can show it, under the provider name `authkit`. This step never counts as signed in.
 */
export interface UnknownStep {
  name: 'unknown'
  /** The API's own code for the step. */
  code: string
  /** Passed to the hosted page. */
  email?: string
}

/** Every step a flow can show. A `switch` over `name` is exhaustive by type. */
export type Step =
  | StartStep
  | PasswordStep
  | CodeStep
  | VerifyEmailStep
  | MfaChallengeStep
  | ChallengeStep
  | PhoneStep
  | MfaEnrollStep
  | SelectOrganizationStep
  | SsoRequiredStep
  | MethodRequiredStep
  | ForgotStep
  | ForgotSentStep
  | ResetStep
  | InvitationStep
  | CompleteStep
  | UnknownStep

/** The name of a step. */
export type StepName = Step['name']

/** The first step of each flow, before the server has responded. */
export function firstStep(kind: FlowKind, offer: SignInOffer = DEFAULT_OFFER): Step {
  const { signUpNames, signUpFields, passwordRules, ...rest } = offer
  switch (kind) {
    case 'sign-in':
      return { ...rest, name: 'start' }
    case 'sign-up':
      return { ...offer, name: 'start' }
    case 'reset-password':
      return { name: 'forgot' }
    case 'invitation':
      return { name: 'invitation', email: '', state: 'not-found' }
  }
}

/** The sign-in methods and settings of the first step. */
export interface SignInOffer {
  methods: readonly SignInMethod[]
  providers: readonly OAuthProvider[]
  /** Whether visitors can sign up. */
  signUp: boolean
  /** Which names the sign-up form asks for. */
  signUpNames?: SignUpNames
  /** The app's own inputs on the sign-up form. */
  signUpFields?: readonly SignUpField[]
  /** The requirements for a new password, to be shown in advance. */
  passwordRules?: PasswordRules
}

/** The default if an app configures nothing: password and emailed code. */
export const DEFAULT_OFFER: SignInOffer = { methods: ['password', 'code'], providers: [], signUp: true }
