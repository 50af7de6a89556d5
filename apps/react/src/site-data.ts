import type { ConfigPayload, SessionPayload } from '@latchkey/core'
import type { PageData } from '@latchkey/demo/react'

/** The session from the server when it renders the site. It contains no secrets, because it is part of the HTML. */
export interface SiteData extends PageData {
  /** `null` when it is unknown at the moment. */
  auth: SessionPayload | null
  config: ConfigPayload
}
