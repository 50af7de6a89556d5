import type { PortalIntent } from '../../api/portal.ts'

/** A change to the active organization that a user requests. */
export interface OrganizationChange {
  /** `portal` requests a link to the Admin Portal. `domains` lists, adds, verifies or removes an email domain. */
  action: 'rename' | 'delete' | 'portal' | 'domains'
  /** The feature to set up, for `portal`. */
  intent?: PortalIntent
}
