import type { Message } from './inbox.ts'

/** Delivers emails to real mailboxes, besides keeping them in the inbox. */
export interface EmailDelivery {
  /** Rejects when the SMTP server refuses the email or cannot be reached. */
  deliver(message: Message, senderName: string): Promise<void>
  close(): void
}

/** An SMTP server that emails are delivered through, besides staying in the inbox. */
export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://…:465`. */
  url: string
  /** Address that emails come from. */
  from: string
}

/** Through an SMTP server, by the package `nodemailer`. Rejects when it is not installed. */
export async function smtpDelivery({ url, from }: SmtpOptions): Promise<EmailDelivery> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url, pool: true, maxConnections: 2, connectionTimeout: 10_000 })
  let hasWarned = false
  return {
    async deliver({ id, to, subject, text, html }, senderName) {
      try {
        await transport.sendMail({
          from: { name: senderName, address: from },
          // As an address, so that no comma in it makes two.
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
            `latchkey-emulator: --smtp: no mail gets through (${reason}). Emails stay in the inbox.\n`,
          )
        }
        hasWarned = true
        throw error
      }
    },
    close: () => transport.close(),
  }
}
