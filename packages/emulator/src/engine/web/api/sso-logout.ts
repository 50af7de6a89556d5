import * as v from 'valibot'
import { failWithMessage } from '../../base/failure.ts'
import { defaultRedirect } from '../../domain/authorization/redirect-uris.ts'
import { authorizeLogout, logoutWithToken } from '../../domain/authorization/sso-logout.ts'
import { ok, operation } from '../http/operation.ts'

export const ssoLogoutOperations = [
  operation({
    id: 'authorizeSsoLogout',
    method: 'POST',
    path: '/sso/logout/authorize',
    summary: 'Create a sign-out URL for the user of a profile',
    body: v.object({ profile_id: v.string() }),
    responses: { 200: v.object({ logout_url: v.string(), logout_token: v.string() }) },
    async handle({ context, body }) {
      return ok(await authorizeLogout(context, body.profile_id))
    },
  }),
  operation({
    id: 'ssoLogout',
    method: 'GET',
    path: '/sso/logout',
    summary: 'Sign a user out in the browser and redirect to the application',
    access: 'logout_token',
    query: v.object({ token: v.optional(v.string()) }),
    responses: { 302: null },
    async handle({ context, query }) {
      const isDone = await logoutWithToken(context, query.token ?? '')
      if (!isDone) throw failWithMessage(404, 'Not Found')
      return { status: 302, headers: { Location: await defaultRedirect(context) } }
    },
  }),
]
