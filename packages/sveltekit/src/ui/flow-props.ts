import type { FlowData } from '@latchkey/core/server'
import type { Snippet } from 'svelte'

/** Props of the flow components. */
export interface FlowProps {
  /** The flow to show. Default: that of the page, `form ?? data`. */
  flow?: FlowData
  /** Replaces the first step's title. */
  heading?: string
  /** How the first step shows providers: a row each, or all in one row by their signs. Default `rows`. */
  layout?: 'rows' | 'icons'
  /** Stands below the first step, in place of the link to the other flow. `false` for nothing. */
  footer?: Snippet | false
  /** Where to go afterwards. Default: what the page's address says (`?returnTo=`), or what the handler says. */
  returnTo?: string
  /** How long after an email another one can be asked for. Default 30. */
  resendAfterSeconds?: number
  class?: string
}
