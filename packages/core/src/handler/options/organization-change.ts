import type { PortalIntent } from '../../api/portal.ts'

/** A change to the active organization that a user requests. */
export interface OrganizationChange {
  /** `portal` requests a link to the Admin Portal. */
  action: 'rename' | 'delete' | 'portal'
  /** The feature to set up, for `portal`. */
  intent?: PortalIntent
}
