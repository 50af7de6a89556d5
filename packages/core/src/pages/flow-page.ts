import type { FlowAction, FlowInput, FlowKind, FlowPayload } from '../flow/index.ts'
import { flowErrorIn, flowQuery, tokenIn } from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'
import { allCookies, NO_COOKIES } from '../session/resolved.ts'
import type { PageFailed, PageRedirect, PageRefused, PageShown, ShownError } from './page-result.ts'
import { describeError, errorOf } from './page-result.ts'

/** A flow as a page renders it. */
export interface FlowData extends Omit<FlowPayload, 'error'> {
  error?: ShownError
  /** The token of the invitation or reset link. Send it along as the field `token`. */
  token?: string
}

/** A flow whose action was refused. */
export interface RefusedFlow extends FlowData {
  error: ShownError
}

/** Options of {@link loadFlowPage}. All have defaults. */
export interface FlowPageOptions {
  /** The query of the page's URL. Default: the request's query. */
  query?: URLSearchParams
  /**
   * Redirects a signed-in user who opens a sign-in or sign-up page, unless a flow is in progress or a fresh sign-in was
   * requested (`?reauthenticate`). Default `false`.
   */
  isSignedIn?: boolean
}

/**
 * Loads the flow of a page: the one in its URL, or a new one.
 *
 * @param kind The kind of flow that the page is for.
 */
export async function loadFlowPage(
  handler: AuthHandler,
  request: Request,
  kind: FlowKind,
  options: FlowPageOptions = {},
): Promise<PageShown<FlowData> | PageFailed | PageRedirect> {
  const { query = new URL(request.url).searchParams, isSignedIn = false } = options
  if (isSignedIn && request.method === 'GET' && isDone(kind, query))
    return { outcome: 'redirect', location: handler.returnTo(query.get('returnTo')), cookies: NO_COOKIES }
  const result = await currentFlow(handler, request, kind, query)
  if (result.outcome === 'failed') return result
  const { data, cookies } = result
  const error = data.error ?? flowErrorIn(query)
  return { outcome: 'shown', data: flowData({ ...data, error }, tokenIn(query)), cookies }
}

const UNDER_WAY = ['flow', 'error']

const isDone = (kind: FlowKind, query: URLSearchParams) =>
  (kind === 'sign-in' || kind === 'sign-up') &&
  !query.has('reauthenticate') &&
  !UNDER_WAY.some((name) => query.get(name))

/**
 * Submits one action of a flow, with the fields of its form.
 *
 * Redirects to the page of the next step, or to where the user wanted to go. `data` is the flow shown there, for a page that
 * can show it without another request.
 */
export async function takeFlowAction(
  handler: AuthHandler,
  request: Request,
  kind: FlowKind,
  action: FlowAction,
  fields: FlowInput,
): Promise<PageRefused<RefusedFlow> | (PageRedirect & { data: FlowData }) | PageFailed> {
  const { token } = fields
  const invitationToken = kind === 'invitation' ? token : fields.invitationToken
  const result = await handler.advance(request, action, { ...fields, kind, invitationToken })
  const { status, redirectTo: location = '/', payload, cookies } = result
  if (status < 400) return { outcome: 'redirect', location, data: flowData(payload, token), cookies }
  const error = errorOf(payload)
  if (payload.step) return { outcome: 'refused', status, data: { ...payload, error, token }, cookies }
  // Some refusals name the error but not the user's current step.
  const current = await currentFlow(handler, request, kind, queryOf(fields))
  const allSet = allCookies([cookies, current.cookies])
  if (current.outcome === 'failed') return { ...current, cookies: allSet }
  return { outcome: 'refused', status, data: { ...current.data, error, token }, cookies: allSet }
}

async function currentFlow(
  handler: AuthHandler,
  request: Request,
  kind: FlowKind,
  page: URLSearchParams,
): Promise<PageShown<FlowPayload> | PageFailed> {
  const { status, body, cookies } = await handler.call(request, `GET /flow?${flowQuery(kind, page)}`)
  if (status >= 400) return { outcome: 'failed', status, error: errorOf(body), cookies }
  return { outcome: 'shown', data: body as FlowPayload, cookies }
}

const queryOf = ({ flow = '', token = '', returnTo = '' }: FlowInput) =>
  new URLSearchParams({ flow, token, returnTo })

const flowData = (payload: FlowPayload, token: string | undefined): FlowData => ({
  ...payload,
  error: payload.error && describeError(payload.error),
  token,
})
