import {
  type AuthState,
  createOrganization,
  listOrganizations,
  type OrganizationEntry,
  type Result,
} from '@latchkey/core'
import { useCallback, useState } from 'react'
import { changed } from './changed.ts'
import { type Paginated, useList } from './use-list.ts'
import { useResource } from './use-resource.ts'

/** The user's organizations. */
export interface OrganizationListHandle {
  organizations: Paginated<OrganizationEntry>
  /** Switches to another organization: the session, in all tabs. A tab with `organizationId` switches only itself. */
  setActive(organizationId: string): Promise<Result<AuthState>>
  isSwitching: boolean
  /** Whether the app allows the user to create an organization. */
  canCreate: boolean
  /** Creates an organization with the user as its admin. Switch to it with `setActive`. */
  create(name: string): Promise<Result<OrganizationEntry>>
}

/** The signed-in user's organizations; `current` marks the active one. */
export function useOrganizationList(): OrganizationListHandle {
  const { client, list, resource } = useList('organizations', listOrganizations)
  const { state } = useResource('organizations', listOrganizations)
  /** The organization that is being switched to. It is shown as the current one until the handler has responded. */
  const [next, setNext] = useState<string | null>(null)
  const create = useCallback(
    (name: string) => changed(createOrganization(client, { name }), resource),
    [client, resource],
  )
  const setActive = useCallback(
    async (organizationId: string) => {
      setNext(organizationId)
      try {
        return await client.switchOrganization(organizationId)
      } finally {
        setNext(null)
      }
    },
    [client],
  )
  const data =
    next === null ? list.data : list.data.map((entry) => ({ ...entry, current: entry.id === next }))
  return {
    organizations: { ...list, data },
    isSwitching: next !== null,
    canCreate: state.data?.canCreate ?? false,
    create,
    setActive,
  }
}
