import type { ConfigPayload, SessionPayload } from '@latchkey/core'
import type { PageData } from '@latchkey/demo/react'

/** What the server knows when it renders the site. Holds nothing secret: it travels inside the HTML. */
export interface SiteData extends PageData {
  /** `null` when it is unknown just now. */
  auth: SessionPayload | null
  config: ConfigPayload
}
