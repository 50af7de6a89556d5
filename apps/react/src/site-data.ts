import type { ConfigPayload, SessionPayload } from '@latchkey/core'
import type { PageData } from '@latchkey/demo/react'

/** The session from the server when it renders the site. Holds nothing secret: it travels inside the HTML. */
export interface SiteData extends PageData {
  /** `null` when it is unknown at the moment. */
  auth: SessionPayload | null
  config: ConfigPayload
}
