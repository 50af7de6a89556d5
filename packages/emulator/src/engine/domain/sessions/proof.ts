/** What a user has proven so far in a sign-in. Stored with pending tokens and codes. */
export interface Proof {
  /** Empty if `signUpRefused` is set. */
  userId: string
  /** A provider has authenticated a visitor without an account, and sign-up is disabled. */
  signUpRefused?: true
  /** `authentication_method` of the response, such as `Password` or `GoogleOAuth`. */
  authenticationMethod: string
  /** `auth_method` of the session, such as `password` or `oauth`. */
  sessionMethod: string
  /** The middle of the event name, `authentication.<here>_succeeded`. Impersonation has no such event. */
  eventKind?: 'password' | 'magic_auth' | 'oauth' | 'sso' | 'email_verification' | 'mfa'
  secondFactor: boolean
  /** The organization that was chosen, or that the connection belongs to. */
  organizationId?: string
  invitationToken?: string
  /** The code that was exchanged, so that its session ends if the code is used again. */
  authorizationCodeHash?: string
  ipAddress?: string | null
  userAgent?: string | null
  /** The ids by which Radar recognizes the browser and the device. */
  deviceId?: string
  signalsId?: string
  /** The assessment that applies to the sign-in. */
  radarAttemptId?: string
  /** Radar allows the sign-in, or its challenge was completed. */
  radarPassed?: true
  /** The browser that the hosted pages remember, and since when. */
  browserHash?: string
  authenticatedAt?: number
  impersonator?: { email: string; reason: string | null }
  oauthTokens?: { provider: string; scopes: string[] }
  /** The connection that authenticated the user, and its subject for them. */
  connection?: { id: string; type: string; subject: string }
}
