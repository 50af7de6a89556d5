import type { EnrollmentEntry, FactorEntry, ListPayload } from '../../account/account-payload.ts'
import { ApiError } from '../../errors/index.ts'
import { currentEnrollment, forgetEnrollment } from '../account/enroll-factor.ts'
import { failureOf } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { requireCode } from '../flow/input.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { requireFresh, requireSignedIn } from '../route/require-signed-in.ts'
import type { Route } from '../route/route.ts'

/** `GET /me/factors`: the user's second factors. */
export const listFactors: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const page = await context.client.listAuthFactors({ userId: auth.user.id, limit: 100 })
  const data = page.data.map(
    ({ id, type, totp, createdAt }): FactorEntry => ({ id, type, issuer: totp?.issuer ?? null, createdAt }),
  )
  const body: ListPayload<FactorEntry> = { data, ...page.listMetadata }
  return { body }
}

/**
 * `POST /me/factors`: starts the setup of an authenticator app, or returns the one that this session is already setting
 * up.
 */
export const enrollFactor: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  requireFresh(auth, context)
  const body: EnrollmentEntry = await currentEnrollment(auth, context, () => enroll(auth.user.id, context))
  return { body }
}

async function enroll(userId: string, { client }: HandlerContext): Promise<EnrollmentEntry> {
  const enrolled = await client.enrollAuthFactor({ userId, type: 'totp' })
  const { secret = '', uri = '', qrCode = '' } = enrolled.authenticationFactor.totp ?? {}
  const { id: factorId } = enrolled.authenticationFactor
  const { id: challengeId } = enrolled.authenticationChallenge
  return { factorId, challengeId, secret, uri, qrCode }
}

/** `POST /me/factors/verify`: verifies the first code of a new factor. */
export const verifyFactor: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  const { challengeId = '', factorId = '' } = request.fields
  const code = requireCode(request.fields.code)
  await requireOwnFactor(factorId, auth.user.id, context)
  const verified = await context.singleUse
    .redeem(
      'factor',
      [auth.user.id, factorId, challengeId, code],
      () =>
        context.attempts.guess('second-factor', auth.user.id, async () => {
          const given = { authenticationChallengeId: challengeId, code }
          const { challenge, valid } = await context.client.verifyAuthChallenge(given)
          const isOfFactor = challenge.authenticationFactorId === factorId
          if (!valid || !isOfFactor) throw new RouteError('invalid_one_time_code')
          return true
        }),
      () => true,
    )
    .catch(async (cause) => {
      // It can no longer be confirmed, so the next sign-in must not require it.
      if (isOver(cause) && (await forgetEnrollment(auth, factorId, context)))
        await context.client.deleteAuthFactor({ factorId }).catch(() => {})
      throw cause
    })
  if (verified === undefined) throw new RouteError('service_unavailable')
  await forgetEnrollment(auth, factorId, context)
  return { body: {} }
}

/** `DELETE /me/factors/:id`: removes a second factor. Requires a fresh sign-in. */
export const deleteFactor: Route = async (request, context) => {
  const auth = await requireSignedIn(request)
  requireFresh(auth, context)
  const factorId = request.id || request.fields.factorId || ''
  await requireOwnFactor(factorId, auth.user.id, context)
  // First, so that a setup that begins now gets another factor.
  await forgetEnrollment(auth, factorId, context)
  await context.client.deleteAuthFactor({ factorId })
  return { body: {} }
}

const OVER = new Set(['one_time_code_expired', 'one_time_code_too_many_attempts'])

/** Whether no code can confirm the factor any more. */
function isOver(cause: unknown): boolean {
  if (!(cause instanceof ApiError)) return false
  return OVER.has(failureOf(cause).error.code)
}

/** The page sends the factor's id, so check with the API whose factor it is. */
async function requireOwnFactor(factorId: string, userId: string, { client }: HandlerContext): Promise<void> {
  for await (const factor of client.listAuthFactors({ userId, limit: 100 }))
    if (factor.id === factorId) return
  throw new RouteError('not_found')
}
