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
  /** Where to go afterward. Default: what the page's address says (`?returnTo=`), or what the handler says. */
  returnTo?: string
  /** How long after an email another one can be asked for. Default 30. */
  resendAfterSeconds?: number
  class?: string
}

/** Props of `<SignIn>`. */
export interface SignInProps extends FlowProps {
  /**
   * Asks for the email address alone at first. The next step is the organization's single sign-on where the address's domain
   * belongs to one, and the password or a code otherwise. Default: when the app offers more than two methods.
   */
  identifierFirst?: boolean
  /**
   * Fills in the email address of the user who last signed in in this browser, beside "Not you?". Default `true`. `false`, as
   * for shared computers, also forgets the one that was kept.
   */
  remember?: boolean
}
