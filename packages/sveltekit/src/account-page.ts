import type {
  EmailChangePayload,
  EnrollmentEntry,
  FactorEntry,
  FlowError,
  FlowInput,
  InvitationEntry,
  ListPayload,
  MemberEntry,
  OrganizationEntry,
  ProfilePayload,
  SessionEntry,
} from '@latchkey/core'
import type { ActionFailure, RequestEvent, ServerLoadEvent } from '@sveltejs/kit'
import { error, fail, redirect } from '@sveltejs/kit'
import { redirectToSignIn } from './answers.ts'
import type { ShownError } from './flow-page.ts'
import { callHandler, describe, leave, readFields } from './flow-page.ts'
import { requireUser } from './guards.ts'

/** What an account form gets back when it was refused. */
export interface AccountFailure {
  /** The name of the form's action. */
  action: string
  error: ShownError
  /** What to fill in again; never a password or a code. */
  values: Record<string, string>
}

/** What an action shows on the page it was sent from, instead of leading back to it. */
export interface AccountResult {
  /** An authenticator app that waits for its first code. Shown this one time. */
  enrollment?: EnrollmentEntry
  /** A new address that waits for the code mailed to it. */
  emailChange?: EmailChangePayload
}

type AccountAction = (event: RequestEvent) => Promise<ActionFailure<AccountFailure> | AccountResult>

/** What a page of the account exports: `export const { load, actions } = securityPage()`. */
export interface AccountPage<Data, Name extends string> {
  load: (event: ServerLoadEvent) => Promise<Data>
  actions: Record<Name, AccountAction>
}

/** The person's names and address. */
export const profilePage = () =>
  accountPage<{ profile: ProfilePayload }>()(
    { profile: 'GET /me' },
    {
      'update-profile': 'POST /me',
      'send-email-change': 'POST /me/email/send',
      'confirm-email-change': 'POST /me/email/confirm',
    },
  )

/** Password, second factors and the places where the person is signed in. */
export const securityPage = () =>
  accountPage<{ factors: ListPayload<FactorEntry>; sessions: ListPayload<SessionEntry> }>()(
    { factors: 'GET /me/factors', sessions: 'GET /sessions' },
    {
      'change-password': 'POST /me/password',
      'enroll-factor': 'POST /me/factors',
      'verify-factor': 'POST /me/factors/verify',
      'remove-factor': 'POST /me/factors/delete',
      'revoke-session': 'POST /sessions/revoke',
      'revoke-other-sessions': 'POST /sessions/revoke-others',
    },
  )

/** The person's organizations; members and invitations of the open one for those who manage them. */
export const organizationPage = () =>
  accountPage<{
    organizations: ListPayload<OrganizationEntry>
    members?: ListPayload<MemberEntry>
    invitations?: ListPayload<InvitationEntry>
  }>()(
    { organizations: 'GET /organizations', members: 'GET /members', invitations: 'GET /invitations' },
    {
      'switch-organization': 'POST /organization/switch',
      'invite-member': 'POST /invitations',
      'revoke-invitation': 'POST /invitations/revoke',
      'update-member': 'POST /members/update',
      'remove-member': 'POST /members/remove',
    },
  )

/** Ends the session and goes to `returnTo`, by default the form's own `returnTo` field. For a POST form. */
export const signOutAction =
  (options: { returnTo?: string } = {}) =>
  async (event: RequestEvent): Promise<never> =>
    endSession(event, { ...(await readFields(event.request)), ...options })

/** Ends the session, and the request with it. */
export async function endSession(event: RequestEvent, fields: FlowInput): Promise<never> {
  const answer = await callHandler(event, 'POST /sign-out', fields)
  return answer.redirectTo === undefined ? refused(answer) : leave(answer.redirectTo)
}

/** Opens another organization and goes to `returnTo`, by default the page the form stands on. */
export const switchOrganizationAction =
  (options: { returnTo?: string } = {}): AccountAction =>
  (event) =>
    perform(event, 'switch-organization', 'POST /organization/switch', options.returnTo)

const accountPage =
  <Data>() =>
  <Name extends string>(
    reads: Record<keyof Data & string, string>,
    writes: Record<Name, string>,
  ): AccountPage<Data, Name> => ({
    async load(event) {
      requireUser({ event })
      // The place in a list is the page's own query: `after`, `before`, `limit`.
      const { search } = event.url
      const entries = Object.entries<string>(reads).map(async ([name, route]) => {
        const answer = await callHandler(event, route + search)
        // A list that this person may not see is left out; the page goes by what is there.
        if (answer.status === 403) return [name, undefined]
        return answer.status < 400 ? [name, answer.body] : refused(answer)
      })
      return Object.fromEntries(await Promise.all(entries)) as Data
    },
    actions: Object.fromEntries(
      Object.entries<string>(writes).map(([name, route]) => [
        name,
        (event: RequestEvent) => perform(event, name, route),
      ]),
    ) as Record<Name, AccountAction>,
  })

const SHOWN_AT_ONCE: Record<string, keyof AccountResult> = {
  'enroll-factor': 'enrollment',
  'send-email-change': 'emailChange',
}

async function perform(
  event: RequestEvent,
  action: string,
  route: string,
  returnTo = event.url.pathname,
): ReturnType<AccountAction> {
  const fields = await readFields(event.request)
  const answer = await callHandler(event, route, fields)
  if (answer.status === 401 && errorOf(answer).code === 'reauthentication_required')
    redirectToSignIn({ event })
  if (answer.status >= 400) {
    const values = Object.entries(fields).filter(([name]) => !/password|code|token/i.test(name))
    const failure = { action, error: describe(errorOf(answer)), values: Object.fromEntries(values) }
    return fail(answer.status, failure)
  }
  const shown = SHOWN_AT_ONCE[action]
  if (shown !== undefined) return { [shown]: answer.body }
  redirect(303, returnTo)
}

/** The error of a handler's answer. */
export const errorOf = ({ body }: { body: unknown }) => (body as { error: FlowError }).error

function refused(answer: { status: number; body: unknown }): never {
  error(answer.status, describe(errorOf(answer)).message)
}
