import type { DevicePayload } from '../../account/account-payload.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { completeSignIn } from '../flow/complete-sign-in.ts'
import { describeFlow } from '../flow/describe-flow.ts'
import type { Advanced } from '../flow/flow-context.ts'
import { nextStep } from '../flow/next-step.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { Route, RouteRequest, RouteResult } from '../route/route.ts'
import { patientClient } from '../services/patient-client.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { advanceContext, pageOf } from './flow.ts'

/** `POST /device`: starts signing this browser in from another device. The device code stays sealed. */
export const beginDevice: Route = async ({ fields, cookies }, context) => {
  const device = await context.client.createDeviceAuthorization({})
  const flow: PendingFlow = {
    ...context.flows.create('sign-in', context.returnTo(fields.returnTo)),
    device: {
      deviceCode: device.deviceCode,
      userCode: device.userCode,
      verificationUri: device.verificationUri,
      verificationUriComplete: device.verificationUriComplete,
      intervalSeconds: device.interval ?? 5,
      expiresAt: context.clock.now() + device.expiresIn * 1000,
    },
  }
  return {
    body: devicePayload(flow),
    redirectTo: `${context.pages.device}?flow=${flow.id}`,
    cookies: await context.flows.store(cookies, flow),
  }
}

/** `GET /device`: the code to approve, for a reloaded page. */
export const showDevice: Route = async ({ url, cookies }, context) => {
  const flow = await context.flows.read(cookies, url.searchParams.get('flow') ?? undefined)
  if (flow?.device === undefined) throw new RouteError('flow_not_found')
  return { body: devicePayload(flow) }
}

/** `POST /device/poll`: 202 until a user approves; then the session, or the step that is still required. */
export const pollDevice: Route = async (request, context) => {
  const flow = await context.flows.read(request.cookies, request.fields.flow)
  if (flow?.device === undefined) throw new RouteError('flow_not_found')
  const { device } = flow
  // Parallel polls, and a poll after a lost response, find the same sign-in.
  const polled = await context.singleUse.redeem(
    'device',
    [flow.id, device.deviceCode],
    () => poll(flow, device, request, context),
    (outcome) => !('wait' in outcome),
  )
  if (polled === undefined) return waiting(flow, false, request, context)
  const { value, isFirst } = polled
  if ('wait' in value) return waiting(flow, value.wait === 'slow_down', request, context)
  if (value.signedIn) return completeSignIn(value.flow, value.signedIn, request, context, isFirst)
  if (value.fault && isFirst) await context.report(value.fault, request.url.pathname)
  return {
    body: describeFlow(value.flow, context.offer, true),
    redirectTo: `${pageOf(value.flow, context)}?flow=${flow.id}`,
    cookies: await context.flows.store(request.cookies, value.flow),
  }
}

type Polled = Advanced | { wait: 'authorization_pending' | 'slow_down' }

async function poll(
  flow: PendingFlow,
  { deviceCode }: NonNullable<PendingFlow['device']>,
  request: RouteRequest,
  context: HandlerContext,
): Promise<Polled> {
  const { ipAddress, userAgent } = advanceContext(request, context)
  const grant = { deviceCode, ipAddress, userAgent }
  const outcome = await patientClient(context.client).authenticateWithDeviceCode(grant)
  switch (outcome.status) {
    case 'authorization_pending':
    case 'slow_down':
      return { wait: outcome.status }
  }
  return nextStep({ ...flow, device: undefined }, outcome, context)
}

const SLOW_DOWN_SECONDS = 5

async function waiting(
  flow: PendingFlow,
  tooFast: boolean,
  { cookies }: RouteRequest,
  context: HandlerContext,
): Promise<RouteResult> {
  const { device } = flow
  if (device === undefined) throw new RouteError(flowFailure('flow_not_found'))
  // RFC 8628 §3.5: each "slow down" adds five seconds to all following waits.
  const intervalSeconds = device.intervalSeconds + (tooFast ? SLOW_DOWN_SECONDS : 0)
  const slower: PendingFlow = { ...flow, device: { ...device, intervalSeconds } }
  return {
    status: 202,
    body: devicePayload(slower),
    redirectTo: `${context.pages.device}?flow=${flow.id}&waiting=1`,
    cookies: tooFast ? await context.flows.store(cookies, slower) : [],
  }
}

function devicePayload({ id, device }: PendingFlow): DevicePayload {
  const {
    userCode = '',
    verificationUri = '',
    verificationUriComplete,
    intervalSeconds = 5,
    expiresAt = 0,
  } = device ?? {}
  return { flow: id, userCode, verificationUri, verificationUriComplete, intervalSeconds, expiresAt }
}
