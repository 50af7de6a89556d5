import * as v from 'valibot'
import { getUser } from '../../domain/users/find-user.ts'
import { listIdentities } from '../../domain/users/identities.ts'
import { ok, operation } from '../http/operation.ts'

export const getUserIdentitiesOperation = operation({
  id: 'getUserIdentities',
  method: 'GET',
  path: '/user_management/users/:id/identities',
  summary: "List a user's accounts at social providers, as a bare array",
  responses: {
    200: v.array(v.object({ idp_id: v.string(), type: v.literal('OAuth'), provider: v.string() })),
  },
  async handle({ context, params }) {
    await getUser(context, params.id)
    const rows = await listIdentities(context, params.id)
    return ok(
      rows.map(({ idp_id, provider }) => ({
        idp_id,
        type: 'OAuth',
        // Only this endpoint of the API uses this spelling.
        provider: provider === 'GitHubOAuth' ? 'GithubOAuth' : provider,
      })),
    )
  },
})
