import type { Client, OrganizationMembership } from '../../api/index.ts'

const MOST = 500

/** The user's active memberships: at most 500. */
export async function activeMemberships(client: Client, userId: string): Promise<OrganizationMembership[]> {
  const found: OrganizationMembership[] = []
  const memberships = client.listOrganizationMemberships({ userId, statuses: ['active'], limit: 100 })
  for await (const membership of memberships) {
    found.push(membership)
    if (found.length >= MOST) break
  }
  return found
}
