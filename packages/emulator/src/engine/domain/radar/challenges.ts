import { isoTime } from '../../base/clock.ts'
import { html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { OneTimeCodeRow, UserRow } from '../../storage/tables.ts'
import { createCode } from '../codes/one-time-codes.ts'
import { sendCodeEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'

/** Emails a code that the user must enter to continue a challenged sign-in. */
export async function createRadarChallenge(context: EngineContext, user: UserRow): Promise<OneTimeCodeRow> {
  await context.limiter.count('email', user.email)
  const { row, code } = await createCode(context, 'radar_challenge', user.id, user.email)
  await sendCodeEmail(context, 'radar_challenge', user, { code, expiresAt: row.expires_at })
  await recordEvent(context, 'radar.challenge_created', presentRadarChallenge(row))
  return row
}

/** Sends the code to a phone instead. */
export async function createRadarSmsChallenge(
  context: EngineContext,
  user: UserRow,
  phoneNumber: string,
): Promise<OneTimeCodeRow> {
  await context.limiter.count('email', user.email)
  const { row, code } = await createCode(context, 'radar_sms', user.id, phoneNumber)
  const text = `Your verification code is ${code}`
  await context.mailer.send({
    to: phoneNumber,
    subject: text,
    kind: 'sms',
    code,
    expires_at: isoTime(row.expires_at),
    text,
    html: String(html`<p>${text}</p>`),
  })
  return row
}

/** The challenge in events: without the code. */
export function presentRadarChallenge(row: OneTimeCodeRow) {
  return {
    object: 'radar_challenge',
    id: row.id,
    type: 'email',
    user_id: row.user_id,
    email: row.email,
    expires_at: isoTime(row.expires_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
