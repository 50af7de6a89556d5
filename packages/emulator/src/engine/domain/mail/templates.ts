import { escapeHtml } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { MessageKind } from '../../context/mailer.ts'

const CODE_MAILS = {
  magic_auth: { subject: 'Your sign-in code', lead: 'Use this code to sign in' },
  email_verification: {
    subject: 'Verify your email address',
    lead: 'Use this code to verify your email address',
  },
  email_change: {
    subject: 'Confirm your new email address',
    lead: 'Use this code to confirm your new email address',
  },
} as const

/** Puts a code into the inbox. Nothing leaves the process. */
export function mailCode(
  context: EngineContext,
  kind: keyof typeof CODE_MAILS,
  to: string,
  code: string,
): Promise<void> {
  const { subject, lead } = CODE_MAILS[kind]
  const team = context.settings.team_name
  const text = `${lead} to ${team}:\n\n${code}\n\nIt works once, for 10 minutes. If you did not ask for it, ignore this mail.\n`
  const html = `<p>${lead} to ${escapeHtml(team)}:</p><p><strong>${code}</strong></p><p>It works once, for 10 minutes. If you did not ask for it, ignore this mail.</p>`
  return context.mailer.send({ to, subject: `${subject}: ${code}`, kind, code, text, html })
}

export function mailLink(
  context: EngineContext,
  kind: Extract<MessageKind, 'password_reset' | 'invitation'>,
  to: string,
  link: { url: string; token: string; subject: string; lead: string },
): Promise<void> {
  const text = `${link.lead}\n\n${link.url}\n\nIf this was not meant for you, ignore this mail.\n`
  const html = `<p>${escapeHtml(link.lead)}</p><p><a href="${escapeHtml(link.url)}">${escapeHtml(link.url)}</a></p>`
  return context.mailer.send({
    to,
    subject: link.subject,
    kind,
    url: link.url,
    token: link.token,
    text,
    html,
  })
}

/** Tells a user that something about the account changed; there is nothing to click. */
export function mailNotice(context: EngineContext, to: string, subject: string, text: string): Promise<void> {
  return context.mailer.send({ to, subject, kind: 'email_change', text, html: `<p>${escapeHtml(text)}</p>` })
}
