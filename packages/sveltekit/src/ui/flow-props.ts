import type { FlowData } from '@latchkey/core/server'
import type { Snippet } from 'svelte'

/** Props of the flow components. */
export interface FlowProps {
  /** The flow to show. Default: the page's flow, `form ?? data`. */
  flow?: FlowData
  /** Replaces the first step's title. */
  heading?: string
  /** How the first step shows providers: one row each, or all icons in one row. Default `rows`. */
  layout?: 'rows' | 'icons'
  /** Rendered below the first step, instead of the link to the other flow. `false` renders nothing. */
  footer?: Snippet | false
  /** Where to go afterward. Default: `?returnTo=` of the page's URL, else the handler's default. */
  returnTo?: string
  /** Seconds until an email can be resent. Default 30. */
  resendAfterSeconds?: number
  class?: string
}

/** Props of `<SignIn>`. */
export interface SignInProps extends FlowProps {
  /**
   * Asks only for the email address first. The next step is single sign-on if the email's domain belongs to an organization
   * that uses it, and otherwise the password or a code. Default: `true` if the app offers more than two methods.
   */
  identifierFirst?: boolean
  /**
   * Fills in the email address of the user who last signed in in this browser, with a "Not you?" link. Default `true`. Set
   * `false` for shared computers, which also clears a remembered address.
   */
  remember?: boolean
}
