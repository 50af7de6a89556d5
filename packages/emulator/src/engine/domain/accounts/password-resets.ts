import { isoTime } from '../../base/clock.ts'
import { fail, failWithErrors, notFound } from '../../base/failure.ts'
import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { PasswordResetRow, UserRow } from '../../storage/tables.ts'
import { sendPasswordResetEmail } from '../email/send-emails.ts'
import { recordEvent } from '../events/record-event.ts'
import { endSessionsOf } from '../sessions/end-session.ts'
import { findUserByEmail } from '../users/find-user.ts'
import { hashPassword } from '../users/password-hash.ts'
import { passwordProblems } from '../users/password-policy.ts'
import { presentUser } from '../users/user-schema.ts'
import { forgetUnproven } from './prove-email.ts'
import { voidPasswordResets } from './update-user.ts'

const LIFETIME_MS = 15 * 60_000

/** Creates a reset link and emails it. Earlier links stop working. `?token=…` is appended to `page`. */
async function createPasswordReset(
  context: EngineContext,
  user: UserRow,
  page = context.settings.password_reset_url ?? `${context.config.baseUrl}/hosted/${context.clientId}/reset`,
): Promise<PasswordResetRow> {
  if (!context.settings.password_enabled) {
    throw fail(403, 'email_password_auth_disabled', 'Email and password authentication is disabled.')
  }
  const token = opaqueToken(context.random)
  const url = new URL(page)
  url.searchParams.set('token', token)
  await voidPasswordResets(context, user.id)
  const now = context.clock.now()
  const row = await context.db
    .insertInto('password_resets')
    .values({
      id: context.ids.next('password_reset'),
      user_id: user.id,
      email: user.email,
      token_hash: fingerprint(token),
      token_sealed: context.vault.seal(token),
      url: page,
      expires_at: now + LIFETIME_MS,
      used_at: null,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await sendPasswordResetEmail(context, user, { token, url: url.href, expiresAt: row.expires_at })
  await recordEvent(context, 'password_reset.created', presentPasswordResetEvent(row))
  return row
}

/** Emails a link to the user with this email address, within the rate limits. Undefined if there is no such user. */
export async function requestPasswordReset(
  context: EngineContext,
  email: string,
  page?: string,
): Promise<PasswordResetRow | undefined> {
  await context.limiter.count('password_reset', email)
  await context.limiter.count('email', email)
  const user = await findUserByEmail(context, email)
  return user === undefined ? undefined : createPasswordReset(context, user, page)
}

/** The reset, or 404 `entity_not_found`. */
export async function getPasswordReset(context: EngineContext, id: string): Promise<PasswordResetRow> {
  const row = await context.db
    .selectFrom('password_resets')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('Password Reset', id)
  return row
}

/**
 * Sets the password with a reset token, verifies the email address and ends all sessions. Fails with 404
 * `password_reset_token_not_found` (unknown, used or expired) or 400 `password_reset_error`.
 */
export async function resetPassword(
  context: EngineContext,
  token: string,
  password: string,
): Promise<UserRow> {
  const now = context.clock.now()
  const reset = await context.db
    .selectFrom('password_resets')
    .selectAll()
    .where('token_hash', '=', fingerprint(token))
    .executeTakeFirst()
  if (reset === undefined || reset.used_at !== null || reset.expires_at <= now) throw tokenNotFound()
  const problems = passwordProblems(context, password)
  if (problems.length > 0) {
    throw failWithErrors(
      400,
      'password_reset_error',
      'The new password does not meet the requirements.',
      problems,
    )
  }
  const password_hash = await hashPassword(password, context.config.cost, context.random)
  const user = await context.db.transaction().execute(async (trx) => {
    const claimed = await trx
      .updateTable('password_resets')
      .set({ used_at: now })
      .where('id', '=', reset.id)
      .where('used_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (claimed === undefined) throw tokenNotFound()
    const { email_verified } = await trx
      .selectFrom('users')
      .select('email_verified')
      .where('id', '=', reset.user_id)
      .executeTakeFirstOrThrow()
    // The emailed link verifies the email address, and shows that earlier factors and identities may not belong to its owner.
    if (email_verified === 0) await forgetUnproven(context, trx, reset.user_id)
    return trx
      .updateTable('users')
      .set({ password_hash, email_verified: 1, updated_at: now })
      .where('id', '=', reset.user_id)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  await endSessionsOf(context, user.id)
  await recordEvent(context, 'password_reset.succeeded', presentPasswordResetEvent(reset))
  await recordEvent(context, 'user.updated', presentUser(user))
  return user
}

function tokenNotFound() {
  return fail(404, 'password_reset_token_not_found', 'The password reset token is unknown, used or expired.')
}

/** The reset in events: without the token and the link. */
export function presentPasswordResetEvent(row: PasswordResetRow) {
  return {
    object: 'password_reset',
    id: row.id,
    user_id: row.user_id,
    email: row.email,
    expires_at: isoTime(row.expires_at),
    created_at: isoTime(row.created_at),
  }
}

export function presentPasswordReset(context: EngineContext, row: PasswordResetRow) {
  const token = context.vault.open(row.token_sealed)
  const url = new URL(row.url)
  url.searchParams.set('token', token)
  return { ...presentPasswordResetEvent(row), password_reset_token: token, password_reset_url: url.href }
}
