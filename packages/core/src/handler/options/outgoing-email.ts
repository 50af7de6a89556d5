/** An email that the app sends itself, because the emails of the API are turned off. Contains secrets. */
export type OutgoingEmail =
  | { kind: 'sign-in-code'; to: string; code: string; expiresAt: string }
  | { kind: 'password-reset'; to: string; url: string; expiresAt: string }
  /** A user tried to change their email address to this one, which has an account. There is nothing to do about it. */
  | { kind: 'email-in-use'; to: string }

/**
 * Delivers an email. Not awaited, so that its time reveals nothing about an address; what it throws becomes the event
 * `failed` with the code `email_not_sent`.
 */
export type SendEmail = (email: OutgoingEmail) => Promise<void>
