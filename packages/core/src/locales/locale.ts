import type { FlowErrorMessages } from '../flow/messages.ts'
import type { AccountText } from './en-account.ts'
import type { FlowText } from './en-flow.ts'

/** All texts of one language. `{name}` in a text stands for a value. */
export interface Locale {
  /** A BCP 47 tag, such as `pt-BR`. */
  tag: string
  dir: 'ltr' | 'rtl'
  errors: FlowErrorMessages
  flow: FlowText
  /** Without these, the account components speak English. */
  account?: AccountText
}
