/** An email that the app sends itself, because the API's emails are disabled. Contains secrets. */
export type OutgoingEmail =
  | { kind: 'sign-in-code'; to: string; code: string; expiresAt: string }
  | { kind: 'password-reset'; to: string; url: string; expiresAt: string }
  /** Someone tried to change their email address to this one, which has an account. The recipient need not do anything. */
  | { kind: 'email-in-use'; to: string }

/**
 * Delivers an email. The handler does not await it, so that its duration reveals nothing about an email address. If it fails,
 * `onEvent` receives `failed` with the code `email_not_sent`.
 */
export type SendEmail = (email: OutgoingEmail) => Promise<void>
