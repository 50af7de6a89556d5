import {
  type AuthClient,
  deleteOrganization,
  type InvitationEntry,
  inviteMember,
  leaveOrganization,
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
  removeMember,
  renameOrganization,
  resendInvitation,
  revokeInvitation,
  updateMember,
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
  const actions = useMemo(
    () => organizationActions(client, resource, members.resource, invitations.resource),
    [client, resource, members.resource, invitations.resource],
  )
  return {
    organizationId,
    organization: list.data.find((entry) => entry.id === organizationId) ?? null,
    role: signedIn?.role ?? null,
    permissions: signedIn?.permissions ?? [],
    members: members.list,
    invitations: invitations.list,
    roles: roles.list.data,
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
    openPortal: (input) => openPortal(client, input),
  }
}
