import { currentCause } from '../../base/cause.ts'
import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { MessageKind } from '../../context/mailer.ts'
import { brandOf } from '../../services/brand.ts'
import { type EmailTexts, fill, LANGUAGES, type Language, type Letter, languageOf } from './email-texts.ts'
import { type EmailContent, renderEmail } from './render-email.ts'

/** The recipient of an email. */
export interface Addressee {
  email: string
  /** The user's language, if known. Default: the language of the requesting browser. */
  locale?: string | null | undefined
}

/** Emails a code. */
export function sendCodeEmail(
  context: EngineContext,
  kind: 'magic_auth' | 'email_verification' | 'email_change' | 'radar_challenge',
  to: Addressee,
  { code, expiresAt }: { code: string; expiresAt: number },
): Promise<void> {
  const language = languageFor(to)
  const texts = LANGUAGES[language]
  const host = appHost(context)
  return send(context, to.email, kind, language, texts[kind], {
    values: { code, email: to.email },
    expiresAt,
    code,
    content: { code, note: `${texts.ignore} ${texts.never_share}`, ...(host !== undefined && { host }) },
  })
}

/** Emails the link to the page where the user chooses a new password. */
export function sendPasswordResetEmail(
  context: EngineContext,
  to: Addressee,
  link: { url: string; token: string; expiresAt: number },
): Promise<void> {
  const language = languageFor(to)
  const texts = LANGUAGES[language]
  return send(context, to.email, 'password_reset', language, texts.password_reset, {
    values: { email: to.email },
    ...link,
    content: { button: { label: texts.password_reset.action, url: link.url }, note: texts.ignore },
  })
}

/** Emails the link of an invitation. */
export function sendInvitationEmail(
  context: EngineContext,
  to: Addressee,
  invitation: {
    url: string
    token: string
    expiresAt: number
    place: string
    inviter: string | undefined
    role: string | null
  },
): Promise<void> {
  const { inviter, place, role, ...link } = invitation
  const language = languageFor(to)
  const texts = LANGUAGES[language]
  const letter = inviter === undefined ? { ...texts.invitation, ...texts.invited } : texts.invitation
  return send(context, to.email, 'invitation', language, letter, {
    values: { place, inviter: inviter ?? '' },
    facts: role === null ? [] : [[texts.role, role]],
    ...link,
    content: { button: { label: texts.invitation.action, url: link.url }, note: texts.ignore },
  })
}

/** Notifies a user of a change to the account, without a link. */
export function sendNoticeEmail(
  context: EngineContext,
  to: Addressee,
  notice: 'email_changing' | 'email_changed' | 'account_exists',
  values: Record<string, string> = {},
): Promise<void> {
  const language = languageFor(to)
  return send(context, to.email, 'email_change', language, LANGUAGES[language][notice], {
    values,
    content: {},
  })
}

interface Details {
  values: Record<string, string>
  facts?: EmailContent['facts']
  code?: string
  url?: string
  token?: string
  expiresAt?: number
  content: Partial<EmailContent>
}

function send(
  context: EngineContext,
  to: string,
  kind: MessageKind,
  language: Language,
  letter: Letter,
  { values, facts = [], code, url, token, expiresAt, content }: Details,
): Promise<void> {
  const brand = brandOf(context.settings)
  const now = context.clock.now()
  const minutes = expiresAt === undefined ? 0 : Math.round((expiresAt - now) / 60_000)
  const filled = (text: string) => fill(text, { ...values, brand: brand.name, minutes })
  const whole = {
    brand,
    language,
    title: filled(letter.title),
    lead: filled(letter.lead),
    facts: [...facts, ...factsOf(LANGUAGES[language], language, now, expiresAt)],
    ...content,
  }
  return context.mailer.send({
    to,
    subject: filled(letter.subject).replace(/[\r\n]+/g, ' '),
    kind,
    ...(code !== undefined && { code }),
    ...(url !== undefined && { url }),
    ...(token !== undefined && { token }),
    ...(expiresAt !== undefined && { expires_at: isoTime(expiresAt) }),
    ...renderEmail(whole),
  })
}

/** Who requested the email, when, and when it expires. */
function factsOf(
  texts: EmailTexts,
  language: Language,
  now: number,
  expiresAt: number | undefined,
): EmailContent['facts'] {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  const device = currentCause()?.device
  return [
    ...(device === undefined ? [] : [[texts.requested_from, device] as const]),
    [texts.time, `${format.format(now)} UTC`],
    ...(expiresAt === undefined ? [] : [[texts.expires, `${format.format(expiresAt)} UTC`] as const]),
  ]
}

function languageFor({ locale }: Addressee): Language {
  return languageOf(locale ?? currentCause()?.locale)
}

/** The host of the app, if its pages are known. */
function appHost({ settings }: EngineContext): string | undefined {
  const page = settings.password_reset_url ?? settings.invitation_url ?? ''
  return URL.canParse(page) ? new URL(page).hostname : undefined
}
