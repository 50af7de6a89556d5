import type { DevicePayload, FlowPayload } from '@latchkey/core'
import type { AccountView } from './pages/account-without-script.tsx'

/** The data that the server passes to a page. It contains no secrets, because it is part of the HTML. */
export interface PageData {
  path: string
  query: Record<string, string>
  flow: FlowPayload | null
  /** The account data for a browser without JavaScript. */
  account: AccountView | null
  /** The code that must be approved on another device. */
  device: DevicePayload | null
  /** `null` with the real API. */
  emulatorUrl: string | null
  /** The organization whose administrators can open the admin area. */
  adminOrganizationId: string
}

/** The data for the layout around all pages. */
export type LayoutData = Pick<PageData, 'path' | 'emulatorUrl' | 'adminOrganizationId'>
