import * as v from 'valibot'
import { fail, failWithMessage } from '../../base/failure.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { policyOf } from '../organizations/sign-in-policy.ts'
import { grant } from './grant.ts'
import { readPendingToken, spendPendingToken } from './pending-token.ts'
import { proceed } from './proceed.ts'

export const organizationSelectionGrant = grant({
  type: 'urn:workos:oauth:grant-type:organization-selection',
  secret: 'required',
  fields: v.object({ pending_authentication_token: v.string(), organization_id: v.string() }),
  async run(context, { pending_authentication_token: token, organization_id }) {
    const proof = await readPendingToken(context, token)
    if ((await findActiveMembership(context.db, proof.userId, organization_id)) === undefined) {
      throw fail(400, 'invalid_organization_id', 'The user is not an active member of this organization.')
    }
    const policy = await policyOf(context, organization_id)
    const isExempt = proof.authenticationMethod === 'SSO' || proof.authenticationMethod === 'Impersonation'
    if (policy.sso_required === true && !isExempt) {
      throw failWithMessage(400, 'The selected organization requires SSO authentication.')
    }
    await spendPendingToken(context, token)
    return proceed(context, { ...proof, organizationId: organization_id })
  },
})
