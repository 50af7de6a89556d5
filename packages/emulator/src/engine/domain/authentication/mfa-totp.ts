import * as v from 'valibot'
import { fail } from '../../base/failure.ts'
import { redeemChallenge } from '../factors/challenges.ts'
import { codeRefused } from './code-refusal.ts'
import { grant } from './grant.ts'
import { readPendingToken, spendPendingToken } from './pending-token.ts'
import { proceed } from './proceed.ts'

export const mfaTotpGrant = grant({
  type: 'urn:workos:oauth:grant-type:mfa-totp',
  secret: 'required',
  failureKind: 'mfa',
  fields: v.object({
    code: v.string(),
    pending_authentication_token: v.string(),
    authentication_challenge_id: v.string(),
  }),
  claimed: ({ pending_authentication_token }) => ({ pendingToken: pending_authentication_token }),
  subject: ({ authentication_challenge_id }) => authentication_challenge_id,
  async run(context, { code, pending_authentication_token: token, authentication_challenge_id }) {
    const proof = await readPendingToken(context, token)
    const outcome = await redeemChallenge(context, authentication_challenge_id, code, proof.userId)
    if (outcome === 'user_mismatch') {
      throw fail(400, 'user_mismatch', 'The challenge belongs to another user.')
    }
    if (outcome !== 'verified') throw codeRefused(outcome)
    await spendPendingToken(context, token)
    return proceed(context, { ...proof, secondFactor: true })
  },
})
