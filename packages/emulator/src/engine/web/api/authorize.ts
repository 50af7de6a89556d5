import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import {
  type AuthorizationRequest,
  type AuthorizeQuery,
  authorizeQuery,
  checkedChallenge,
  checkedMaxAge,
  providerQueryOf,
  redirectBack,
} from '../../domain/authorization/authorization-request.ts'
import { consentAtOnce } from '../../domain/authorization/auto-consent.ts'
import { createHostedFlow } from '../../domain/authorization/interaction.ts'
import { isRegisteredRedirect } from '../../domain/authorization/redirect-uris.ts'
import {
  continueSilently,
  type RememberedBrowser,
  rememberedBrowser,
} from '../../domain/authorization/remembered-browsers.ts'
import { selectTarget } from '../../domain/authorization/select-target.ts'
import { type ApiResponse, type OperationInput, operation } from '../http/operation.ts'

const common = {
  method: 'GET',
  access: 'client_in_query',
  query: authorizeQuery,
  notEmulated: ['nonce', 'claim_nonce'],
  responses: { 302: null },
  handle: beginSignIn,
} as const

export const authorizeOperation = operation({
  ...common,
  id: 'authorize',
  path: '/user_management/authorize',
  summary: 'Send a browser here to sign a user in',
})

export const authorizeSsoOperation = operation({
  ...common,
  id: 'authorizeSso',
  path: '/sso/authorize',
  summary: 'Send a browser here to sign a user in with an identity provider',
})

async function beginSignIn({
  context,
  query,
  cookies,
}: OperationInput<unknown, AuthorizeQuery, unknown>): Promise<ApiResponse> {
  const redirectUri = await checkedRedirect(context, query)
  if (query.response_type !== 'code') throw failOAuth('invalid_request', 'response_type must be code.')
  const codeChallenge = checkedChallenge(query)
  checkedMaxAge(query)
  const target = await selectTarget(context, query)
  if ('error' in target) {
    return found(
      redirectBack({ redirectUri, ...(query.state !== undefined && { state: query.state }) }, { ...target }),
    )
  }
  const organizationId = query.organization_id ?? query.organization
  const request: AuthorizationRequest = {
    redirectUri,
    ...(query.state !== undefined && { state: query.state }),
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(query.login_hint !== undefined && { loginHint: query.login_hint }),
    ...(query.invitation_token !== undefined && { invitationToken: query.invitation_token }),
    ...(target.kind === 'authkit' && organizationId !== undefined && { organizationId }),
    screen: query.screen_hint === 'sign-up' ? 'sign-up' : 'sign-in',
    providerScopes: [query.provider_scopes ?? []].flat().flatMap((scopes) => scopes.split(',')),
    providerQuery: providerQueryOf(query),
    target,
    ...(target.kind === 'authkit' && { remembers: true }),
  }
  const silent = await withoutPage(context, query, request, cookies)
  if (silent !== undefined) return found(silent)
  if (context.config.autoConsent) return found(await consentAtOnce(context, request))
  const flow = await createHostedFlow(context, request)
  return found(`${context.config.baseUrl}/hosted/${context.clientId}/flow/${flow}`)
}

/** The redirect for a remembered browser, or for a request that allows no page. Undefined if a page is shown. */
async function withoutPage(
  context: EngineContext,
  query: AuthorizeQuery,
  request: AuthorizationRequest,
  cookies: string | null,
): Promise<string | undefined> {
  const { prompt } = query
  if (context.config.autoConsent || (prompt !== undefined && prompt !== 'none')) return undefined
  const browser = request.remembers ? await rememberedBrowser(context, cookies) : undefined
  if (browser !== undefined && isMeant(context, query, request, browser)) {
    const location = await continueSilently(context, request, browser)
    if (location !== undefined) return location
  }
  if (prompt !== 'none') return undefined
  const error_description = 'No page can be shown, and no user is signed in.'
  return redirectBack(request, { error: 'login_required', error_description })
}

/** Whether the remembered user matches the request, and their last sign-in is recent enough. */
function isMeant(
  { clock }: EngineContext,
  query: AuthorizeQuery,
  { screen, loginHint, invitationToken }: AuthorizationRequest,
  { email, signedInAt }: RememberedBrowser,
): boolean {
  if (screen === 'sign-up' || invitationToken !== undefined) return false
  if (loginHint !== undefined && emailKey(loginHint) !== emailKey(email)) return false
  const maxAge = checkedMaxAge(query)
  return maxAge > 0 && clock.now() - signedInAt <= maxAge * 1000
}

/** An unregistered URL is never redirected to: the error is shown on this page. */
async function checkedRedirect(context: EngineContext, query: AuthorizeQuery): Promise<string> {
  const uri = query.redirect_uri
  if (uri === undefined) throw failOAuth('invalid_request', 'The parameter redirect_uri is missing.')
  if (!(await isRegisteredRedirect(context, uri))) {
    throw failOAuth('invalid_request', 'The redirect_uri is not registered for this client.')
  }
  return uri
}

function found(location: string): ApiResponse {
  return { status: 302, headers: { Location: location } }
}

export const authorizeOperations = [authorizeOperation, authorizeSsoOperation]
