/** A mail that the app sends itself, because it has switched the service's own mails off. Holds secrets. */
export type OutgoingEmail =
  | { kind: 'sign-in-code'; to: string; code: string; expiresAt: string }
  | { kind: 'password-reset'; to: string; url: string; expiresAt: string }

/** Delivers a mail. What it throws fails the request. */
export type SendEmail = (email: OutgoingEmail) => Promise<void>
