import * as v from 'valibot'
import { refreshSession } from '../sessions/refresh-session.ts'
import { grant } from './grant.ts'

export const refreshTokenGrant = grant({
  type: 'refresh_token',
  secret: 'public',
  fields: v.object({ refresh_token: v.string(), organization_id: v.nullish(v.string()) }),
  async run(context, { refresh_token, organization_id }) {
    const session = await refreshSession(context, refresh_token, organization_id ?? undefined)
    return { status: 'refreshed', session }
  },
})
