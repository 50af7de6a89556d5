import type { Message } from './inbox.ts'

/** Delivers emails to real mailboxes, in addition to the inbox. */
export interface EmailDelivery {
  /** Rejects if the SMTP server refuses the email or cannot be reached. */
  deliver(message: Message, senderName: string): Promise<void>
  close(): void
}

/** The SMTP server that delivers emails in addition to the inbox. */
export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://…:465`. */
  url: string
  /** The sender's address. */
  from: string
}

/** Delivers through an SMTP server, with the package `nodemailer`. Rejects if the package is not installed. */
export async function smtpDelivery({ url, from }: SmtpOptions): Promise<EmailDelivery> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url, pool: true, maxConnections: 2, connectionTimeout: 10_000 })
  let hasWarned = false
  return {
    async deliver({ id, to, subject, text, html }, senderName) {
      try {
        await transport.sendMail({
          from: { name: senderName, address: from },
          // Passed as an address object, so that a comma cannot create a second recipient.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${from.split('@').at(-1)}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        hasWarned = false
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown'
        if (!hasWarned) {
          process.stderr.write(
            `latchkey-emulator: --smtp: emails could not be delivered (${reason}). Emails stay in the inbox.\n`,
          )
        }
        hasWarned = true
        throw error
      }
    },
    close: () => transport.close(),
  }
}
