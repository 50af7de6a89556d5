/**
 * The texts of user interfaces, in English and in the languages of `@latchkey/core/locales/…`.
 *
 * @module @latchkey/core/text
 */

export { dateText } from './locales/date-text.ts'
export { deviceName } from './locales/device-name.ts'
export { displayName } from './locales/display-name.ts'
export { domainStateText } from './locales/domain-state.ts'
export { type AccountText, EN_ACCOUNT } from './locales/en-account.ts'
export { EN_FLOW, type FlowText } from './locales/en-flow.ts'
export { initialOf } from './locales/initial.ts'
export type { Locale } from './locales/locale.ts'
export { ruleText } from './locales/password-text.ts'
export { providerText } from './locales/provider-text.ts'
export { roleName } from './locales/role-name.ts'
export { documentTitle, stepTitle } from './locales/step-title.ts'
export type { AccountTextKey, TextOf, TextValues } from './locales/text.ts'
export { accountText, errorText, fillText, flowText } from './locales/text.ts'
