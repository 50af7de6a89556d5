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
import type { AuthClient } from './auth-client.ts'
import { resultOf } from './exchange.ts'
import { rememberedUser } from './remembered-user.ts'
import type { Result } from './result.ts'
import { typedEmail } from './typed-email.ts'

/** Selects a page of a list. Cursors come from the previous page. */
export interface PageParams {
  limit?: number
  after?: string
  before?: string
}

async function call<T>(client: AuthClient, method: string, path: string, body?: object): Promise<Result<T>> {
  const result = resultOf<T>(await client.send({ method, path, body }))
  // The session may have ended. Only the handler's response about the session itself decides that.
  if (!result.ok && result.error.code === 'reauthentication_required') client.refresh()
  return result
}

function listed(path: string, page: PageParams = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(page)) if (value !== undefined) query.set(name, String(value))
  return query.size > 0 ? `${path}?${query}` : path
}

const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

/** The sign-in methods and settings that the app offers. */
export const getConfig = (client: AuthClient) => call<ConfigPayload>(client, 'GET', '/config')

/** The organizations that the user is a member of. */
export const listOrganizations = (client: AuthClient, page?: PageParams) =>
  call<OrganizationsPayload>(client, 'GET', listed('/organizations', page))

/**
 * Creates an organization with the user as its admin, if the app allows it. Call `switchOrganization` to switch to it. Fails
 * with `forbidden` if the app does not allow it.
 */
export const createOrganization = (client: AuthClient, input: { name: string }) =>
  call<OrganizationEntry>(client, 'POST', '/organizations', input)

/** Renames the active organization. Fails with `forbidden` if the app does not allow it. */
export const renameOrganization = (client: AuthClient, input: { name: string }) =>
  call<OrganizationEntry>(client, 'PATCH', '/organization', input)

/**
 * Leaves the active organization. The session then has no active organization. Fails with `last_manager` if the user is the
 * last member who can manage the organization, and with `forbidden` if the app does not allow it.
 */
export const leaveOrganization = (client: AuthClient) =>
  outside(client, call<null>(client, 'POST', '/organization/leave', {}))

/**
 * Deletes the active organization for all its members, if the app allows it. `name` must be the organization's name, typed by
 * the user to confirm. Fails with `confirmation_mismatch` if the name does not match, `reauthentication_required` if the last
 * sign-in is too long ago, and `forbidden` if the app does not allow it.
 */
export const deleteOrganization = (client: AuthClient, input: { name: string }) =>
  outside(client, call<null>(client, 'DELETE', '/organization', input))

/** Refreshes the session after its organization was deleted or left. */
async function outside<T>(client: AuthClient, change: Promise<Result<T>>): Promise<Result<T>> {
  const result = await change
  if (result.ok) await client.refresh()
  return result
}

/**
 * Creates a link to the Admin Portal, where the active organization sets up `sso`, `dsync` or `domain_verification`. The link
 * expires after five minutes, so open it immediately. Fails with `forbidden` if the app does not allow it.
 */
export const openPortal = (client: AuthClient, input: { intent: string; returnTo?: string }) =>
  call<PortalPayload>(client, 'POST', '/organization/portal', input)

/** Lists the roles of the active organization by name, and which of them the user can assign to members. */
export const listRoles = (client: AuthClient) =>
  call<ListPayload<RoleEntry>>(client, 'GET', '/organization/roles')

/** Lists the email domains of the active organization. Fails with `forbidden` if the app does not allow it. */
export const listDomains = (client: AuthClient) =>
  call<ListPayload<DomainEntry>>(client, 'GET', '/organization/domains')

/**
 * Adds an email domain to the active organization. It waits for the TXT record in `record`. Fails with `domain_not_available`
 * if an organization has it already, and `domain_invalid` if it is no domain.
 */
export const addDomain = (client: AuthClient, input: { domain: string }) =>
  call<DomainEntry>(client, 'POST', '/organization/domains', input)

/** Looks for the TXT record of a domain. `state` is the result; the API may also find the record later. */
export const verifyDomain = (client: AuthClient, id: string) =>
  call<DomainEntry>(client, 'POST', '/organization/domains/verify', { domainId: id })

/** Removes a domain from the active organization. */
export const removeDomain = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/organization/domains', id))

/** Lists the user's active sessions. */
export const listSessions = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<SessionEntry>>(client, 'GET', listed('/sessions', page))

/** Revokes another session of the user. */
export const revokeSession = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/sessions', id))

/** Revokes all other sessions of the user. */
export const revokeOtherSessions = (client: AuthClient) => call<null>(client, 'DELETE', '/sessions')

/** Changes the user's name. */
export const updateProfile = (client: AuthClient, patch: { firstName?: string; lastName?: string }) =>
  call<ProfilePayload>(client, 'PATCH', '/me', patch)

/**
 * Deletes the user's own account, if the app allows it. `email` must be the account's email address, typed by the user to
 * confirm. Also clears the email address that this browser remembers. Fails with `confirmation_mismatch` if the email does not
 * match, `reauthentication_required` if the last sign-in is too long ago, `last_manager` if the user is the last manager of an
 * organization that has other members, and `forbidden` if the app does not allow it.
 */
export const deleteAccount = async (client: AuthClient, input: { email: string }) => {
  const result = await call<{ redirectTo: string }>(client, 'DELETE', '/me', input)
  if (!result.ok) return result
  rememberedUser.forget()
  typedEmail.write(undefined)
  client.refresh()
  return result
}

/** Changes the password. Fails with `reauthentication_required` if the last sign-in is too long ago. */
export const changePassword = (client: AuthClient, input: { currentPassword: string; newPassword: string }) =>
  call<null>(client, 'POST', '/me/password', input)

/** Sends a code to a new email address. */
export const sendEmailChange = (client: AuthClient, newEmail: string) =>
  call<EmailChangePayload>(client, 'POST', '/me/email/send', { newEmail })

/** Changes the email address, using the code that was sent to the new one. */
export const confirmEmailChange = (client: AuthClient, code: string) =>
  call<ProfilePayload>(client, 'POST', '/me/email/confirm', { code })

/** Lists the user's second factors. */
export const listFactors = (client: AuthClient) =>
  call<ListPayload<FactorEntry>>(client, 'GET', '/me/factors')

/** Starts the setup of an authenticator app. The secret is returned only this once. */
export const enrollFactor = (client: AuthClient) => call<EnrollmentEntry>(client, 'POST', '/me/factors')

/** Finishes the setup with the first code from the app. */
export const verifyFactor = (
  client: AuthClient,
  input: { factorId: string; challengeId: string; code: string },
) => call<null>(client, 'POST', '/me/factors/verify', input)

/** Removes a second factor. */
export const removeFactor = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/me/factors', id))

/** Lists the members of the active organization. */
export const listMembers = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<MemberEntry>>(client, 'GET', listed('/members', page))

/** Changes a member's role. */
export const updateMember = (client: AuthClient, id: string, patch: { role: string }) =>
  call<MemberEntry>(client, 'PATCH', at('/members', id), patch)

/** Removes a member from the organization. */
export const removeMember = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/members', id))

/** Lists the organization's pending invitations. */
export const listInvitations = (client: AuthClient, page?: PageParams) =>
  call<ListPayload<InvitationEntry>>(client, 'GET', listed('/invitations', page))

/** Invites someone into the active organization. */
export const inviteMember = (client: AuthClient, input: { email: string; role?: string }) =>
  call<InvitationEntry>(client, 'POST', '/invitations', input)

/** Resends a pending invitation. */
export const resendInvitation = (client: AuthClient, id: string) =>
  call<InvitationEntry>(client, 'POST', '/invitations/resend', { invitationId: id })

/** Revokes a pending invitation. */
export const revokeInvitation = (client: AuthClient, id: string) =>
  call<null>(client, 'DELETE', at('/invitations', id))
