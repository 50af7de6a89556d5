/** Why a mail is sent. */
export type MessageKind =
  | 'magic_auth'
  | 'email_verification'
  | 'password_reset'
  | 'invitation'
  | 'email_change'

/** A mail on its way out. */
export interface OutgoingMessage {
  to: string
  subject: string
  kind: MessageKind
  /** The six digits, when the mail carries a code. */
  code?: string
  /** The token inside `url`, when the mail carries a link. */
  token?: string
  url?: string
  /** When the code or the link stops to work: ISO 8601, on the environment's clock. */
  expires_at?: string
  text: string
  html: string
}

/** Who sends mails: an inbox that keeps them, or one day a server that delivers them. */
export interface Mailer {
  send(message: OutgoingMessage): Promise<void>
}
