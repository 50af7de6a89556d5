import { fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { createRadarChallenge } from '../radar/challenges.ts'
import { assessAttempt, earlierAssessment, type RadarSubject } from '../radar/radar.ts'
import type { Proof } from '../sessions/proof.ts'
import type { Outcome } from './outcome.ts'
import { createPendingToken } from './pending-token.ts'

/** The sign-in methods that Radar assesses. Sign-ins with an organization's own identity provider are not assessed. */
const AUTH_METHODS = { password: 'Password', magic_auth: 'Email_OTP', oauth: 'Social' } as const

/**
 * Radar's decision about a sign-in, once per sign-in: the proof to continue with, or a challenge. Fails with 403
 * `access_denied` if a list blocks the sign-in.
 */
export async function radarStep(
  context: EngineContext,
  proof: Proof,
  user: UserRow,
): Promise<Proof | Outcome> {
  const { radar } = context.settings
  const method = AUTH_METHODS[proof.eventKind as keyof typeof AUTH_METHODS]
  if (radar === 'off' || method === undefined || proof.radarPassed) return proof
  const { verdict, radarAttemptId } = await assess(context, proof, user, method)
  if (verdict === 'allow') return { ...proof, radarAttemptId, radarPassed: true }
  if (verdict === 'block') throw fail(403, 'access_denied', 'Radar has blocked this sign-in.')
  const pendingToken = await createPendingToken(context, { ...proof, radarAttemptId })
  if (context.settings.radar_challenge === 'sms') return { status: 'radar_sms_challenge', pendingToken, user }
  const challenge = await createRadarChallenge(context, user)
  return { status: 'radar_email_challenge', pendingToken, challengeId: challenge.id, email: user.email, user }
}

/** An assessment that the application passes counts if it was for this email address. */
async function assess(
  context: EngineContext,
  proof: Proof,
  user: UserRow,
  auth_method: RadarSubject['auth_method'],
) {
  const { radarAttemptId } = proof
  const earlier =
    radarAttemptId === undefined ? undefined : await earlierAssessment(context, radarAttemptId, user.email)
  if (earlier !== undefined && radarAttemptId !== undefined) return { verdict: earlier, radarAttemptId }
  const subject: RadarSubject = {
    ip_address: proof.ipAddress ?? '',
    user_agent: proof.userAgent ?? '',
    email: user.email,
    auth_method,
    action: 'sign-in',
    ...(proof.signalsId !== undefined && { signals_id: proof.signalsId }),
    ...(proof.deviceId !== undefined && { device_id: proof.deviceId }),
  }
  const doubtful = context.settings.radar === 'challenge' ? 'challenge' : 'allow'
  const { verdict, attempt_id } = await assessAttempt(context, subject, { userId: user.id, doubtful })
  return { verdict, radarAttemptId: attempt_id }
}
