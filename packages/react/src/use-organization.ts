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

/** Which lists to read. Each is one request; without them there is none. */
export interface UseOrganizationOptions {
  members?: boolean
  invitations?: boolean
  roles?: boolean
}

/** The active organization, and functions that change it. The handler checks each call. */
export interface OrganizationHandle extends OrganizationActions {
  organizationId: string | null
  /** `null` while its name is not known, and outside of organizations. */
  organization: OrganizationEntry | null
  role: Role | null
  permissions: readonly Permission[]
  members: Paginated<MemberEntry>
  invitations: Paginated<InvitationEntry>
  /** The roles of the organization by name, and which of them the user may give. Empty for those who do not manage members. */
  roles: readonly RoleEntry[]
}

/** What members may change about their organization. Stable functions, safe in dependency lists. */
export interface OrganizationActions {
  invite(input: { email: string; role?: string }): Promise<Result<InvitationEntry>>
  revokeInvitation(invitationId: string): Promise<Result<null>>
  /** Sends an open invitation again. */
  resendInvitation(invitationId: string): Promise<Result<InvitationEntry>>
  updateRole(membershipId: string, role: string): Promise<Result<MemberEntry>>
  remove(membershipId: string): Promise<Result<null>>
  /** Gives the organization another name, where the app allows it. */
  rename(name: string): Promise<Result<OrganizationEntry>>
  /** Leaves the organization, where the app allows it. Fails with `last_manager` for the last one who can manage it. */
  leave(): Promise<Result<null>>
  /** Deletes the organization for all its members, where the app allows it. `name` is its name, typed again. */
  deleteOrganization(name: string): Promise<Result<null>>
  /** A link to the Admin Portal, where the app allows it. It works for five minutes. */
  openPortal(input: { intent: string; returnTo?: string }): Promise<Result<PortalPayload>>
}

/** The active organization, with the user's role in it, and its members on request. */
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

/** What has to be read again once something has changed. */
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
