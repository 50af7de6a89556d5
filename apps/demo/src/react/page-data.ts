import type { DevicePayload, FlowPayload } from '@latchkey/core'
import type { AccountView } from './pages/account-without-script.tsx'

/** The data of the server for a page. It contains no secrets, because it is part of the HTML. */
export interface PageData {
  path: string
  query: Record<string, string>
  flow: FlowPayload | null
  /** What the account shows to a browser without JavaScript. */
  account: AccountView | null
  /** The code that another device has to approve. */
  device: DevicePayload | null
  /** `null` on the real service. */
  emulatorUrl: string | null
  /** Whose administrators the admin area is for. */
  adminOrganizationId: string
}

/** What the layout around all pages shows. */
export type LayoutData = Pick<PageData, 'path' | 'emulatorUrl' | 'adminOrganizationId'>
