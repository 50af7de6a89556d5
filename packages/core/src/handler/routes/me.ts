import type { EmailChangePayload, ProfilePayload } from '../../account/account-payload.ts'
import { ApiError } from '../../errors/index.ts'
import type { SignedIn } from '../../session/auth.ts'
import { sessionIdOf } from '../../session/unverified-claims.ts'
import { endOtherSessions } from '../account/end-other-sessions.ts'
import { keepingManagers } from '../account/manage-members.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { readName, requireCode, requireEmail, requireText } from '../flow/input.ts'
import { isSameEmailAddress } from '../identity/email-address.ts'
import { readPassword, withTypedPassword } from '../identity/password.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireFresh, requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteRequest } from '../route/route.ts'
import { endSession } from '../session/end-session.ts'

type ApiUser = Awaited<ReturnType<HandlerContext['client']['getUser']>>

/** `GET /me`: the current profile, from the API. */
export const getProfile: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const user = await whileThere(auth, request, context, () =>
    context.client.getUser({ userId: auth.user.id }),
  )
  return stored(user, auth, request, context)
}

/** `PATCH /me`: changes the user's names. A missing field stays unchanged, and an empty one is cleared. */
export const updateProfile: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { firstName, lastName } = request.fields
  const change = { firstName: readName('firstName', firstName), lastName: readName('lastName', lastName) }
  const user = await whileThere(auth, request, context, () =>
    context.client.updateUser({ userId: auth.user.id, ...change }),
  )
  return stored(user, auth, request, context)
}

/** A deleted user is signed out. Otherwise, the access token would keep the session alive for some minutes. */
async function whileThere<T>(
  { user, sessionId }: SignedIn,
  request: RouteRequest,
  context: HandlerContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.code !== 'entity_not_found') throw cause
    const { cookies: cleared } = await endSession(request, context)
    context.emit({ type: 'signed_out', userId: user.id, sessionId, reason: 'revoked' })
    throw new RouteError({ status: 401, error: { code: 'reauthentication_required' } }, cleared)
  }
}

/** Updates the session with the user's current data. */
async function stored(
  user: ApiUser,
  auth: SignedIn,
  { cookies }: RouteRequest,
  { sessions, userChanged, readSessionUser }: HandlerContext,
) {
  const body: ProfilePayload = { user: readSessionUser(user) }
  userChanged(body.user)
  const isUnchanged = JSON.stringify(auth.user) === JSON.stringify(body.user)
  return { body, cookies: isUnchanged ? [] : await sessions.update(cookies, body) }
}

/**
 * `POST /me/delete` and `DELETE /me`: deletes the account, if the app allows that. Requires a fresh sign-in. The user
 * must type the email address, so that a single click is not enough. Refused while the user is the last manager of an
 * organization that has other active members.
 */
export const deleteAccount: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  requireFresh(auth, context)
  const { mayDeleteAccount } = context
  if (mayDeleteAccount === undefined) throw new RouteError('forbidden')
  if (!isSameEmailAddress(requireText(request.fields.email, 'email_required'), auth.user.email))
    throw new RouteError(flowFailure('confirmation_mismatch', { field: 'email' }))
  await keepingManagers(auth, context, async () => {
    // Called last, because the app can clean up here what depends on the account.
    if ((await mayDeleteAccount(auth)) !== true) throw new RouteError('forbidden')
    await context.client.deleteUser({ userId: auth.user.id })
  })
  const { cookies } = await endSession(request, context)
  context.emit({ type: 'signed_out', userId: auth.user.id, sessionId: auth.sessionId, reason: 'revoked' })
  const redirectTo = context.signedOutReturnTo(request.fields.returnTo)
  return { body: { redirectTo }, redirectTo, cookies }
}

/** `POST /me/password`: sets a new password for a user who knows the old one. Ends the other sessions. */
export const changePassword: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { client } = context
  const { currentPassword, newPassword } = request.fields
  if (!currentPassword) throw new RouteError(flowFailure('password_required', { field: 'currentPassword' }))
  if (!newPassword) throw new RouteError(flowFailure('password_required', { field: 'newPassword' }))
  // The session of this browser may have an address that the user changed in another one, and that now belongs to someone else.
  const { email } = await whileThere(auth, request, context, () => client.getUser({ userId: auth.user.id }))
  await context.attempts.guess('current-password', auth.user.id, () =>
    checkPassword(email, currentPassword, context, request),
  )
  try {
    await client.updateUser({ userId: auth.user.id, password: readPassword(newPassword) })
  } catch (cause) {
    const failure = failureOf(cause)
    throw new RouteError({ ...failure, error: { ...failure.error, field: 'newPassword' } })
  }
  // The password is changed, so a failure here must not say otherwise.
  await endOtherSessions(auth, context).catch(() =>
    context.afterward('/me/password', () => endOtherSessions(auth, context)),
  )
  return { body: {} }
}

/** Steps that follow only a correct password. Others, such as single sign-on, do not show whether it was correct. */
const AFTER_THE_PASSWORD = new Set([
  'complete',
  'email_verification_required',
  'mfa_enrollment',
  'mfa_challenge',
  'organization_selection_required',
])

/** Checks with the API whether the password is correct. A session that this opens is ended immediately. */
async function checkPassword(
  email: string,
  typed: string,
  { client, clientAddress }: HandlerContext,
  { request }: RouteRequest,
): Promise<void> {
  try {
    const outcome = await withTypedPassword(typed, (password) =>
      client.authenticateWithPassword({ email, password, ipAddress: clientAddress(request) || undefined }),
    )
    if (!AFTER_THE_PASSWORD.has(outcome.status)) throw new RouteError('forbidden')
    if (outcome.status === 'complete') {
      const sid = sessionIdOf(outcome.tokens.accessToken)
      if (sid !== undefined) await client.revokeSession({ sessionId: sid }).catch(() => {})
    }
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.code !== 'invalid_credentials') throw cause
    throw new RouteError('current_password_incorrect')
  }
}

/**
 * The lifetime of an emailed code. This is the API's value, which it does not return for an email address that is
 * taken.
 */
const EMAIL_CHANGE_MS = 10 * 60_000

/**
 * `POST /me/email/send`: sends a code to the new email address. Requires a fresh sign-in. The response is the same if
 * another account has the address; its owner is then notified by email, if the app sends its own emails.
 */
export const sendEmailChange: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  requireFresh(auth, context)
  const newEmail = requireEmail(request.fields.newEmail, 'newEmail')
  const isTaken = await context.attempts.message('email-change', auth.user.id, () =>
    beginEmailChange(auth.user.id, newEmail, context),
  )
  await context.singleUse.note(TAKEN, auth.user.id, isTaken ? newEmail : '')
  const expiresAt = new Date(context.clock.now() + EMAIL_CHANGE_MS).toISOString()
  const body: EmailChangePayload = { newEmail, expiresAt }
  return { body }
}

const TAKEN = 'email-change-taken'

/** @returns Whether another account has the email address. */
async function beginEmailChange(
  userId: string,
  newEmail: string,
  { client, sendEmail, singleUse }: HandlerContext,
): Promise<boolean> {
  try {
    await client.sendEmailChange({ userId, newEmail })
    return false
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.code !== 'email_not_available') throw cause
  }
  // At most one in ten minutes for all users together, so that no user can flood another user's inbox.
  if (sendEmail && !(await singleUse.noted('email-in-use', newEmail))) {
    await singleUse.note('email-in-use', newEmail, 'sent')
    sendEmail({ kind: 'email-in-use', to: newEmail })
  }
  return true
}

/** `POST /me/email/confirm`: verifies the code that was sent to the new email address. */
export const confirmEmailChange: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const code = requireCode(request.fields.code)
  const userId = auth.user.id
  const confirmed = await context.singleUse.redeem(
    'email-change',
    [auth.sessionId, userId, code],
    () => context.attempts.guess('email-change', userId, () => redeemEmailChange(userId, code, context)),
    () => true,
  )
  if (confirmed === undefined) throw new RouteError('service_unavailable')
  return stored(confirmed.value.user, auth, request, context)
}

async function redeemEmailChange(userId: string, code: string, { client, singleUse }: HandlerContext) {
  // No code was sent, and a code from an earlier change must not reveal that.
  if (await singleUse.noted(TAKEN, userId)) throw new RouteError('invalid_one_time_code')
  return client.confirmEmailChange({ userId, code })
}
