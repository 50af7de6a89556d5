import {
  type AuthClient,
  addDomain,
  type DomainEntry,
  deleteOrganization,
  type InvitationEntry,
  inviteMember,
  leaveOrganization,
  listDomains,
  listInvitations,
  listMembers,
  listOrganizations,
  listRoles,
  type MemberEntry,
  type OrganizationEntry,
  openPortal,
  type Permission,
  type PortalPayload,
  type Resource,
  type Result,
  type Role,
  type RoleEntry,
  removeDomain,
  removeMember,
  renameOrganization,
  resendInvitation,
  revokeInvitation,
  updateMember,
  verifyDomain,
} from '@latchkey/core'
import { useMemo } from 'react'
import { changed } from './changed.ts'
import { useAuth } from './use-auth.ts'
import { type Paginated, useList } from './use-list.ts'

/** Which lists to load. Each is one request; without them no request is sent. */
export interface UseOrganizationOptions {
  members?: boolean
  invitations?: boolean
  roles?: boolean
  /** Loaded only if the app allows the user to manage the domains. */
  domains?: boolean
}

/** The active organization, and functions that change it. The handler checks each call. */
export interface OrganizationHandle extends OrganizationActions {
  organizationId: string | null
  /** `null` while the organization is not loaded, and without an active organization. */
  organization: OrganizationEntry | null
  role: Role | null
  permissions: readonly Permission[]
  members: Paginated<MemberEntry>
  invitations: Paginated<InvitationEntry>
  /** The organization's roles by name, and which of them the user can assign. Empty for users who cannot manage members. */
  roles: readonly RoleEntry[]
  /** The email domains of the organization. Empty for users who cannot manage them. */
  domains: Paginated<DomainEntry>
}

/** Changes that members can make to their organization. The functions are stable and safe in dependency lists. */
export interface OrganizationActions {
  invite(input: { email: string; role?: string }): Promise<Result<InvitationEntry>>
  revokeInvitation(invitationId: string): Promise<Result<null>>
  /** Resends a pending invitation. */
  resendInvitation(invitationId: string): Promise<Result<InvitationEntry>>
  updateRole(membershipId: string, role: string): Promise<Result<MemberEntry>>
  remove(membershipId: string): Promise<Result<null>>
  /** Renames the organization. Fails with `forbidden` if the app does not allow it. */
  rename(name: string): Promise<Result<OrganizationEntry>>
  /**
   * Leaves the organization. Fails with `last_manager` if the user is the last member who can manage it, and with `forbidden`
   * if the app does not allow it.
   */
  leave(): Promise<Result<null>>
  /**
   * Deletes the organization for all its members. `name` must be its name, typed by the user to confirm. Fails with
   * `confirmation_mismatch`, `reauthentication_required`, or `forbidden` if the app does not allow it.
   */
  deleteOrganization(name: string): Promise<Result<null>>
  /** Adds an email domain. It waits for the TXT record in `record`. Fails with `domain_invalid` or `domain_not_available`. */
  addDomain(domain: string): Promise<Result<DomainEntry>>
  /** Looks for the TXT record of a domain. `state` is the result. */
  verifyDomain(domainId: string): Promise<Result<DomainEntry>>
  removeDomain(domainId: string): Promise<Result<null>>
  /** Creates a link to the Admin Portal. It expires after five minutes. Fails with `forbidden` if the app does not allow it. */
  openPortal(input: { intent: string; returnTo?: string }): Promise<Result<PortalPayload>>
}

/** The active organization, the user's role in it, and on request its members and invitations. */
export function useOrganization(options: UseOrganizationOptions = {}): OrganizationHandle {
  const auth = useAuth()
  const signedIn = auth.status === 'signed-in' ? auth : undefined
  const organizationId = signedIn?.organizationId ?? null
  const { client, list, resource } = useList('organizations', listOrganizations, organizationId !== null)
  const members = useList('members', listMembers, options.members ?? false)
  const invitations = useList('invitations', listInvitations, options.invitations ?? false)
  const roles = useList('roles', listRoles, options.roles ?? false)
  const organization = list.data.find((entry) => entry.id === organizationId) ?? null
  const mayListDomains = organization?.may?.includes('domains') ?? false
  const domains = useList('domains', listDomains, mayListDomains && (options.domains ?? false))
  const actions = useMemo(
    () => organizationActions(client, resource, members.resource, invitations.resource, domains.resource),
    [client, resource, members.resource, invitations.resource, domains.resource],
  )
  return {
    organizationId,
    organization,
    role: signedIn?.role ?? null,
    permissions: signedIn?.permissions ?? [],
    members: members.list,
    invitations: invitations.list,
    roles: roles.list.data,
    domains: domains.list,
    ...actions,
  }
}

/** What must be reloaded after a change. */
type Reloadable = Pick<Resource<unknown>, 'reload'>

function organizationActions(
  client: AuthClient,
  list: Reloadable,
  members: Reloadable,
  invitations: Reloadable,
  domains: Reloadable,
): OrganizationActions {
  return {
    invite: (input) => changed(inviteMember(client, input), invitations),
    resendInvitation: (id) => changed(resendInvitation(client, id), invitations),
    revokeInvitation: (id) => changed(revokeInvitation(client, id), invitations),
    updateRole: (id, role) => changed(updateMember(client, id, { role }), members),
    remove: (id) => changed(removeMember(client, id), members),
    rename: (name) => changed(renameOrganization(client, { name }), list),
    leave: () => leaveOrganization(client),
    deleteOrganization: (name) => deleteOrganization(client, { name }),
    addDomain: (domain) => changed(addDomain(client, { domain }), domains),
    verifyDomain: (id) => changed(verifyDomain(client, id), domains),
    removeDomain: (id) => changed(removeDomain(client, id), domains),
    openPortal: (input) => openPortal(client, input),
  }
}
