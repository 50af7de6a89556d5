/** What a user has shown so far, on the way to a session. Travels inside pending tokens and codes. */
export interface Proof {
  /** Empty where `signUpRefused`. */
  userId: string
  /** A provider has named a visitor who has no account, and accounts are not opened. */
  signUpRefused?: true
  /** `authentication_method` of the response, such as `Password` or `GoogleOAuth`. */
  authenticationMethod: string
  /** `auth_method` of the session, such as `password` or `oauth`. */
  sessionMethod: string
  /** The middle of the event name, `authentication.<here>_succeeded`; impersonation has no such event. */
  eventKind?: 'password' | 'magic_auth' | 'oauth' | 'sso' | 'email_verification' | 'mfa'
  secondFactor: boolean
  /** The organization that was chosen, or that the connection belongs to. */
  organizationId?: string
  invitationToken?: string
  /** The code that was exchanged, so that its session ends when the code is used again. */
  authorizationCodeHash?: string
  ipAddress?: string | null
  userAgent?: string | null
  /** What the browser and the device are known by to Radar. */
  deviceId?: string
  signalsId?: string
  /** The assessment that the sign-in goes by. */
  radarAttemptId?: string
  /** Nothing speaks against the sign-in, or its challenge was met. */
  radarPassed?: true
  /** The browser that the hosted pages remember, and since when. */
  browserHash?: string
  authenticatedAt?: number
  impersonator?: { email: string; reason: string | null }
  oauthTokens?: { provider: string; scopes: string[] }
  /** Who vouched for the user, and under which name it knows them. */
  connection?: { id: string; type: string; subject: string }
}
