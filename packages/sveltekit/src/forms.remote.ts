import type { FlowAction, FlowKind } from '@latchkey/core'
import type { FlowData, ShownError } from '@latchkey/core/server'
import { takeAccountAction, takeFlowAction, textFields } from '@latchkey/core/server'
import { invalid } from '@sveltejs/kit'
import { form, getRequestEvent, query } from '$app/server'
import { endSession } from './account-page.ts'
import type { AuthData } from './auth.ts'
import { getAuth, publicAuth } from './auth.ts'
import type { RemoteForm, RemoteFormInput, RemoteQueryFunction } from './kit-types.ts'
import { callPage } from './page-result.ts'
import { redirectToProvider } from './sign-in-redirects.ts'

/** Identifies the attempt: send `flow` and `returnTo` of the last result, and the `token` of an email link. */
export interface FlowFields {
  flow?: string
  returnTo?: string
  token?: string
}

/** A form of a flow: its result is the next state of the flow, until the user is signed in and redirected. */
export type FlowForm<Fields> = RemoteForm<Fields & FlowFields & RemoteFormInput, FlowData>

/** Signs in with a password. Values of fields with a leading `_` are never returned to the page. */
export const signIn = flowForm<{ email: string; _password: string }>('sign-in', 'password')
/** Signs up with a password. */
export const signUp = flowForm<{ email: string; _password: string; firstName?: string; lastName?: string }>(
  'sign-up',
  'sign-up',
)
/** Sends an email with a sign-in code. */
export const sendCode = flowForm<{ email: string }>('sign-in', 'send-code')
/** Signs in with the emailed code. */
export const enterCode = flowForm<{ _code: string }>('sign-in', 'code')
/** Verifies the email address with the emailed code. */
export const verifyEmail = flowForm<{ _code: string }>('sign-in', 'verify-email')
/** Sends another code. */
export const resendCode = flowForm<object>('sign-in', 'resend')
/** Signs in with the authenticator app's code. */
export const enterTotp = flowForm<{ _code: string }>('sign-in', 'mfa-verify')
/** Selects the organization to sign in to. */
export const selectOrganization = flowForm<{ organizationId: string }>('sign-in', 'organization')
/** Goes back to the flow's first step. */
export const startOver = flowForm<object>('sign-in', 'back')
/** Sends an email with a password reset link. */
export const forgotPassword = flowForm<{ email: string }>('reset-password', 'forgot')
/** Sets the new password, using the link's `token`. */
export const resetPassword = flowForm<{ _newPassword: string }>('reset-password', 'reset')
/** Accepts the invitation of the `token` for the signed-in user. */
export const acceptInvitation = flowForm<object>('invitation', 'accept-invitation')

/** Starts sign-in with a provider such as `GoogleOAuth`. */
export const startOAuth: RemoteForm<{ provider: string; returnTo?: string }, never> = form(
  'unchecked',
  (to: { provider: string; returnTo?: string }) => redirectToProvider(to),
)
/** Starts an organization's single sign-on. */
export const startSso: RemoteForm<{ connection: string; returnTo?: string }, never> = form(
  'unchecked',
  (to: { connection: string; returnTo?: string }) => redirectToProvider(to),
)
/** Ends the session. */
export const signOut: RemoteForm<{ returnTo?: string }, never> = form(
  'unchecked',
  (fields: { returnTo?: string }) => endSession(getRequestEvent(), fields),
)
/** Switches to another organization. */
export const switchOrganization: RemoteForm<{ organizationId: string }, void> = form(
  'unchecked',
  async (fields: { organizationId: string }) => {
    const response = await callPage(getRequestEvent(), (handler, request) =>
      takeAccountAction(handler, request, 'switch-organization', fields),
    )
    if (response.outcome === 'refused') refuse(response.data.error, fields)
  },
)
/** The current session, as far as a page can have it. */
export const currentUser: RemoteQueryFunction<void, AuthData> = query(() => publicAuth(getAuth()))

function flowForm<Fields>(kind: FlowKind, action: FlowAction): FlowForm<Fields> {
  return form('unchecked', async (sent: RemoteFormInput) => {
    const fields = textFields(Object.entries(sent).map(([name, value]) => [name.replace(/^_/, ''), value]))
    const response = await callPage(getRequestEvent(), async (handler, request) => {
      const next = await takeFlowAction(handler, request, kind, action, fields)
      const isOnTheWay = next.outcome === 'redirect' && next.data.step.name !== 'complete'
      return isOnTheWay ? { ...next, outcome: 'shown' as const } : next
    })
    return response.outcome === 'refused' ? refuse(response.data.error, sent) : response.data
  }) as FlowForm<Fields>
}

/** Shows the error at its input, or else at the form. */
function refuse({ message, field = '' }: ShownError, sent: object): never {
  const name = [field, `_${field}`].find((one) => one in sent)
  invalid(name === undefined ? message : { message, path: [name] })
}
