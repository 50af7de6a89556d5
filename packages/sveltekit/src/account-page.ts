import type { FlowInput } from '@latchkey/core'
import type { AccountAction, AccountData, AccountFailure, AccountResult } from '@latchkey/core/server'
import { isAccountAction, loadAccountPage, signOut, takeAccountAction } from '@latchkey/core/server'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { fail } from '@sveltejs/kit'
import { getAuth, stateOf } from './auth.ts'
import { requireUser } from './guards.ts'
import { callPage, readFields } from './page-result.ts'
import { here } from './requested-page.ts'

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

const PROFILE_ACTIONS = ['update-profile', 'send-email-change', 'confirm-email-change'] as const

const SECURITY_ACTIONS = [
  'change-password',
  'enroll-factor',
  'verify-factor',
  'remove-factor',
  'revoke-session',
  'revoke-other-sessions',
] as const

/** The whole account on one page, for `<UserProfile>`: {@link profilePage} and {@link securityPage}. */
export const accountPage = () =>
  pageWith(['profile', 'factors', 'sessions', 'authConfig'], [...PROFILE_ACTIONS, ...SECURITY_ACTIONS])

/** The user's names and email address. */
export const profilePage = () => pageWith(['profile'], PROFILE_ACTIONS)

/** Password, second factors and the places where the user is signed in. */
export const securityPage = () => pageWith(['factors', 'sessions', 'authConfig'], SECURITY_ACTIONS)

/** The user's organizations; members and invitations of the open one for those who manage them. */
export const organizationPage = () =>
  pageWith(
    ['organizations', 'members', 'invitations', 'roles'],
    [
      'create-organization',
      'switch-organization',
      'rename-organization',
      'leave-organization',
      'delete-organization',
      'open-portal',
      'invite-member',
      'resend-invitation',
      'revoke-invitation',
      'update-member',
      'remove-member',
    ],
  )

/** Ends the session and goes to `returnTo`, by default the form's own `returnTo` field. For a POST form. */
export const signOutAction =
  (options: { returnTo?: string } = {}) =>
  async (event: RequestEvent): Promise<never> =>
    endSession(event, { ...(await readFields(event.request)), ...options })

/** Ends the session, and the request with it. */
export const endSession = (event: RequestEvent, fields: FlowInput): Promise<never> =>
  callPage(event, (handler, request) => signOut(handler, request, fields))

/**
 * The organizations that the user belongs to, for `<OrganizationSwitcher>` in a layout:
 * `export const load = async (event) => ({ auth: authData(event), organizations: await organizationsData(event) })`.
 *
 * `undefined` while nobody is signed in, and while the API cannot be reached: the page is shown all the same, and the
 * component asks in the browser.
 */
export async function organizationsData(
  event: ServerLoadEvent,
): Promise<AccountData['organizations'] | undefined> {
  event.depends('latchkey:auth')
  if (getAuth(event).status !== 'signed-in') return undefined
  const { handler, cookies } = stateOf(event)
  const page = await loadAccountPage(handler, event.request, ['organizations'])
  cookies.push(page.cookies)
  return page.outcome === 'shown' ? page.data.organizations : undefined
}

/** Opens another organization and goes to `returnTo`, by default the page the form stands on. */
export const switchOrganizationAction = (options: { returnTo?: string } = {}): Action =>
  accountAction('switch-organization', options.returnTo)

const pageWith = <Shown extends keyof AccountData, Name extends AccountAction>(
  shown: readonly Shown[],
  names: readonly Name[],
): AccountPage<Pick<AccountData, Shown>, Name> => ({
  async load(event) {
    requireUser({ event })
    // The place in a list is the page's own query: `after`, `before`, `limit`.
    const { searchParams } = event.url
    const page = await callPage(event, (handler, request) =>
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
    const requested = name === 'switch-organization' ? fields.returnTo : undefined
    const next = returnTo ?? requested ?? withDone(here(event), name)
    const response = await callPage(event, (handler, request) =>
      takeAccountAction(handler, request, name, fields, next),
    )
    return response.outcome === 'refused' ? fail(response.status, response.data) : response.data
  }

/** Back where the form stands, with what was done. The rest of the query stays: a chosen tab, a place in a list. */
function withDone(address: string, name: AccountAction): string {
  const [path, query] = address.split('?')
  const values = new URLSearchParams(query)
  values.set('done', name)
  return `${path}?${values}`
}
