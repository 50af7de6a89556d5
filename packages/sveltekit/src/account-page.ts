import type { FlowInput } from '@latchkey/core'
import type { AccountAction, AccountData, AccountFailure, AccountResult } from '@latchkey/core/server'
import { isAccountAction, loadAccountPage, signOut, takeAccountAction } from '@latchkey/core/server'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { fail } from '@sveltejs/kit'
import { ask, pathOf, readFields } from './answers.ts'
import { stateOf } from './auth.ts'
import { requireUser } from './guards.ts'

type Action = (event: RequestEvent) => Promise<ActionFailure<AccountFailure> | AccountResult>

/** What a page of the account gets besides its data. */
export interface AccountPageState {
  /** What was just done, for a message. In the address (`?done=`), so it is there with JavaScript off too. */
  done?: AccountAction
  /**
   * Where a guard sent the user here from, for a hidden field `returnTo` of the form that chooses an organization:
   * choosing one then leads back there.
   */
  returnTo?: string
}

/** What a page of the account exports: `export const { load, actions } = securityPage()`. */
export interface AccountPage<Data, Name extends string> {
  load: (event: ServerLoadEvent) => Promise<Data & AccountPageState>
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
    const done = searchParams.get('done')
    const returnTo = searchParams.get('returnTo')
    return {
      ...page.data,
      ...(isAccountAction(done) && { done }),
      ...(returnTo !== null && { returnTo: stateOf(event).handler.returnTo(returnTo) }),
    }
  },
  actions: Object.fromEntries(names.map((name) => [name, accountAction(name)])) as Record<Name, Action>,
})

const accountAction =
  (name: AccountAction, returnTo?: string): Action =>
  async (event) => {
    const fields = await readFields(event.request)
    const asked = name === 'switch-organization' ? fields.returnTo : undefined
    const next = returnTo ?? asked ?? `${pathOf(event)}?done=${name}`
    const answer = await ask(event, (handler, request) =>
      takeAccountAction(handler, request, name, fields, next),
    )
    return answer.outcome === 'refused' ? fail(answer.status, answer.data) : answer.data
  }
