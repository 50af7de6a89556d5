import type { FlowInput } from '@latchkey/core'
import type { AccountAction, AccountData, AccountFailure, AccountResult } from '@latchkey/core/server'
import { loadAccountPage, signOut, takeAccountAction } from '@latchkey/core/server'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { fail } from '@sveltejs/kit'
import { ask, readFields } from './answers.ts'
import { requireUser } from './guards.ts'

type Action = (event: RequestEvent) => Promise<ActionFailure<AccountFailure> | AccountResult>

/** What a page of the account exports: `export const { load, actions } = securityPage()`. */
export interface AccountPage<Data, Name extends string> {
  load: (event: ServerLoadEvent) => Promise<Data>
  actions: Record<Name, Action>
}

/** The person's names and address. */
export const profilePage = () =>
  accountPage(['profile'], ['update-profile', 'send-email-change', 'confirm-email-change'])

/** Password, second factors and the places where the person is signed in. */
export const securityPage = () =>
  accountPage(
    ['factors', 'sessions'],
    [
      'change-password',
      'enroll-factor',
      'verify-factor',
      'remove-factor',
      'revoke-session',
      'revoke-other-sessions',
    ],
  )

/** The person's organizations; members and invitations of the open one for those who manage them. */
export const organizationPage = () =>
  accountPage(
    ['organizations', 'members', 'invitations'],
    ['switch-organization', 'invite-member', 'revoke-invitation', 'update-member', 'remove-member'],
  )

/** Ends the session and goes to `returnTo`, by default the form's own `returnTo` field. For a POST form. */
export const signOutAction =
  (options: { returnTo?: string } = {}) =>
  async (event: RequestEvent): Promise<never> =>
    endSession(event, { ...(await readFields(event.request)), ...options })

/** Ends the session, and the request with it. */
export const endSession = (event: RequestEvent, fields: FlowInput): Promise<never> =>
  ask(event, (handler, request) => signOut(handler, request, fields))

/** Opens another organization and goes to `returnTo`, by default the page the form stands on. */
export const switchOrganizationAction = (options: { returnTo?: string } = {}): Action =>
  accountAction('switch-organization', options.returnTo)

const accountPage = <Shown extends keyof AccountData, Name extends AccountAction>(
  shown: readonly Shown[],
  names: readonly Name[],
): AccountPage<Pick<AccountData, Shown>, Name> => ({
  async load(event) {
    requireUser({ event })
    // The place in a list is the page's own query: `after`, `before`, `limit`.
    const { searchParams } = event.url
    const page = await ask(event, (handler, request) =>
      loadAccountPage(handler, request, shown, searchParams),
    )
    return page.data
  },
  actions: Object.fromEntries(names.map((name) => [name, accountAction(name)])) as Record<Name, Action>,
})

const accountAction =
  (name: AccountAction, returnTo?: string): Action =>
  async (event) => {
    const fields = await readFields(event.request)
    const answer = await ask(event, (handler, request) =>
      takeAccountAction(handler, request, name, fields, returnTo ?? event.url.pathname),
    )
    return answer.outcome === 'refused' ? fail(answer.status, answer.data) : answer.data
  }
