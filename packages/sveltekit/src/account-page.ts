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

/** What an account page receives in addition to its data. */
export interface AccountPageState {
  /** The action that just succeeded, for a message. Kept in the URL (`?done=`), so it works without JavaScript. */
  done?: AccountAction
  /**
   * The page that a guard redirected from. Send it as the hidden field `returnTo` of the form that selects an organization: the
   * user then returns to that page.
   */
  returnTo?: string
}

/** The exports of an account page: `export const { load, actions } = securityPage()`. */
export interface AccountPage<Data, Name extends string> {
  load: (event: ServerLoadEvent) => Promise<Data & AccountPageState>
  actions: Record<Name, Action>
}

const PROFILE_ACTIONS = [
  'update-profile',
  'send-email-change',
  'confirm-email-change',
  'delete-account',
] as const

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

/** The user's name and email address. */
export const profilePage = () => pageWith(['profile'], PROFILE_ACTIONS)

/** The user's password, second factors and active sessions. */
export const securityPage = () => pageWith(['factors', 'sessions', 'authConfig'], SECURITY_ACTIONS)

/** The user's organizations, and the members, invitations and domains of the active one for users who can manage them. */
export const organizationPage = () =>
  pageWith(
    ['organizations', 'members', 'invitations', 'roles', 'domains'],
    [
      'create-organization',
      'switch-organization',
      'rename-organization',
      'leave-organization',
      'delete-organization',
      'open-portal',
      'add-domain',
      'verify-domain',
      'remove-domain',
      'invite-member',
      'resend-invitation',
      'revoke-invitation',
      'update-member',
      'remove-member',
    ],
  )

/** Ends the session and goes to `returnTo`. Default: the form's `returnTo` field. For a POST form. */
export const signOutAction =
  (options: { returnTo?: string } = {}) =>
  async (event: RequestEvent): Promise<never> =>
    endSession(event, { ...(await readFields(event.request)), ...options })

/** Ends the session, and ends the request with a redirect. */
export const endSession = (event: RequestEvent, fields: FlowInput): Promise<never> =>
  callPage(event, (handler, request) => signOut(handler, request, fields))

/**
 * The user's organizations, for `<OrganizationSwitcher>` in a layout: `export const load = async (event) => ({ auth:
 * authData(event), organizations: await organizationsData(event) })`. `undefined` while no user is signed in or the API cannot
 * be reached: the page is still shown, and the component requests them in the browser.
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

/** Switches to another organization and goes to `returnTo`. Default: the page that contains the form. */
export const switchOrganizationAction = (options: { returnTo?: string } = {}): Action =>
  accountAction('switch-organization', options.returnTo)

const pageWith = <Shown extends keyof AccountData, Name extends AccountAction>(
  shown: readonly Shown[],
  names: readonly Name[],
): AccountPage<Pick<AccountData, Shown>, Name> => ({
  async load(event) {
    requireUser({ event })
    // The position in a list is in the page's query: `after`, `before`, `limit`.
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

/**
 * The page with the form, and the completed action. The rest of the query is kept, such as a selected tab or a position in a
 * list.
 */
function withDone(address: string, name: AccountAction): string {
  const [path, query] = address.split('?')
  const values = new URLSearchParams(query)
  values.set('done', name)
  return `${path}?${values}`
}
