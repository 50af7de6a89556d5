import { ACCOUNT_FORMS, type AccountAction } from '../account/account-form.ts'
import type {
  ConfigPayload,
  DomainEntry,
  EmailChangePayload,
  EnrollmentEntry,
  FactorEntry,
  InvitationEntry,
  ListPayload,
  MemberEntry,
  OrganizationEntry,
  OrganizationsPayload,
  PortalPayload,
  ProfilePayload,
  RoleEntry,
  SessionEntry,
} from '../account/account-payload.ts'
import type { FlowInput } from '../flow/index.ts'
import type { AuthHandler, Dispatched } from '../handler/index.ts'
import { allCookies } from '../session/resolved.ts'
import type {
  PageFailed,
  PageRedirect,
  PageRefused,
  PageShown,
  PageSignedOut,
  ShownError,
} from './page-result.ts'
import { errorOf } from './page-result.ts'

/** The data of an account page. Members and invitations are set only for users who can manage them. */
export interface AccountData {
  profile: ProfilePayload
  factors: ListPayload<FactorEntry>
  sessions: ListPayload<SessionEntry>
  organizations: OrganizationsPayload
  members?: ListPayload<MemberEntry>
  invitations?: ListPayload<InvitationEntry>
  roles?: ListPayload<RoleEntry>
  /** Set only for users who can manage the domains. */
  domains?: ListPayload<DomainEntry>
  /** The app's settings, and the requirements for a new password. */
  authConfig: ConfigPayload
}

const READS: Record<keyof AccountData, string> = {
  profile: 'GET /me',
  factors: 'GET /me/factors',
  sessions: 'GET /sessions',
  organizations: 'GET /organizations',
  members: 'GET /members',
  invitations: 'GET /invitations',
  roles: 'GET /organization/roles',
  domains: 'GET /organization/domains',
  authConfig: 'GET /config',
}

/** The fields that are returned when a form is refused. Never a password or a code. */
const RETAINED: Record<AccountAction, readonly string[]> = {
  'update-profile': ['firstName', 'lastName'],
  'send-email-change': ['newEmail'],
  'confirm-email-change': ['newEmail'],
  'change-password': [],
  'enroll-factor': [],
  'verify-factor': ['factorId', 'challengeId', 'qrCode', 'secret', 'uri'],
  'remove-factor': ['factorId'],
  'revoke-session': ['sessionId'],
  'revoke-other-sessions': [],
  'delete-account': ['email'],
  'create-organization': ['name'],
  'rename-organization': ['name'],
  'leave-organization': [],
  'delete-organization': ['name'],
  'open-portal': ['intent'],
  'add-domain': ['domain'],
  'verify-domain': ['domainId'],
  'remove-domain': ['domainId'],
  'switch-organization': ['organizationId'],
  'invite-member': ['email', 'role'],
  'resend-invitation': ['invitationId'],
  'revoke-invitation': ['invitationId'],
  'update-member': ['membershipId', 'role'],
  'remove-member': ['membershipId'],
}

/** Whether a form value names an account action. */
export const isAccountAction = (value: unknown): value is AccountAction =>
  typeof value === 'string' && Object.hasOwn(ACCOUNT_FORMS, value)

/** What an action shows on the same page, instead of redirecting. */
export interface AccountResult {
  /** An authenticator app waiting for its first code. Returned only this once. */
  enrollment?: EnrollmentEntry
  /** A new email address waiting for the code that was sent to it. */
  emailChange?: EmailChangePayload
  /** A link to the Admin Portal. It expires after five minutes. */
  portal?: PortalPayload
}

const RESULTS: Partial<Record<AccountAction, keyof AccountResult>> = {
  'enroll-factor': 'enrollment',
  'send-email-change': 'emailChange',
  'open-portal': 'portal',
}

/** What an account form receives if it was refused. */
export interface AccountFailure {
  /** The action that the form submitted. */
  action: string
  error: ShownError
  /** The values to fill in again. Never a password or a code. */
  values: Record<string, string>
  /**
   * After a wrong code, the authenticator app that still waits for its first one. The form sends `factorId`, `challengeId` and
   * `code`. Instances without a shared coordinator cannot see each other's pending setup, so there the form must also send what
   * it shows, as the hidden fields `qrCode`, `secret` and `uri`.
   */
  enrollment?: EnrollmentEntry
}

/**
 * Loads the data of an account page, all of it in parallel.
 *
 * @param query The position in each list, such as `members.after`, `members.before` and `members.limit`. If only one list is
 * loaded, `after` and `before` are enough; `limit` applies to all. Default: the start.
 */
export async function loadAccountPage<Name extends keyof AccountData>(
  handler: AuthHandler,
  request: Request,
  names: readonly Name[],
  query: URLSearchParams = new URLSearchParams(),
): Promise<PageShown<Pick<AccountData, Name>> | PageFailed | PageSignedOut> {
  const results = await Promise.all(
    names.map((name) => handler.call(request, `${READS[name]}?${placeIn(name, names, query)}`)),
  )
  const cookies = allCookies(results.map((result) => result.cookies))
  // A list that this user is not allowed to see is omitted, and the page shows what it has.
  const refused = results.find(({ status }) => status >= 400 && status !== 403)
  if (refused !== undefined) return { ...failure(refused), cookies }
  const entries = results.map(({ status, body }, index) => [names[index], status === 403 ? undefined : body])
  return { outcome: 'shown', data: Object.fromEntries(entries), cookies }
}

/**
 * Runs the action that an account form submits, with the form's fields.
 *
 * @param returnTo Where to go afterward, if redirects to it are allowed. Default: the page stays where it is.
 */
export async function takeAccountAction(
  handler: AuthHandler,
  request: Request,
  action: AccountAction,
  fields: FlowInput,
  returnTo?: string,
): Promise<PageShown<AccountResult> | PageRefused<AccountFailure> | PageRedirect | PageSignedOut> {
  const response = await handler.call(request, `POST ${ACCOUNT_FORMS[action]}`, fields)
  const { status, body } = response
  if (isSignedOut(response)) return { outcome: 'signed-out', cookies: response.cookies }
  const cookies =
    action === 'create-organization' && status < 400
      ? await open(handler, request, response)
      : response.cookies
  if (status >= 400) {
    const values = only(RETAINED[action], fields)
    const enrollment =
      action === 'verify-factor'
        ? (enrollmentIn(values) ?? (await enrollmentOf(handler, request)))
        : undefined
    const data = { action, error: errorOf(body), values, ...(enrollment && { enrollment }) }
    return { outcome: 'refused', status, data, cookies }
  }
  const result = RESULTS[action]
  if (result !== undefined) return { outcome: 'shown', data: { [result]: body }, cookies }
  // The account and its session have ended, so the page cannot be shown again.
  if (action === 'delete-account' && response.redirectTo !== undefined)
    return { outcome: 'redirect', location: response.redirectTo, cookies }
  if (returnTo === undefined) return { outcome: 'shown', data: {}, cookies }
  return { outcome: 'redirect', location: handler.returnTo(returnTo), cookies }
}

/** Switches to the organization that was just created. One that requires another sign-in method stays in the list. */
async function open(handler: AuthHandler, request: Request, { body, cookies }: Dispatched) {
  const { id: organizationId } = body as OrganizationEntry
  const opened = await handler.call(request, 'POST /organization/switch', { organizationId })
  return allCookies([cookies, opened.cookies])
}

/** Ends the session and redirects to the URL in the field `returnTo`, if that is allowed. */
export async function signOut(
  handler: AuthHandler,
  request: Request,
  fields: FlowInput = {},
): Promise<PageRedirect | PageFailed> {
  const { status, body, redirectTo, cookies } = await handler.call(request, 'POST /sign-out', fields)
  if (redirectTo === undefined) return { outcome: 'failed', status, error: errorOf(body), cookies }
  return { outcome: 'redirect', location: redirectTo, cookies }
}

/** The authenticator app that the session is setting up. */
async function enrollmentOf(handler: AuthHandler, request: Request): Promise<EnrollmentEntry | undefined> {
  const { status, body } = await handler.call(request, `POST ${ACCOUNT_FORMS['enroll-factor']}`)
  return status === 200 ? (body as EnrollmentEntry) : undefined
}

function enrollmentIn(values: Record<string, string>): EnrollmentEntry | undefined {
  const { factorId, challengeId, qrCode, secret, uri } = values
  if (!factorId || !challengeId || !qrCode || !secret || !uri) return undefined
  return { factorId, challengeId, qrCode, secret, uri }
}

function failure(result: Dispatched): PageFailed | PageSignedOut {
  const { status, body, cookies } = result
  if (isSignedOut(result)) return { outcome: 'signed-out', cookies }
  return { outcome: 'failed', status, error: errorOf(body), cookies }
}

// 403 with this code means that the last sign-in is too long ago for this action. Its message belongs next to the form.
const isSignedOut = ({ status, body }: Dispatched) =>
  status === 401 && errorOf(body).code === 'reauthentication_required'

function only(names: readonly string[], fields: FlowInput): Record<string, string> {
  const retained: Record<string, string> = {}
  for (const name of names) if (fields[name] !== undefined) retained[name] = fields[name]
  return retained
}

/** A cursor belongs to one list and is invalid for any other. */
function placeIn(name: string, names: readonly string[], query: URLSearchParams): URLSearchParams {
  const place = new URLSearchParams()
  for (const key of ['after', 'before', 'limit']) {
    const isShared = names.length === 1 || key === 'limit'
    const value = query.get(`${name}.${key}`) || (isShared && query.get(key))
    if (value) place.set(key, value)
  }
  return place
}
