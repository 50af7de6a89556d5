import * as v from 'valibot'
import { fail } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { proveEmail } from '../accounts/prove-email.ts'
import { type CodeKind, newestCode, redeemCode } from '../codes/one-time-codes.ts'
import { updateAttempt } from '../radar/radar.ts'
import type { Proof } from '../sessions/proof.ts'
import { getUser } from '../users/find-user.ts'
import { codeRefused } from './code-refusal.ts'
import { grant } from './grant.ts'
import { readPendingToken, spendPendingToken } from './pending-token.ts'
import { proceed } from './proceed.ts'

export const radarEmailChallengeGrant = grant({
  type: 'urn:workos:oauth:grant-type:radar-email-challenge:code',
  secret: 'required',
  fields: v.object({
    code: v.string(),
    radar_challenge_id: v.string(),
    pending_authentication_token: v.string(),
  }),
  claimed: ({ pending_authentication_token }) => ({ pendingToken: pending_authentication_token }),
  async run(context, { code, radar_challenge_id, pending_authentication_token: token }) {
    const proof = await readPendingToken(context, token)
    await redeem(context, 'radar_challenge', proof, code, { id: radar_challenge_id })
    await spendPendingToken(context, token)
    // The code was emailed to this address, which verifies it.
    const knowsPassword = proof.eventKind === 'password'
    await proveEmail(context, await getUser(context, proof.userId), { knowsPassword })
    return goOn(context, proof)
  },
})

export const radarSmsChallengeGrant = grant({
  type: 'urn:workos:oauth:grant-type:radar-sms-challenge:code',
  secret: 'required',
  fields: v.object({
    code: v.string(),
    verification_id: v.nullish(v.string()),
    phone_number: v.nullish(v.string()),
    pending_authentication_token: v.string(),
  }),
  claimed: ({ pending_authentication_token }) => ({ pendingToken: pending_authentication_token }),
  async run(context, { code, pending_authentication_token: token, verification_id, phone_number }) {
    const proof = await readPendingToken(context, token)
    await redeem(context, 'radar_sms', proof, code, { id: verification_id, to: phone_number })
    await spendPendingToken(context, token)
    return goOn(context, proof)
  },
})

/** Uses up the code if it belongs to this challenge. Fails like every other grant with a code. */
async function redeem(
  context: EngineContext,
  kind: CodeKind,
  proof: Proof,
  code: string,
  challenge: { id?: string | null | undefined; to?: string | null | undefined },
): Promise<void> {
  const newest = await newestCode(context, kind, proof.userId)
  if ((challenge.id ?? newest?.id) !== newest?.id || (challenge.to ?? newest?.email) !== newest?.email) {
    throw fail(400, 'user_mismatch', 'The challenge is not the newest one of this sign-in.')
  }
  const redeemed = await redeemCode(context, kind, proof.userId, code)
  if (typeof redeemed === 'string') throw codeRefused(redeemed)
}

async function goOn(context: EngineContext, proof: Proof) {
  if (proof.radarAttemptId !== undefined) {
    await updateAttempt(context, proof.radarAttemptId, { challenge_status: 'success' })
  }
  return proceed(context, { ...proof, radarPassed: true })
}
