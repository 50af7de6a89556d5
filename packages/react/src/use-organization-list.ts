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
  /** Moves into another one: the session, in all tabs, or this tab alone where it stays in one of its own. */
  setActive(organizationId: string): Promise<Result<AuthState>>
  isSwitching: boolean
  /** Whether the app lets the user create an organization. */
  canCreate: boolean
  /** Creates one with the user as its admin. Open it with `setActive`. */
  create(name: string): Promise<Result<OrganizationEntry>>
}

/** The organizations that the signed-in user is a member of; `current` marks the active one. */
export function useOrganizationList(): OrganizationListHandle {
  const { client, list, resource } = useList('organizations', listOrganizations)
  const { state } = useResource('organizations', listOrganizations)
  /** The one they are on the way to, shown as the current one until the handler has answered. */
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
