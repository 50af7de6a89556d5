import { randomName } from '../../base/cryptography.ts'
import type { FlowPayload } from '../../flow/index.ts'
import type { SetCookie } from '../../session/cookie.ts'
import type { FlowFailure } from '../failures/flow-failure.ts'
import { failureOf, flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { completeSignIn } from '../flow/complete-sign-in.ts'
import type { Advanced, SignedInOutcome } from '../flow/flow-context.ts'
import { nextStep, unknownStep } from '../flow/next-step.ts'
import { organizationOfDomain } from '../flow/single-sign-on.ts'
import { readEmailAddress } from '../identity/email-address.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { readKind } from '../route/read-kind.ts'
import type { Route, RouteRequest, RouteResult } from '../route/route.ts'
import { patientClient } from '../services/patient-client.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { advanceContext, pageOf } from './flow.ts'

/**
 * `GET /authorize`: redirects the browser to a provider, a connection or an organization's sign-in. Each attempt has
 * its own state and PKCE verifier, so several tabs can sign in at the same time.
 */
export const authorize: Route = async (routeRequest, context) => {
  const { request, url, cookies } = routeRequest
  // A prefetch or an image must not start a sign-in.
  if (!isNavigation(request)) return refusedLoad()
  const kind = readKind(url.searchParams.get('kind'))
  const flow = context.flows.create(kind, context.returnTo(url.searchParams.get('returnTo')))
  // A link from another site must not sign a visitor in to an account that its sender chose.
  if (!(await isOwnStart(routeRequest, context))) return redirect(signInPage(url.searchParams, flow, context))
  let selector: Selector | undefined
  try {
    selector = await selectorOf(url.searchParams, context)
  } catch (cause) {
    const { error, fault } = failureOf(cause)
    if (fault) await context.report(fault, url.pathname)
    return failedAuthorization(flow, error.code, cookies, context)
  }
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
      // The state contains the id of the flow, so that the callback finds its own attempt.
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

const refusedLoad = (): RouteResult => ({
  status: 403,
  body: { error: flowFailure('invalid_request').error },
})

/** Whether the browser displays the response: the request is not a prefetch, a link check or an image. */
function isNavigation({ method, headers }: Request): boolean {
  if (method === 'HEAD') return false
  const purpose = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''}`
  const destination = headers.get('sec-fetch-dest')
  return !/prefetch|prerender|preview/i.test(purpose) && (!destination || destination === 'document')
}

/**
 * Whether the request came from a page of this app. Browsers that do not send `Sec-Fetch-Site` send a referrer unless
 * the page forbids it, and a page of another site can forbid it, so a browser that sends neither is refused. Clients
 * that are not browsers follow no links of other sites, so they may start a sign-in unless it would replace a session.
 */
async function isOwnStart(
  { request, session }: RouteRequest,
  { appOrigin }: HandlerContext,
): Promise<boolean> {
  const { headers } = request
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const referrer = headers.get('referer')
  if (referrer !== null) return URL.canParse(referrer) && new URL(referrer).origin === appOrigin.origin
  return !isBrowser(headers) && (await session()).status === 'signed-out'
}

/** @see RFC 9110 §10.1.5. Every browser identifies itself as Mozilla. */
const isBrowser = (headers: Headers) => /mozilla\//i.test(headers.get('user-agent') ?? '')

/** The page on which the user decides. Keeps the destination and the invitation of the link. */
function signInPage(query: URLSearchParams, flow: PendingFlow, context: HandlerContext): string {
  const parameters = {
    returnTo: query.get('returnTo') ? flow.returnTo : undefined,
    token: bounded(query.get('invitationToken')),
  }
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const page = pageOf(flow, context)
  return given.length > 0 ? `${page}?${new URLSearchParams(given)}` : page
}

type Selector = { connectionId: string } | { organizationId: string } | { provider: string }

/**
 * Where the user signs in: what the link names, or else the organization that has verified the domain of the email
 * address.
 */
async function selectorOf(query: URLSearchParams, { client }: HandlerContext): Promise<Selector | undefined> {
  const connectionId = query.get('connection')
  const organizationId = query.get('organization')
  const provider = query.get('provider')
  if (connectionId) return { connectionId }
  if (organizationId) return { organizationId }
  if (provider) return { provider }
  const email = readEmailAddress(query.get('email') ?? undefined)
  const owner = email === undefined ? undefined : await organizationOfDomain(email, client)
  return owner && { organizationId: owner.id }
}

const MAXIMUM_LENGTH = 2_048

/**
 * `GET /callback`: the browser returns from the provider. Redeems the code of the flow that was started in this
 * browser, and only once, however often the page is loaded.
 */
export const callback: Route = async (request, context) => {
  if (!isNavigation(request.request)) return refusedLoad()
  const { url, cookies } = request
  const query = readCallback(url.searchParams, context.issuers)
  const flow = query && (await context.flows.read(cookies, query.state.split('.', 1)[0]))
  const authorization = flow?.authorization
  if (query === undefined || flow === undefined || authorization?.state !== query.state) {
    return unexpectedCallback(request, query, flow, context)
  }
  const begun: PendingFlow = { ...flow, authorization: undefined }
  if ('error' in query) {
    const code = query.error === 'access_denied' ? 'access_denied' : 'oauth_failed'
    return failedAuthorization(begun, code, cookies, context)
  }
  const redeemed = await context.singleUse.redeem(
    'callback',
    [flow.id, authorization, query.code],
    () => redeemCode(begun, { code: query.code, ...authorization }, request, context),
    ({ failure }) => failure === undefined,
  )
  // The exchange continues, so its result is found when the page is reloaded.
  if (redeemed === undefined) return failedAuthorization(flow, 'service_unavailable', cookies, context)
  const { value: advanced, isFirst } = redeemed
  if (advanced.failure) {
    const isTransient = advanced.failure.status >= 500
    return refuse(isTransient ? flow : begun, advanced.failure)
  }
  if (advanced.signedIn) {
    context.singleUse.note('returned', query.state, begun.returnTo)
    return { ...(await complete(advanced.signedIn)), status: 303 }
  }
  if (advanced.fault && isFirst) await context.report(advanced.fault, url.pathname)
  const stored = await context.flows.store(cookies, advanced.flow)
  return redirect(`${pageOf(advanced.flow, context)}?flow=${flow.id}`, stored)

  async function complete(signedIn: SignedInOutcome): Promise<RouteResult> {
    try {
      return await completeSignIn(begun, signedIn, request, context, isFirst)
    } catch (cause) {
      return refuse(begun, cause instanceof RouteError ? cause.failure : failureOf(cause))
    }
  }

  async function refuse(refused: PendingFlow, { error, fault }: FlowFailure): Promise<RouteResult> {
    if (fault && isFirst) await context.report(fault, url.pathname)
    return failedAuthorization(refused, error.code, cookies, context)
  }
}

async function redeemCode(
  flow: PendingFlow,
  { code, codeVerifier }: { code: string; codeVerifier: string },
  request: RouteRequest,
  context: HandlerContext,
): Promise<Advanced> {
  const { ipAddress, userAgent } = advanceContext(request, context)
  const { invitationToken } = flow
  try {
    const grant = { code, codeVerifier, invitationToken, ipAddress, userAgent }
    const outcome = await patientClient(context.client).authenticateWithCode(grant)
    return await nextStep(flow, outcome, context)
  } catch (cause) {
    if (cause instanceof RouteError) return { flow, failure: cause.failure }
    return unknownStep(flow, cause) ?? { flow, failure: failureOf(cause) }
  }
}

const redirect = (redirectTo: string, cookies: readonly SetCookie[] = []): RouteResult => ({
  status: 303,
  body: null,
  redirectTo,
  cookies,
})

type Callback = { state: string } & ({ code: string } | { error: string })

/**
 * `undefined` unless there is exactly one state with either one code or one error, from an accepted issuer (RFC 9207
 * §2.4).
 */
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
 * A callback that matches no attempt of this browser: forged, too late, or reloaded after it was redeemed. Redeems
 * nothing. A signed-in user is redirected to the destination, and a sign-in that has progressed further is shown.
 */
async function unexpectedCallback(
  { session }: RouteRequest,
  query: Callback | undefined,
  flow: PendingFlow | undefined,
  context: HandlerContext,
): Promise<RouteResult> {
  const { status } = await session()
  if (status === 'signed-in') {
    const returnTo = query && (await context.singleUse.noted('returned', query.state))
    return redirect(returnTo ?? context.returnTo.fallback)
  }
  if (flow !== undefined && flow.authorization === undefined) {
    return redirect(`${pageOf(flow, context)}?flow=${flow.id}`)
  }
  return redirect(`${context.pages.signIn}?error=flow_not_found`)
}

async function failedAuthorization(
  flow: PendingFlow,
  code: NonNullable<FlowPayload['error']>['code'],
  cookies: string | null,
  context: HandlerContext,
): Promise<RouteResult> {
  const { error } = flowFailure(code === 'flow_expired' || code === 'unknown' ? 'oauth_failed' : code)
  const failed: PendingFlow = { ...flow, step: 'start', error }
  return redirect(`${pageOf(failed, context)}?flow=${flow.id}`, await context.flows.store(cookies, failed))
}
