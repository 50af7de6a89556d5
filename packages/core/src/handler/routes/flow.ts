import type { FlowAction, FlowKind, OrganizationChoice } from '../../flow/index.ts'
import { activeMemberships } from '../account/active-memberships.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { advance } from '../flow/advance-flow.ts'
import { completeSignIn } from '../flow/complete-sign-in.ts'
import { describeFlow } from '../flow/describe-flow.ts'
import type { AdvanceContext, Advanced } from '../flow/flow-context.ts'
import { describeInvitation, requireInvitation } from '../flow/invitation.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import { readKind } from '../route/read-kind.ts'
import { requireSignedIn } from '../route/require-signed-in.ts'
import type { Route, RouteRequest, RouteResult } from '../route/route.ts'
import { retryAfter } from '../route/route.ts'
import { patientClient } from '../services/patient-client.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import type { Redeemed } from '../services/single-use.ts'
import { cookiesOf, moveTo } from './organizations.ts'

/** Runs one action of a flow. */
export const flowRoute =
  (action: FlowAction): Route =>
  async (request, context) => {
    const { fields, cookies } = request
    const stored = await context.flows.read(cookies, fields.flow)
    const flow = stored ?? begin(action, request, context)
    if (flow === undefined) return lost(request, context)
    const { value, isFirst } = await advanceOnce(action, flow, stored !== undefined, request, context)
    return response(value, stored !== undefined, request, context, isFirst)
  }

/** Actions that use up a code or a token. If they are sent twice, by a double click or a reload, they run only once. */
const ONE_TIME_ACTIONS: ReadonlySet<FlowAction> = new Set([
  'code',
  'verify-email',
  'challenge',
  'mfa-verify',
  'organization',
  'reset',
])

async function advanceOnce(
  action: FlowAction,
  flow: PendingFlow,
  isStored: boolean,
  request: RouteRequest,
  context: HandlerContext,
): Promise<Redeemed<Advanced>> {
  const { fields } = request
  const about = advanceContext(request, context)
  if (!ONE_TIME_ACTIONS.has(action)) {
    return { value: await advance(flow, action, fields, about), isFirst: true }
  }
  const before: PendingFlow = { ...flow, error: undefined }
  const redeemed = await context.singleUse.redeem(
    action,
    // A flow that this request started has nothing in common with the flow of another request.
    [isStored ? before : undefined, fields],
    () => advance(flow, action, fields, { ...about, client: patientClient(about.client) }),
    ({ failure }) => failure === undefined,
  )
  if (redeemed !== undefined) return redeemed
  const failure = flowFailure('service_unavailable')
  return { value: { flow: { ...before, error: failure.error }, failure }, isFirst: false }
}

/** What the API receives about the browser, and which sign-in methods the app offers. */
export function advanceContext({ request }: RouteRequest, context: HandlerContext): AdvanceContext {
  const { client, offer, signUpFields, beforeSignUp, sendEmail, attempts, afterward, pages, appOrigin } =
    context
  return {
    client,
    offer,
    signUpFields,
    beforeSignUp,
    sendEmail,
    attempts,
    afterward,
    resetPasswordUrl: new URL(pages.resetPassword, appOrigin).href,
    ipAddress: context.clientAddress(request) || undefined,
    userAgent: request.headers.get('user-agent')?.slice(0, 512) || undefined,
  }
}

/** Actions that can start a flow. Each is submitted by the form of a first step. */
const FIRST_ACTIONS: Partial<Record<FlowAction, PendingFlow['step']>> = {
  identify: 'start',
  password: 'start',
  'sign-up': 'start',
  'send-code': 'start',
  forgot: 'forgot',
  reset: 'reset',
  back: 'unknown',
}

function begin(
  action: FlowAction,
  { fields }: RouteRequest,
  context: HandlerContext,
): PendingFlow | undefined {
  const first = FIRST_ACTIONS[action]
  if (first === undefined) return undefined
  const kind: FlowKind = action === 'forgot' || action === 'reset' ? 'reset-password' : readKind(fields.kind)
  const flow = context.flows.create(kind, context.returnTo(fields.returnTo))
  const step = kind === 'invitation' && first === 'start' ? 'invitation' : first
  return { ...flow, step, invitationToken: fields.invitationToken || undefined }
}

/** The form belongs to a flow that this browser does not have, or no longer has. */
function lost({ fields }: RouteRequest, context: HandlerContext): RouteResult {
  const kind = readKind(fields.kind)
  const failure = flowFailure('flow_not_found')
  const flow = { ...context.flows.create(kind, context.returnTo(fields.returnTo)), error: failure.error }
  return {
    status: failure.status,
    body: describeFlow(flow, context.offer, false),
    redirectTo: `${pageOf(flow, context)}?error=flow_not_found`,
  }
}

async function response(
  advanced: Advanced,
  wasStored: boolean,
  request: RouteRequest,
  context: HandlerContext,
  isFirst: boolean,
): Promise<RouteResult> {
  const { flow, failure, signedIn } = advanced
  if (signedIn !== undefined) return completeSignIn(flow, signedIn, request, context, isFirst)
  const fault = failure?.fault ?? (isFirst ? advanced.fault : undefined)
  if (fault) await context.report(fault, request.url.pathname)
  const cookies = await context.flows.store(request.cookies, flow)
  // A script shows the first refusal from the response. Only a reloaded page reads it from a cookie.
  const isStored = wasStored || failure === undefined || !FIRST_STEPS.has(flow.step)
  return {
    status: failure?.status ?? 200,
    body: await describe(flow, request, context, isStored),
    redirectTo: `${pageOf(flow, context)}?flow=${flow.id}`,
    cookies,
    headers: retryAfter(failure?.error),
  }
}

const FIRST_STEPS = new Set(['start', 'forgot', 'reset', 'invitation'])

/** The app's page that shows the flow's step. */
export function pageOf({ kind, step }: PendingFlow, { pages }: HandlerContext): string {
  if (step === 'forgot' || step === 'forgot-sent') return pages.forgotPassword
  if (step === 'reset') return pages.resetPassword
  if (kind === 'invitation') return pages.invitation
  return kind === 'sign-up' ? pages.signUp : pages.signIn
}

/** `GET /flow`: the flow as a page shows it, whether or not it has started. */
export const currentFlow: Route = (request, context) =>
  showFlow(readKind(request.url.searchParams.get('kind')), request, context)

/** `GET /invitation`: the invitation of an email link. */
export const showInvitation: Route = (request, context) => showFlow('invitation', request, context)

async function showFlow(
  kind: FlowKind,
  request: RouteRequest,
  context: HandlerContext,
): Promise<RouteResult> {
  const { url, cookies } = request
  const flow = await context.flows.read(cookies, url.searchParams.get('flow') ?? undefined)
  if (flow !== undefined) return { body: await describe(flow, request, context) }
  const fresh = context.flows.create(kind, context.returnTo(url.searchParams.get('returnTo')))
  const token = url.searchParams.get('token') || undefined
  return { body: await describe({ ...fresh, ...firstState(kind, token) }, request, context, false) }
}

function firstState(kind: FlowKind, token: string | undefined): Partial<PendingFlow> {
  switch (kind) {
    case 'reset-password':
      return { step: token === undefined ? 'forgot' : 'reset' }
    case 'invitation':
      return { step: 'invitation', invitationToken: token }
    default:
      return { step: 'start', invitationToken: token }
  }
}

async function describe(known: PendingFlow, request: RouteRequest, context: HandlerContext, isStored = true) {
  const flow = await withOrganizations(known, context)
  const payload = describeFlow(flow, context.offer, isStored)
  if (flow.step !== 'invitation') return payload
  return { ...payload, ...(await describeInvitation(flow.invitationToken, request, context)) }
}

/** Requests a list again that was too large for the cookie. */
async function withOrganizations(flow: PendingFlow, { client }: HandlerContext): Promise<PendingFlow> {
  const { step, organizations, userId } = flow
  if (step !== 'select-organization' || organizations !== undefined || userId === undefined) return flow
  const memberships = await activeMemberships(client, userId)
  const choices = memberships.map(
    ({ organizationId: id, organizationName: name }): OrganizationChoice => ({ id, name: name ?? id }),
  )
  return { ...flow, organizations: choices }
}

/** `POST /invitation`: the signed-in user joins the organization of the invitation. */
export const acceptInvitation: Route = async (request, context) => {
  const { fields, cookies } = request
  const auth = await requireSignedIn(request)
  const { token = '' } = fields
  const accepted = await context.singleUse.redeem('invitation', [auth.user.id, token], accept, () => true)
  if (accepted === undefined) throw new RouteError('service_unavailable')
  const { organizationId } = accepted.value
  const returnTo = context.returnTo(fields.returnTo)
  const body = describeFlow(
    { ...context.flows.create('invitation', returnTo), step: 'complete' },
    context.offer,
    false,
  )
  if (!organizationId) return { body, redirectTo: returnTo }
  const moved = await moveTo(organizationId, request.request, cookies, context)
  return {
    body,
    redirectTo: returnTo,
    cookies: cookiesOf(moved),
  }

  async function accept() {
    // The session may have an address that the user no longer has.
    const { email } = await context.client.getUser({ userId: auth.user.id })
    const { id, organizationId } = await requireInvitation(email, token, context)
    await context.client.acceptInvitation({ invitationId: id })
    return { organizationId }
  }
}
