import * as v from 'valibot'
import { fail } from '../../base/failure.ts'
import { proveEmail } from '../accounts/prove-email.ts'
import { redeemCode } from '../codes/one-time-codes.ts'
import { findUser } from '../users/find-user.ts'
import { codeRefused } from './code-refusal.ts'
import { grant } from './grant.ts'
import { readPendingToken, spendPendingToken } from './pending-token.ts'
import { proceed } from './proceed.ts'

export const emailVerificationGrant = grant({
  type: 'urn:workos:oauth:grant-type:email-verification:code',
  secret: 'required',
  failureKind: 'email_verification',
  fields: v.object({ code: v.string(), pending_authentication_token: v.string() }),
  claimed: ({ pending_authentication_token }) => ({ pendingToken: pending_authentication_token }),
  async run(context, { code, pending_authentication_token: token }) {
    const proof = await readPendingToken(context, token)
    const user = await findUser(context, proof.userId)
    if (user === undefined) throw fail(400, 'user_mismatch', 'The user no longer exists.')
    const redeemed = await redeemCode(context, 'email_verification', user.id, code)
    if (typeof redeemed === 'string') throw codeRefused(redeemed)
    await spendPendingToken(context, token)
    // The pending token was issued to a user who knew the password.
    await proveEmail(context, user, { knowsPassword: true })
    return proceed(context, proof)
  },
})
