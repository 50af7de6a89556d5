/** The reason for an email. */
export type MessageKind =
  | 'magic_auth'
  | 'email_verification'
  | 'password_reset'
  | 'invitation'
  | 'email_change'
  | 'radar_challenge'
  /** A text message. `to` is the phone number. */
  | 'sms'

/** An outgoing email. */
export interface OutgoingMessage {
  to: string
  subject: string
  kind: MessageKind
  /** The six digits, if the email contains a code. */
  code?: string
  /** The token in `url`, if the email contains a link. */
  token?: string
  url?: string
  /** When the code or link expires: ISO 8601, on the environment's clock. */
  expires_at?: string
  text: string
  html: string
}

/** Sends emails, for example to an inbox that stores them. */
export interface Mailer {
  send(message: OutgoingMessage): Promise<void>
}
