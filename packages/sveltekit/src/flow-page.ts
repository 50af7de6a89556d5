import type { DevicePayload, FlowAction, FlowError, FlowInput, FlowKind, FlowPayload } from '@latchkey/core'
import { FLOW_ACTIONS, FLOW_ERROR_MESSAGES, isFlowErrorCode } from '@latchkey/core'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { error, fail, redirect } from '@sveltejs/kit'
import { setCookies, stateOf } from './auth.ts'

/** An error with the words for it. */
export type ShownError = FlowError & { message: string }

/** A flow as its page shows it: from `load`, or from the action that was just refused. Use `form ?? data`. */
export interface FlowData extends Omit<FlowPayload, 'error'> {
  error?: ShownError
  /** Of the invitation's or reset's link; send it along as the field `token`. */
  token?: string
}

/** What a page of a flow exports: `export const { load, actions } = signInPage()`. */
export interface FlowPage {
  load: (event: ServerLoadEvent) => Promise<FlowData>
  actions: Record<FlowAction, (event: RequestEvent) => Promise<ActionFailure<FlowData>>>
}

/** Sign-in, with all the steps that may follow. */
export const signInPage = (): FlowPage => flowPage('sign-in')
/** Sign-up, with the proof of the address. */
export const signUpPage = (): FlowPage => flowPage('sign-up')
/** Asking for a new password, and choosing it with the token of the mailed link. */
export const resetPasswordPage = (): FlowPage => flowPage('reset-password')
/** An invitation: signing up or in with it, or accepting it while signed in. */
export const acceptInvitationPage = (): FlowPage => flowPage('invitation')

/** The code that another device has to approve, if one was asked for. */
export interface DeviceData {
  device?: DevicePayload
  /** Somebody asked whether it is approved, and it is not yet. */
  isWaiting: boolean
}

/** Signing this browser in from another device. Its forms post to the handler: `/auth/device`, `/auth/device/poll`. */
export const devicePage = () => ({
  async load(event: ServerLoadEvent): Promise<DeviceData> {
    const { flow = '', waiting } = Object.fromEntries(event.url.searchParams)
    const { status, body } = await callHandler(event, `GET /device?${new URLSearchParams({ flow })}`)
    return { device: status === 200 ? (body as DevicePayload) : undefined, isWaiting: waiting !== undefined }
  },
})

function flowPage(kind: FlowKind): FlowPage {
  const actions = Object.keys(FLOW_ACTIONS).map((action) => [
    action,
    (event: RequestEvent) => act(event, kind, action as FlowAction),
  ])
  return { load: (event) => load(event, kind), actions: Object.fromEntries(actions) }
}

async function load(event: ServerLoadEvent, kind: FlowKind): Promise<FlowData> {
  const { invitation_token: linked, ...query } = Object.fromEntries(event.url.searchParams)
  // The service's own mails name an invitation's token this way.
  query.token ??= linked as string
  const { handler } = stateOf(event)
  // Somebody who is signed in already goes on, unless they are in the middle of it or asked to prove themselves.
  const isDone = event.locals.auth.status === 'signed-in' && (kind === 'sign-in' || kind === 'sign-up')
  const isAsked = 'flow' in query || 'error' in query || 'reauthenticate' in query
  if (isDone && !isAsked && event.request.method === 'GET') leave(handler.returnTo(query.returnTo))
  const payload = await show(event, kind, query)
  const code = query.error ?? ''
  const failed = isFlowErrorCode(code) ? { error: { code, field: query.field } } : {}
  return flowData({ ...payload, ...failed }, query.token)
}

/** The flow where it stands. */
async function show(
  event: RequestEvent,
  kind: FlowKind,
  { flow, token, returnTo }: FlowInput,
): Promise<FlowPayload> {
  const given = Object.entries({ kind, flow, token, returnTo }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const answer = await callHandler(event, `GET /flow?${new URLSearchParams(given)}`)
  if (answer.status >= 400)
    error(answer.status, describe((answer.body as { error: FlowError }).error).message)
  return answer.body as FlowPayload
}

async function act(
  event: RequestEvent,
  kind: FlowKind,
  action: FlowAction,
): Promise<ActionFailure<FlowData>> {
  const input = await readFields(event.request)
  const answer = await advance(event, kind, action, input)
  if (answer.status < 400) leave(answer.redirectTo ?? '/')
  return fail(answer.status, answer.data)
}

/** Takes one action of a flow: what came of it, and where it leads. */
export async function advance(event: RequestEvent, kind: FlowKind, action: FlowAction, input: FlowInput) {
  const { token } = input
  const fields = { ...input, kind, invitationToken: kind === 'invitation' ? token : input.invitationToken }
  const answer = await stateOf(event).handler.advance(event.request, action, fields)
  setCookies(event, answer.cookies)
  const { status, redirectTo, payload } = answer
  // Some refusals say what is wrong, not where the person is.
  const shown = payload.step ? payload : { ...(await show(event, kind, input)), error: payload.error }
  return { status, redirectTo, data: flowData(shown, token) }
}

/** Calls a route of the handler in this request's name, and keeps the cookies of its answer. */
export async function callHandler(event: RequestEvent, route: string, fields?: FlowInput) {
  const answer = await stateOf(event).handler.call(event.request, route, fields)
  setCookies(event, answer.cookies)
  return answer
}

/** Ends an action at another page. Core has checked where: a path, or an address of an origin it allows. */
export function leave(location: string): never {
  if (location.startsWith('/')) redirect(303, location)
  redirect(303, location, { external: [new URL(location).origin] })
}

/** The text fields of a posted form. A body that is none is refused with 400. */
export async function readFields(request: Request): Promise<Record<string, string>> {
  const form = await request.formData().catch(() => error(400, 'The form cannot be read.'))
  const entries = [...form]
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

const flowData = (payload: FlowPayload, token: string | undefined): FlowData => ({
  ...payload,
  error: payload.error && describe(payload.error),
  token,
})

/** An error with its words. */
export const describe = (error: FlowError): ShownError => ({
  ...error,
  message: FLOW_ERROR_MESSAGES[error.code] ?? FLOW_ERROR_MESSAGES.unknown,
})
