import type { FlowPayload } from '../../flow/index.ts'
import type { SetCookie } from '../../session/cookie.ts'
import { randomName } from '../../session/crypto.ts'
import { completeSignIn } from '../complete.ts'
import type { HandlerContext, Route, RouteAnswer, RouteRequest } from '../context.ts'
import { RouteError, readKind } from '../context.ts'
import { domainSpellings } from '../domain-name.ts'
import { readEmailAddress } from '../email-address.ts'
import { failureOf, flowFailure } from '../flow-error.ts'
import { nextStep } from '../next-step.ts'
import type { PendingFlow } from '../pending-flow.ts'
import { advanceContext, pageOf } from './flow.ts'

/**
 * `GET /authorize`: sends the browser to a provider, a connection or an organization's sign-in.
 * The state and the PKCE verifier are this attempt's own, so several tabs can be on their way at once.
 */
export const authorize: Route = async ({ request, url, cookies, session }, context) => {
  // A prefetch or an image must not start a sign-in.
  if (!isNavigation(request)) return { status: 403, body: { error: flowFailure('invalid_request').error } }
  // Another site's link must not put another account in the place of the one that is signed in.
  const isForeign = request.headers.get('sec-fetch-site') === 'cross-site'
  if (isForeign && (await session()).status !== 'signed-out') return redirect(context.pages.signIn)
  const selector = await selectorOf(url.searchParams, context)
  const kind = readKind(url.searchParams.get('kind'))
  const flow = context.flows.create(kind, context.returnTo(url.searchParams.get('returnTo')))
  if (selector === undefined) return failedAuthorization(flow, 'sso_failed', cookies, context)
  const invitationToken = bounded(url.searchParams.get('invitationToken'))
  const email = readEmailAddress(url.searchParams.get('email') ?? undefined)
  try {
    const {
      url: location,
      state,
      codeVerifier,
    } = await context.client.getAuthorizationUrlWithPkce({
      ...selector,
      redirectUri: redirectUri(context),
      loginHint: email,
      invitationToken,
      // The flow's name comes back with the state, so that the callback finds its own attempt.
      state: `${flow.id}.${randomState()}`,
    })
    const pending = { ...flow, email, invitationToken, authorization: { state, codeVerifier } }
    return redirect(location, await context.flows.store(cookies, pending))
  } catch {
    return failedAuthorization(flow, 'invalid_request', cookies, context)
  }
}

const bounded = (text: string | null) => (text && text.length <= 512 ? text : undefined)

const randomState = () => randomName(192)

const redirectUri = ({ appOrigin, basePath }: HandlerContext) =>
  new URL(`${basePath}/callback`, appOrigin).href

function isNavigation({ headers }: Request): boolean {
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''}`
  const destination = headers.get('sec-fetch-dest')
  return !/prefetch|prerender|preview/i.test(purpose) && (!destination || destination === 'document')
}

/** Who signs the person in: what the link names, else the organization that owns the address's domain. */
async function selectorOf(query: URLSearchParams, { client }: HandlerContext) {
  const connectionId = query.get('connection')
  const organizationId = query.get('organization')
  const provider = query.get('provider')
  if (connectionId) return { connectionId }
  if (organizationId) return { organizationId }
  if (provider) return { provider }
  const domain = readEmailAddress(query.get('email') ?? undefined)?.split('@')[1]
  if (domain === undefined) return undefined
  const domains = domainSpellings(domain)
  const page = await client.listOrganizations({ domains, limit: 1 }).catch(() => undefined)
  const owner = page?.data[0]
  return owner && { organizationId: owner.id }
}

const MAXIMUM_LENGTH = 2_048

/** `GET /callback`: the browser is back from the provider. Redeems the code of the flow begun in this browser. */
export const callback: Route = async (request, context) => {
  const { url, cookies } = request
  const query = readCallback(url.searchParams, context.issuers)
  const flow = query && (await context.flows.read(cookies, query.state.split('.', 1)[0]))
  const codeVerifier =
    flow?.authorization?.state === query?.state ? flow?.authorization?.codeVerifier : undefined
  if (query === undefined || flow === undefined || codeVerifier === undefined) {
    return unexpectedCallback(request, context)
  }
  const begun: PendingFlow = { ...flow, authorization: undefined }
  if ('error' in query) {
    const code = query.error === 'access_denied' ? 'access_denied' : 'oauth_failed'
    return failedAuthorization(begun, code, cookies, context)
  }
  try {
    const { ipAddress, userAgent } = advanceContext(request, context)
    const { code } = query
    const { invitationToken } = flow
    const grant = { code, codeVerifier, invitationToken, ipAddress, userAgent }
    const outcome = await context.client.authenticateWithCode(grant)
    const advanced = await nextStep(begun, outcome, context.client)
    if (advanced.signedIn) {
      return { ...(await completeSignIn(begun, advanced.signedIn, request, context)), status: 303 }
    }
    const stored = await context.flows.store(cookies, advanced.flow)
    return redirect(`${pageOf(advanced.flow, context)}?flow=${flow.id}`, stored)
  } catch (cause) {
    const { error, fault } = cause instanceof RouteError ? cause.failure : failureOf(cause)
    if (fault) await context.report(fault, url.pathname)
    const code = error.code === 'flow_expired' || error.code === 'unknown' ? 'oauth_failed' : error.code
    return failedAuthorization(begun, code, cookies, context)
  }
}

const redirect = (redirectTo: string, cookies: readonly SetCookie[] = []): RouteAnswer => ({
  status: 303,
  body: null,
  redirectTo,
  cookies,
})

type Callback = { state: string } & ({ code: string } | { error: string })

/** `undefined` for anything but one state with either one code or one error, of our own issuer (RFC 9207 §2.4). */
function readCallback(query: URLSearchParams, issuers: readonly string[]): Callback | undefined {
  const given = (name: string) => query.getAll(name).filter((value) => value !== '')
  const one = (name: string) => {
    const values = given(name)
    return values.length === 1 && (values[0] as string).length <= MAXIMUM_LENGTH ? values[0] : undefined
  }
  if (given('iss').some((issuer) => !issuers.includes(issuer))) return undefined
  const [state, code, error] = [one('state'), one('code'), one('error')]
  if (!state || given('code').length + given('error').length !== 1) return undefined
  if (code) return { state, code }
  return error ? { state, error } : undefined
}

/**
 * A callback that belongs to no attempt of this browser: forged, too late, or loaded a second time.
 * Nothing is redeemed. Somebody who is signed in already just goes on.
 */
async function unexpectedCallback({ session }: RouteRequest, context: HandlerContext): Promise<RouteAnswer> {
  const { status } = await session()
  if (status === 'signed-in') return redirect(context.returnTo.fallback)
  return redirect(`${context.pages.signIn}?error=flow_not_found`)
}

async function failedAuthorization(
  flow: PendingFlow,
  code: NonNullable<FlowPayload['error']>['code'],
  cookies: string | null,
  context: HandlerContext,
): Promise<RouteAnswer> {
  const { error } = flowFailure(code)
  const failed: PendingFlow = { ...flow, step: 'start', error, authorization: undefined }
  return redirect(`${pageOf(failed, context)}?flow=${flow.id}`, await context.flows.store(cookies, failed))
}
