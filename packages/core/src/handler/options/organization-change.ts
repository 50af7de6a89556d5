import type { PortalIntent } from '../../api/portal.ts'

/** What a user is about to do with the organization that is open. */
export interface OrganizationChange {
  /** `portal` gets a link to the Admin Portal. */
  action: 'rename' | 'delete' | 'portal'
  /** What is set up there, for `portal`. */
  intent?: PortalIntent
}
