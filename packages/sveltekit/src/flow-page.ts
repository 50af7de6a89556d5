import type { FlowAction, FlowKind } from '@latchkey/core'
import { FLOW_ACTIONS } from '@latchkey/core'
import type { DeviceData, FlowData } from '@latchkey/core/server'
import { loadDevicePage, loadFlowPage, takeFlowAction } from '@latchkey/core/server'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { fail } from '@sveltejs/kit'
import { getAuth } from './auth.ts'
import { callPage, readFields } from './page-result.ts'

/** The exports of a flow page: `export const { load, actions } = signInPage()`. */
export interface FlowPage {
  load: (event: ServerLoadEvent) => Promise<FlowData>
  actions: Record<FlowAction, (event: RequestEvent) => Promise<ActionFailure<FlowData>>>
}

/** Sign-in, with all steps that can follow. */
export const signInPage = (): FlowPage => flowPage('sign-in')
/** Sign-up, with email verification. */
export const signUpPage = (): FlowPage => flowPage('sign-up')
/** The password reset request, and the new password with the token from the email link. */
export const resetPasswordPage = (): FlowPage => flowPage('reset-password')
/** An invitation: signing up or in with it, or accepting it while signed in. */
export const acceptInvitationPage = (): FlowPage => flowPage('invitation')

/**
 * Signs this browser in with the approval of another device. Its forms post to the handler: `/auth/device` and
 * `/auth/device/poll`.
 */
export const devicePage = () => ({
  async load(event: ServerLoadEvent): Promise<DeviceData> {
    const { searchParams } = event.url
    const page = await callPage(event, (handler, request) => loadDevicePage(handler, request, searchParams))
    return page.data
  },
})

function flowPage(kind: FlowKind): FlowPage {
  const names = Object.keys(FLOW_ACTIONS) as FlowAction[]
  const actions = names.map((name) => [name, (event: RequestEvent) => act(event, kind, name)])
  return { load: (event) => load(event, kind), actions: Object.fromEntries(actions) }
}

async function load(event: ServerLoadEvent, kind: FlowKind): Promise<FlowData> {
  const options = { query: event.url.searchParams, isSignedIn: getAuth(event).status === 'signed-in' }
  const page = await callPage(event, (handler, request) => loadFlowPage(handler, request, kind, options))
  return page.data
}

async function act(
  event: RequestEvent,
  kind: FlowKind,
  action: FlowAction,
): Promise<ActionFailure<FlowData>> {
  const fields = await readFields(event.request)
  const refused = await callPage(event, (handler, request) =>
    takeFlowAction(handler, request, kind, action, fields),
  )
  return fail(refused.status, refused.data)
}
