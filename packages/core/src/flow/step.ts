import type { PasswordRules } from './password-rules.ts'
import type { SignUpField } from './sign-up-field.ts'

/** The kinds of flows. Each starts on its own page and shares the last steps with the others. */
export type FlowKind = 'sign-in' | 'sign-up' | 'reset-password' | 'invitation'

/**
 * A way to sign in that the app offers on the first step. Providers are apart, as {@link OAuthProvider}. `passkey` leads to
 * the API's own hosted page, which comes back signed in.
 */
export type SignInMethod = 'password' | 'code' | 'sso' | 'passkey'

/** An OAuth provider as the authorize URL names it, such as `GoogleOAuth`; `authkit` is the API's own hosted page. */
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

/** First step of sign-in and sign-up: an address, and a way to go on. */
export interface StartStep extends SignInOffer {
  name: 'start'
}

/** A password for an address that is already known. */
export interface PasswordStep {
  name: 'password'
  email: string
  /** What the app offers, such as an emailed code in place of the password. */
  methods: readonly SignInMethod[]
}

/** The one-time code that was emailed for signing in. */
export interface CodeStep {
  name: 'code'
  email: string
}

/** The code that proves the address; asked once, before the first session. */
export interface VerifyEmailStep {
  name: 'verify-email'
  email: string
}

/** A code from the authenticator app. */
export interface MfaChallengeStep {
  name: 'mfa-challenge'
  factors: readonly FactorChoice[]
}

/** A further code that the API's fraud check asks for. */
export interface ChallengeStep {
  name: 'challenge'
  /** Where the code went: an email address or a phone number. */
  sentTo: string
}

/** The fraud check sends a code by SMS, and needs to know where. */
export interface PhoneStep {
  name: 'phone'
}

/** Setting up an authenticator app, required before the session starts. */
export interface MfaEnrollStep {
  name: 'mfa-enroll'
  /** A `data:image/png` URL; absent when it was too large to keep between two page loads. */
  qrCode?: string
  /** Base32, for typing in by hand. */
  secret: string
  /** The `otpauth://` URL that the QR code holds. */
  uri: string
}

/** Which organization to sign in to. */
export interface SelectOrganizationStep {
  name: 'select-organization'
  organizations: readonly OrganizationChoice[]
}

/** The address belongs to an organization that signs in by SSO. */
export interface SsoRequiredStep {
  name: 'sso-required'
  email: string
  connections: readonly { id: string }[]
  /** The domain of the email address led here, before anything was proven. The action `identify` leads to the other methods. */
  isInferred?: boolean
}

/** The organization allows only some ways to sign in. */
export interface MethodRequiredStep {
  name: 'method-required'
  email: string
  /** The API may name ways that this version does not know. */
  methods: readonly (SignInMethod | (string & {}))[]
  providers: readonly (OAuthProvider | (string & {}))[]
  connections: readonly { id: string }[]
}

/** Asking for a password reset. */
export interface ForgotStep {
  name: 'forgot'
}

/** The step after every request for a reset, whether or not the email address has an account. */
export interface ForgotSentStep {
  name: 'forgot-sent'
  email: string
}

/** Choosing a new password with the token of the link in the email. */
export interface ResetStep {
  name: 'reset'
  passwordRules?: PasswordRules
}

/** An invitation as its link shows it. */
export interface InvitationStep {
  name: 'invitation'
  email: string
  state: 'pending' | 'accepted' | 'expired' | 'revoked' | 'not-found'
  organizationName?: string
  /** The user who is signed in here is the one invited: nothing is left to do but `accept-invitation`. */
  mayAccept?: boolean
  /** The email address of the user who is signed in here, when the invitation is for another one. */
  signedInAs?: string
  /** For a user who makes an account with it. */
  signUpFields?: readonly SignUpField[]
  passwordRules?: PasswordRules
}

/** Signed in, or done. */
export interface CompleteStep {
  name: 'complete'
  /** A path of this app, or an allow-listed URL. */
  returnTo: string
}

/**
 * The API asks for a step that these pages cannot show: a passkey, a consent, or one that this version does not know. Its
 * own hosted page can: lead there by the provider `authkit`. It never counts as signed in.
 */
export interface UnknownStep {
  name: 'unknown'
  /** The API's own code for the step. */
  code: string
  /** Goes along to the hosted page. */
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

/** The first step of each flow, before the server has been asked. */
export function firstStep(kind: FlowKind, offer: SignInOffer = DEFAULT_OFFER): Step {
  const { signUpFields, passwordRules, ...rest } = offer
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

/** What the first step offers. */
export interface SignInOffer {
  methods: readonly SignInMethod[]
  providers: readonly OAuthProvider[]
  /** Whether visitors may sign up. */
  signUp: boolean
  /** Further inputs of the sign-up form. */
  signUpFields?: readonly SignUpField[]
  /** What a new password has to have, to be said beforehand. */
  passwordRules?: PasswordRules
}

/** Offered when an app configures nothing: password and emailed code. */
export const DEFAULT_OFFER: SignInOffer = { methods: ['password', 'code'], providers: [], signUp: true }
