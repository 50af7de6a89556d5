import type { ConfigPayload, SessionPayload } from '@latchkey/core'
import type { PageData } from '@latchkey/demo/react'

/** The session from the server when it renders the site. It contains no secrets, because it is part of the HTML. */
export interface SiteData extends PageData {
  /** `null` if the session is temporarily unknown. */
  auth: SessionPayload | null
  config: ConfigPayload
}
