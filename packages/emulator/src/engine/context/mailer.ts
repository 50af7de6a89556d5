/** Why an email is sent. */
export type MessageKind =
  | 'magic_auth'
  | 'email_verification'
  | 'password_reset'
  | 'invitation'
  | 'email_change'
  | 'radar_challenge'
  /** A text message to a phone; `to` is its number. */
  | 'sms'

/** An outgoing email. */
export interface OutgoingMessage {
  to: string
  subject: string
  kind: MessageKind
  /** The six digits, when the email contains a code. */
  code?: string
  /** The token inside `url`, when the email contains a link. */
  token?: string
  url?: string
  /** When the code or the link stops to work: ISO 8601, on the environment's clock. */
  expires_at?: string
  text: string
  html: string
}

/** Sends emails: an inbox that keeps them, or one day a server that delivers them. */
export interface Mailer {
  send(message: OutgoingMessage): Promise<void>
}
