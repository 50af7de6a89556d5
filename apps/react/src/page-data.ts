import type { ConfigPayload, DevicePayload, FlowPayload, SessionPayload } from '@latchkey/core'
import type { AccountView } from './pages/account-without-script.tsx'

/** What the server knows when it renders a page. Holds nothing secret: it travels inside the HTML. */
export interface PageData {
  path: string
  query: Record<string, string>
  /** `null` when it is unknown just now. */
  auth: SessionPayload | null
  flow: FlowPayload | null
  config: ConfigPayload
  /** What the account shows to a browser without JavaScript. */
  account: AccountView | null
  /** The code that another device has to approve. */
  device: DevicePayload | null
  /** `null` on the real service. */
  emulatorUrl: string | null
  /** Whose administrators the admin area is for. */
  adminOrganizationId: string
}
