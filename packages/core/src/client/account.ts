import type {
  ConfigPayload,
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
import type { AuthClient } from './auth-client.ts'
import { resultOf } from './exchange.ts'
import { rememberedUser } from './remembered-user.ts'
import type { Result } from './result.ts'
import { typedEmail } from './typed-email.ts'

/** Which part of a list. Cursors come from the list before. */
export interface PageParams {
  limit?: number
  after?: string
  before?: string
}

async function call<T>(client: AuthClient, method: string, path: string, body?: object): Promise<Result<T>> {
  const result = resultOf<T>(await client.send({ method, path, body }))
  // The session may have ended; only the handler's word on the session itself counts.
  if (!result.ok && result.error.code === 'reauthentication_required') client.refresh()
  return result
}

function listed(path: string, page: PageParams = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(page)) if (value !== undefined) query.set(name, String(value))
  return query.size > 0 ? `${path}?${query}` : path
}

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

/** What the app offers at sign-in. */
export const getConfig = (client: AuthClient) => call<ConfigPayload>(client, 'GET', '/config')

/** The organizations that the user is a member of. */
export const listOrganizations = (client: AuthClient, page?: PageParams) =>
  call<OrganizationsPayload>(client, 'GET', listed('/organizations', page))

/**
 * Creates an organization with the user as its admin, where the app allows that. Switch to it with
 * `switchOrganization`. Fails with `forbidden` where it does not.
 */
export const createOrganization = (client: AuthClient, input: { name: string }) =>
  call<OrganizationEntry>(client, 'POST', '/organizations', input)

/** Gives the active organization another name. Fails with `forbidden` where the app does not allow it. */
export const renameOrganization = (client: AuthClient, input: { name: string }) =>
  call<OrganizationEntry>(client, 'PATCH', '/organization', input)

/**
 * Leaves the active organization; the user is then in none. Fails with `last_manager` for the last one who can manage it, and
 * `forbidden` where the app does not allow it.
 */
export const leaveOrganization = (client: AuthClient) =>
  outside(client, call<null>(client, 'POST', '/organization/leave', {}))

/**
 * Deletes the active organization for all its members, where the app allows that. `name` is its name, typed again. Fails with
 * `confirmation_mismatch` for another name, and `reauthentication_required` when the sign-in is too long ago.
 */
export const deleteOrganization = (client: AuthClient, input: { name: string }) =>
  outside(client, call<null>(client, 'DELETE', '/organization', input))

/** The session is asked for again once its organization is gone. */
async function outside<T>(client: AuthClient, change: Promise<Result<T>>): Promise<Result<T>> {
  const result = await change
  if (result.ok) await client.refresh()
  return result
}

/**
 * A link to the Admin Portal, where the active organization sets up `sso`, `dsync` or `domain_verification`, where the app allows
 * that. It works for five minutes: go there at once.
 */
export const openPortal = (client: AuthClient, input: { intent: string; returnTo?: string }) =>
  call<PortalPayload>(client, 'POST', '/organization/portal', input)

/** The roles of the active organization by name, and which of them the user may give to members. */
export const listRoles = (client: AuthClient) =>
  call<ListPayload<RoleEntry>>(client, 'GET', '/organization/roles')

/** The active sessions of the user. */
export const listSessions = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<SessionEntry>>(client, 'GET', listed('/sessions', page))

/** Ends another session of the user. */
export const revokeSession = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/sessions', id))

/** Signs all other sessions out. */
export const revokeOtherSessions = (client: AuthClient) => call<null>(client, 'DELETE', '/sessions')

/** Changes the user's name. */
export const updateProfile = (client: AuthClient, patch: { firstName?: string; lastName?: string }) =>
  call<ProfilePayload>(client, 'PATCH', '/me', patch)

/**
 * Deletes the user's own account, where the app allows that. `email` is the account's address, typed again. Forgets the
 * address that this browser remembers. Fails with `confirmation_mismatch` for another address, `reauthentication_required` when
 * the sign-in is too long ago, and `forbidden` where the app does not allow it.
 */
export const deleteAccount = async (client: AuthClient, input: { email: string }) => {
  const result = await call<{ redirectTo: string }>(client, 'DELETE', '/me', input)
  if (!result.ok) return result
  rememberedUser.forget()
  typedEmail.write(undefined)
  client.refresh()
  return result
}

/** Changes the password. Fails with `reauthentication_required` when the sign-in is too long ago. */
export const changePassword = (client: AuthClient, input: { currentPassword: string; newPassword: string }) =>
  call<null>(client, 'POST', '/me/password', input)

/** Sends a code to a new email address. */
export const sendEmailChange = (client: AuthClient, newEmail: string) =>
  call<EmailChangePayload>(client, 'POST', '/me/email/send', { newEmail })

/** Changes the email address, with the code that was sent to it. */
export const confirmEmailChange = (client: AuthClient, code: string) =>
  call<ProfilePayload>(client, 'POST', '/me/email/confirm', { code })

/** The user's second factors. */
export const listFactors = (client: AuthClient) =>
  call<ListPayload<FactorEntry>>(client, 'GET', '/me/factors')

/** Begins to set up an authenticator app. Its secret is shown this one time. */
export const enrollFactor = (client: AuthClient) => call<EnrollmentEntry>(client, 'POST', '/me/factors')

/** Finishes setting up with the app's first code. */
export const verifyFactor = (
  client: AuthClient,
  input: { factorId: string; challengeId: string; code: string },
) => call<null>(client, 'POST', '/me/factors/verify', input)

/** Removes a second factor. */
export const removeFactor = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/me/factors', id))

/** The members of the active organization. */
export const listMembers = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<MemberEntry>>(client, 'GET', listed('/members', page))

/** Gives a member another role. */
export const updateMember = (client: AuthClient, id: string, patch: { role: string }) =>
  call<MemberEntry>(client, 'PATCH', at('/members', id), patch)

/** Removes a member from the organization. */
export const removeMember = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/members', id))

/** The organization's open invitations. */
export const listInvitations = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<InvitationEntry>>(client, 'GET', listed('/invitations', page))

/** Invites someone into the active organization. */
export const inviteMember = (client: AuthClient, input: { email: string; role?: string }) =>
  call<InvitationEntry>(client, 'POST', '/invitations', input)

/** Sends an open invitation again. */
export const resendInvitation = (client: AuthClient, id: string) =>
  call<InvitationEntry>(client, 'POST', '/invitations/resend', { invitationId: id })

/** Takes an invitation back. */
export const revokeInvitation = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/invitations', id))
