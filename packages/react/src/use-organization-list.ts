import { type AuthState, listOrganizations, type OrganizationEntry, type Result } from '@latchkey/core'
import { useOptimistic, useTransition } from 'react'
import { type Paginated, useList } from './use-list.ts'

/** The person's organizations. */
export interface OrganizationListHandle {
  organizations: Paginated<OrganizationEntry>
  /** Moves into another one: the session, in all tabs, or this tab alone where it stays in one of its own. */
  setActive(organizationId: string): Promise<Result<AuthState>>
  isSwitching: boolean
}

/** The organizations that the signed-in person belongs to; `current` marks the one they are in. */
export function useOrganizationList(): OrganizationListHandle {
  const { client, list } = useList('organizations', listOrganizations)
  const [isSwitching, startTransition] = useTransition()
  const [data, showCurrent] = useOptimistic(list.data, (entries, id: string) =>
    entries.map((entry) => ({ ...entry, current: entry.id === id })),
  )
  return {
    organizations: { ...list, data },
    isSwitching,
    setActive: (organizationId) =>
      new Promise((resolve) => {
        startTransition(async () => {
          showCurrent(organizationId)
          resolve(await client.switchOrganization(organizationId))
        })
      }),
  }
}
